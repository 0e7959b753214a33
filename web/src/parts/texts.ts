import { catalogue } from "../lib/i18n";
import type common from "../locales/en/common.json";
import type terms from "../locales/en/terms.json";

/** The words every screen shares: save, cancel, yes, no, optional … */
export const useCommonTexts = catalogue<typeof common>("common");

/** The words for the server's codes: phases, kinds of appointment, answers, units. */
export const useTerms = catalogue<typeof terms>("terms");
