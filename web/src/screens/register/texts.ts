import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/register.json";

export const useTexts = catalogue<typeof texts>("register");
