import { catalogue } from "../../lib/i18n";
import type people from "../../locales/en/people.json";

export const usePeopleTexts = catalogue<typeof people>("people");
