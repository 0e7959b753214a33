import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/erasing.json";

export const useErasingTexts = catalogue<typeof texts>("erasing");
