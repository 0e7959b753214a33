import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/morning.json";

export const useMorningTexts = catalogue<typeof texts>("morning");
