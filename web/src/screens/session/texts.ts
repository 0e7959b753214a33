import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/session.json";

export const useRoomTexts = catalogue<typeof texts>("session");
