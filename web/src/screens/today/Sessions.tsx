import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { usePolicy, useWords } from "../../lib/reference";
import { Link } from "../../lib/router";
import { Stopwatch } from "../../parts/Clock";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { byAlarm, signs } from "../session/alarms";
import { useTodayTexts } from "./texts";
import styles from "./today.module.css";

type Row = Shape<"SessionRow">;

/** What the monitor said last, in one line, apart from what people typed. */
function deviceValues({ device }: Row): string {
  const pressure = device.systolic_mmhg === undefined ? undefined : `${device.systolic_mmhg}/${device.diastolic_mmhg ?? "–"}`;
  return [pressure, device.heart_rate_bpm !== undefined && `${device.heart_rate_bpm} /min`, device.spo2_percent !== undefined && `SpO₂ ${device.spo2_percent} %`].filter(Boolean).join(" · ");
}

/** Dosing sessions that run now: the time since the dose, the last values and how old they are, the way to the room. */
export function Sessions({ sessions, mayRehearse }: { sessions: readonly Row[]; mayRehearse: boolean }) {
  const t = useTodayTexts();
  return (
    <section className={styles["section"]}>
      <header className={styles["sectionHead"]}>
        <h2>{t("sessions")}</h2>
        {mayRehearse && (
          <span className={styles["sessionLinks"]}>
            <Link to="/wall" className={styles["more"]}>{t("wall")}</Link>
            <Link to="/rehearsal" className={styles["more"]}>{t("rehearse")}</Link>
          </span>
        )}
      </header>
      {sessions.length === 0
        ? <p className={styles["quiet"]}>{t("sessions_none")}</p>
        : <ul className={styles["sessions"]}>{byAlarm(sessions).map((session) => <Session key={session.id} session={session} />)}</ul>}
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
  const device = deviceValues(session);
  const late = session.next_check_at !== undefined && Date.parse(session.next_check_at) < now;
  return (
    <li className={styles["session"]} data-alarm={session.alarm}>
      {(session.alarm || session.rehearsal) && (
        <div className={styles["sessionState"]}>
          {session.rehearsal && <Badge tone="info">{t("rehearsal")}</Badge>}
          {session.alarm && <Badge tone={session.alarm === "low" ? "info" : session.alarm === "medium" ? "warn" : "bad"}>{signs(session.alarm)} {t("alarm", { priority: t(`priority.${session.alarm}`) })} · {t("alarms_open", { n: session.alarms_open })}{session.escalated && ` · ${t("escalated")}`}</Badge>}
        </div>
      )}
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
      {device && session.device_at && <p className={styles["quiet"]}>{t("monitor")}: {device} · {format.relative(session.device_at, now)}</p>}
      {values.length > 0 ? (
        <dl className={styles["vitals"]}>{values.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      ) : <p className={styles["quiet"]}>{t("not_measured")}</p>}
      <div className={styles["sessionFoot"]}>
        <span className={styles["quiet"]}>{session.measured_at && t("measured", { time: format.relative(session.measured_at, now) })}</span>
        {session.next_check_at && (late ? <Badge tone="warn">{t("check_late")}</Badge> : <span className={styles["quiet"]}>{t("check_in", { time: format.date(session.next_check_at, "time") })}</span>)}
        {session.adverse_events > 0 && <Badge tone="warn">{t("adverse_events", { n: session.adverse_events })}</Badge>}
        <LinkButton to={`/sessions/${session.id}`} size="small" icon={<Icon name="session" size={18} />}>{t("room")}</LinkButton>
      </div>
    </li>
  );
}
