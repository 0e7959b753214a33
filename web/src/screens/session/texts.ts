import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/session.json";
import type watch from "../../locales/en/watch.json";

export const useRoomTexts = catalogue<typeof texts>("session");
/** The words of everything that watches: alarms, checks, contact, what is expected. */
export const useWatchTexts = catalogue<typeof watch>("watch");
