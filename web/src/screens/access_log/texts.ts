import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/access_log.json";

export const useAccessTexts = catalogue<typeof texts>("access_log");

const reads = ["patient", "record", "story", "course", "session", "live", "readings", "alarms", "expected", "paper", "letter", "dose-facts", "register", "conflict", "erasure"] as const;

/** What was read, in words; the server's own word for what this version does not know. */
export function useReadName(): (what: string | undefined) => string {
  const t = useAccessTexts();
  return (what) => {
    const read = reads.find((each) => each === what);
    return read ? t(`read.${read}`) : (what ?? "");
  };
}
