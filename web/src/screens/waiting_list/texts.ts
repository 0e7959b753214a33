import { catalogue } from "../../lib/i18n";
import type waiting from "../../locales/en/waiting_list.json";

export const useWaitingTexts = catalogue<typeof waiting>("waiting_list");
