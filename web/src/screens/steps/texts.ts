import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/steps.json";

export const useStepTexts = catalogue<typeof texts>("steps");
