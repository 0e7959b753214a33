import type { ReactNode } from "react";
import { useFormats } from "../lib/format";
import { Icon, type IconName } from "./Icon";
import type { Tone } from "./states";
import styles from "./Timeline.module.css";
import { useCommonTexts } from "./texts";

export type TimelineEntry = {
  id: string;
  /** When it happened; `recorded` where it was written down noticeably later. */
  at: string;
  recorded?: string | undefined;
  by?: string | undefined;
  title: ReactNode;
  children?: ReactNode;
  /** What stood here before a correction; both are shown, always. */
  corrected?: string | undefined;
  icon?: IconName;
  tone?: Tone;
};

const noticeable = 15 * 60_000;

function dayOf(at: string, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(at));
}

/** What happened, as a story one can read: day by day, with who and when. Give the entries in the order to be read. */
export function Timeline({ entries, level = 3 }: { entries: readonly TimelineEntry[]; level?: 2 | 3 | 4 }) {
  const format = useFormats();
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at, format.zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  const Heading = `h${level}` as const;
  return (
    <div>
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <Heading className={styles["day"]}>{format.date(day, "longDate")}</Heading>
          <ol className={styles["timeline"]}>
            {ofDay.map((entry) => <Entry key={entry.id} entry={entry} />)}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const t = useCommonTexts();
  const format = useFormats();
  const later = entry.recorded !== undefined && Date.parse(entry.recorded) - Date.parse(entry.at) > noticeable;
  return (
    <li className={styles["entry"]}>
      <span className={styles["dot"]} data-tone={entry.tone ?? "still"}><Icon name={entry.icon ?? "note"} size={18} /></span>
      <div className={styles["body"]}>
        <strong>{entry.title}</strong>
        <div className={styles["meta"]}>
          <time dateTime={entry.at}>{format.date(entry.at, "time")}</time>
          {entry.by && <span>{entry.by}</span>}
          {later && entry.recorded && <span>{t("recorded_at", { time: format.date(entry.recorded, "dateTime") })}</span>}
        </div>
        {entry.corrected && <del className={styles["wrong"]}><span className="hidden-text">{t("corrected")}: </span>{entry.corrected}</del>}
        {entry.children && <div className={styles["text"]}>{entry.children}</div>}
      </div>
    </li>
  );
}
