import { screensIn } from "./support/screens";

screensIn("uk");
