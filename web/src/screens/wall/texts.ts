import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/wall.json";

export const useWallTexts = catalogue<typeof texts>("wall");
