import { catalogue } from "../../lib/i18n";
import type tasks from "../../locales/en/tasks.json";
import type today from "../../locales/en/today.json";

export const useTodayTexts = catalogue<typeof today>("today");
export const useTasksTexts = catalogue<typeof tasks>("tasks");
