import { screensIn } from "./support/screens";

screensIn("cs");
