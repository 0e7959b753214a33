import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/rehearsal.json";

export const useRehearsalTexts = catalogue<typeof texts>("rehearsal");
