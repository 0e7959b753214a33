import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/signing_in.json";

export const useTexts = catalogue<typeof texts>("signing_in");
