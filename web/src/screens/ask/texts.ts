import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/ask.json";

export const useTexts = catalogue<typeof texts>("ask");
