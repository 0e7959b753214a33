import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/figures.json";

export const useTexts = catalogue<typeof texts>("figures");

/** Below this number of people a percentage would promise more than it knows. */
export const few = 10;
