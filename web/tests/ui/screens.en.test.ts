import { screensIn } from "./support/screens";

screensIn("en");
