import { catalogue } from "../../lib/i18n";
import type inquiries from "../../locales/en/inquiries.json";

export const useInquiriesTexts = catalogue<typeof inquiries>("inquiries");
