import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { usePolicy, useWords } from "../../lib/reference";
import { Stopwatch } from "../../parts/Clock";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useTodayTexts } from "./texts";
import styles from "./today.module.css";

type Row = Shape<"SessionRow">;

/** Dosing sessions that run now: the time since the dose, the last values and how old they are, the way to the room. */
export function Sessions({ sessions }: { sessions: readonly Row[] }) {
  const t = useTodayTexts();
  return (
    <section className={styles["section"]}>
      <h2>{t("sessions")}</h2>
      <ul className={styles["sessions"]}>{sessions.map((session) => <Session key={session.id} session={session} />)}</ul>
    </section>
  );
}

function Session({ session }: { session: Row }) {
  const t = useTodayTexts();
  const terms = useTerms();
  const format = useFormats();
  const words = useWords();
  const now = useNow();
  const { data: policy } = usePolicy();
  const room = session.room && (words(policy?.pack.rooms.find(({ code }) => code === session.room)?.name) || session.room);
  const { systolic_mmhg: high, diastolic_mmhg: low, heart_rate_bpm: pulse, spo2_percent: oxygen } = session;
  const values: [string, string][] = [];
  if (high !== undefined && low !== undefined) values.push([terms("blood_pressure"), `${high}/${low}`]);
  if (pulse !== undefined) values.push([terms("measure.heart_rate_bpm"), String(pulse)]);
  if (oxygen !== undefined) values.push(["SpO₂", `${oxygen} %`]);
  return (
    <li className={styles["session"]}>
      <div className={styles["sessionHead"]}>
        <div>
          <h3>{session.patient_name}</h3>
          <p className={styles["quiet"]}>{[room, terms(`stage.${session.stage}`)].filter(Boolean).join(" · ")}</p>
        </div>
        <div className={styles["timer"]}>
          <span className={styles["quiet"]}>{t(session.dosed_at ? "since_dose" : "since_arrival")}</span>
          <strong><Stopwatch since={session.dosed_at ?? session.opened_at} /></strong>
        </div>
      </div>
      {values.length > 0 ? (
        <dl className={styles["vitals"]}>{values.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      ) : <p className={styles["quiet"]}>{t("not_measured")}</p>}
      <div className={styles["sessionFoot"]}>
        <span className={styles["quiet"]}>{session.measured_at && t("measured", { time: format.relative(session.measured_at, now) })}</span>
        {session.adverse_events > 0 && <Badge tone="warn">{t("adverse_events", { n: session.adverse_events })}</Badge>}
        <LinkButton to={`/sessions/${session.id}`} size="small" icon={<Icon name="session" size={18} />}>{t("room")}</LinkButton>
      </div>
    </li>
  );
}
