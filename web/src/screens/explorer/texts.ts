import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/explorer.json";

export const useTexts = catalogue<typeof texts>("explorer");
export type Texts = ReturnType<typeof useTexts>;
