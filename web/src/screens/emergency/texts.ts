import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/emergency.json";

export const useEmergencyTexts = catalogue<typeof texts>("emergency");
