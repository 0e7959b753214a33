import { catalogue } from "../../../lib/i18n";
import type entries from "../../../locales/en/entries.json";

export const useEntryTexts = catalogue<typeof entries>("entries");
