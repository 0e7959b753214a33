import { catalogue } from "../lib/i18n";
import type shell from "../locales/en/shell.json";

export const useShellTexts = catalogue<typeof shell>("shell");
