import { catalogue } from "../lib/i18n";
import type common from "../locales/en/common.json";

/** The words every screen shares: save, cancel, yes, no, optional … */
export const useCommonTexts = catalogue<typeof common>("common");
