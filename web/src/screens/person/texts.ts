import { catalogue } from "../../lib/i18n";
import type person from "../../locales/en/person.json";

export const usePersonTexts = catalogue<typeof person>("person");
