import { Fragment, useMemo, useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useStaffName, useWords } from "../../lib/reference";
import { Button, IconButton } from "../../parts/Button";
import { Icon, type IconName } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { TimeChart, type Moment, type Series } from "../../parts/TimeChart";
import type { MeasureName } from "../steps/values";
import { useRoom } from "./data";
import { AdverseForm, CorrectMark, VitalsForm, WordMark } from "./During";
import { dosesGiven, flowsheet, lastDose, logOf, minutesFromDose, type LogEntry } from "./room";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";

const columns = ["heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "sedation_moaas", "dissociation_0_10", "nausea_0_10", "distress_0_10", "weight_kg"] as const satisfies readonly MeasureName[];

/** Pressure and pulse on one axis of time, with the dose and what happened on it. */
export function Chart() {
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const { page } = useRoom();
  const { session } = page;
  const { series, moments } = useMemo(() => {
    const taken = flowsheet(session).filter(({ corrected_by }) => !corrected_by);
    const of = (measure: MeasureName): Series["points"] => taken.flatMap(({ happened_at, data }) => (data.vitals[measure] === undefined ? [] : [{ at: happened_at, value: data.vitals[measure] }]));
    const series: Series[] = [
      { name: terms("measure.systolic_mmhg"), unit: terms("unit.mmhg"), points: of("systolic_mmhg") },
      { name: terms("measure.diastolic_mmhg"), unit: terms("unit.mmhg"), points: of("diastolic_mmhg") },
      { name: terms("measure.heart_rate_bpm"), unit: terms("unit.bpm"), points: of("heart_rate_bpm") },
    ];
    const moments: Moment[] = [
      ...dosesGiven(session).map(({ happened_at, data }) => ({ at: happened_at, label: `${format.number(data.dose.dose_mg)} ${terms("unit.mg")}` })),
      ...session.adverse_events.filter(({ corrected_by }) => !corrected_by).map(({ data }) => ({ at: data.onset_at, label: data.what.slice(0, 24) })),
    ];
    return { series: series.filter(({ points }) => points.length > 0), moments };
  }, [session, terms, format]);
  if (series.length === 0) return null;
  return <TimeChart title={t("chart")} series={series} moments={moments} />;
}

export function Flowsheet() {
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const staffName = useStaffName();
  const { page } = useRoom();
  const { session } = page;
  const [correcting, setCorrecting] = useState<string | undefined>(undefined);
  const rows = flowsheet(session);
  const shown = columns.filter((measure) => rows.some(({ data }) => data.vitals[measure] !== undefined));
  const dose = lastDose(session) && dosesGiven(session)[0];
  if (rows.length === 0) return <p className={styles["lead"]}>{t("no_vitals")}</p>;
  return (
    <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t("flowsheet")}>
      <table className={styles["flow"]}>
        <caption className="hidden-text">{t("flowsheet")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("measured_at")}</th>
            {dose && <th scope="col">{t("from_dose")}</th>}
            <th scope="col">{t("pressure")}</th>
            {shown.map((measure) => <th key={measure} scope="col"><abbr title={terms(`measure.${measure}`)}>{t(`short.${measure}`)}</abbr></th>)}
            <th scope="col"><span className="hidden-text">{t("correct.title")}</span></th>
          </tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((entry) => (
            <Fragment key={entry.id}>
              <tr data-wrong={entry.corrected_by ? "" : undefined}>
                <th scope="row">
                  {format.date(entry.happened_at, "time")}
                  <small>{staffName(entry.by)}</small>
                  {Date.parse(entry.recorded_at) - Date.parse(entry.happened_at) > 120_000 && <small>{t("entered", { time: format.date(entry.recorded_at, "time") })}</small>}
                  {entry.corrected_by && <small>{t("corrected_wrong")}</small>}
                  {entry.correction && <small>{t("corrected_because", { reason: entry.correction.reason })}</small>}
                  {entry.data.note && <small>{entry.data.note}</small>}
                </th>
                {dose && <td>{minutesFromDose(Date.parse(dose.happened_at), Date.parse(entry.happened_at))}</td>}
                <td>{entry.data.vitals.systolic_mmhg === undefined && entry.data.vitals.diastolic_mmhg === undefined ? "" : `${entry.data.vitals.systolic_mmhg ?? "–"}/${entry.data.vitals.diastolic_mmhg ?? "–"}`}</td>
                {shown.map((measure) => <td key={measure}>{entry.data.vitals[measure] === undefined ? "" : format.number(entry.data.vitals[measure])}</td>)}
                <td>{!entry.corrected_by && <IconButton icon={<Icon name="pen" size={18} />} label={t("correct.at", { time: format.date(entry.happened_at, "time") })} onClick={() => setCorrecting(correcting === entry.id ? undefined : entry.id)} aria-expanded={correcting === entry.id} />}</td>
              </tr>
              {correcting === entry.id && (
                <tr><td colSpan={shown.length + 4} className={styles["correcting"]}><VitalsForm session={session} corrects={entry} onDone={() => setCorrecting(undefined)} /></td></tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const icons: Record<LogEntry["kind"], IconName> = {
  mark: "note", adverse: "warning", dose: "session", order: "pen", time_out: "people", readiness: "check", discharge: "check", release: "leave", close_out: "lock", opened: "person", ended: "stop",
};

/** What happened, newest first; words can be added, mistakes corrected, and both versions stay. */
export function Log({ fresh }: { fresh: string | undefined }) {
  const t = useRoomTexts();
  const format = useFormats();
  const staffName = useStaffName();
  const { page } = useRoom();
  const { session } = page;
  const dose = dosesGiven(session)[0];
  const [correcting, setCorrecting] = useState<string | undefined>(undefined);
  return (
    <ol className={styles["log"]} aria-label={t("log")}>
      {logOf(session).map((each) => {
        const { entry } = each;
        const corrected = entry?.corrected_by !== undefined;
        const mine = each.kind === "mark" || each.kind === "adverse";
        return (
          <li key={`${each.kind} ${entry?.id ?? each.at}`} data-kind={each.kind} data-wrong={corrected ? "" : undefined}>
            <span className={styles["logTime"]}>
              <time dateTime={each.at}>{format.date(each.at, "time")}</time>
              {dose && <small>{minutesFromDose(Date.parse(dose.happened_at), Date.parse(each.at))}</small>}
            </span>
            <span className={styles["logIcon"]} aria-hidden="true"><Icon name={icons[each.kind]} size={18} /></span>
            <div className={styles["logBody"]}>
              <Saying each={each} />
              <div className={styles["logFoot"]}>
              <small>
                {entry && staffName(entry.by)}
                {entry && Date.parse(entry.recorded_at) - Date.parse(entry.happened_at) > 120_000 && ` · ${t("entered", { time: format.date(entry.recorded_at, "time") })}`}
                {corrected && ` · ${t("corrected_wrong")}`}
                {entry?.correction && ` · ${t("corrected_because", { reason: entry.correction.reason })}`}
              </small>
              {entry && mine && !corrected && (
                <Button size="small" kind="quiet" aria-expanded={correcting === entry.id} onClick={() => setCorrecting(correcting === entry.id ? undefined : entry.id)}>{t("correct.title")}</Button>
              )}
                {each.kind === "mark" && !corrected && each.entry.data.words === undefined && fresh !== each.entry.id && <WordMark session={session.id} mark={each.entry.id} />}
              </div>
              {correcting === entry?.id && each.kind === "mark" && <CorrectMark session={session.id} entry={each.entry} onDone={() => setCorrecting(undefined)} />}
              {correcting === entry?.id && each.kind === "adverse" && <AdverseForm session={session} corrects={each.entry} onDone={() => setCorrecting(undefined)} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Saying({ each }: { each: LogEntry }) {
  const t = useRoomTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const staffName = useStaffName();
  const { policy, page } = useRoom();
  const mg = (value: number): string => `${format.number(value)} ${terms("unit.mg")}`;
  const list = (answers: readonly Shape<"CheckAnswer">[], rules: readonly Shape<"CheckRule">[]): ReactNode => {
    const not = answers.filter(({ answer }) => answer !== "yes");
    if (not.length === 0) return t("log.all_yes");
    return not.map(({ check, answer, note }) => `${words(rules.find(({ id }) => id === check)?.text)}: ${terms(`answer.${answer}`)}${note ? ` (${note})` : ""}`).join("; ");
  };
  switch (each.kind) {
    case "mark": return <><strong>{terms(`mark.${each.entry.data.kind}`)}</strong>{each.entry.data.words && <p>{each.entry.data.words}</p>}</>;
    case "adverse": {
      const { what, grade, action, outcome, serious, reported_to } = each.entry.data;
      return (
        <>
          <strong>{t("task.adverse")}: {what}</strong>{" "}
          <Badge tone={serious ? "bad" : "warn"}>{serious ? t("log.serious", { grade }) : t("log.grade", { grade })}</Badge>
          <p>{action} · {terms(`adverse.${outcome}`)}{reported_to && ` · ${t("log.reported", { to: reported_to })}`}</p>
        </>
      );
    }
    case "dose": {
      const { dose, medicine, additional } = each.entry.data;
      return (
        <>
          <strong>{t(additional ? "log.dose_additional" : "log.dose", { dose: `${medicine} ${mg(dose.dose_mg)}, ${terms(`route.${dose.route}`)}` })}</strong>
          <p>{t("log.lot", { lot: dose.lot, expires: format.date(dose.expires), name: staffName(dose.prepared_by) })}{dose.site && ` · ${dose.site}`}{dose.reason && ` · ${dose.reason}`}</p>
        </>
      );
    }
    case "order": return <><strong>{t("log.order", { dose: `${each.entry.data.medicine} ${mg(each.entry.data.total_mg)}, ${terms(`route.${each.entry.data.order.route}`)}` })}</strong>{each.entry.data.order.note && <p>{each.entry.data.order.note}</p>}{each.entry.data.order.overrides.map(({ rule, reason }) => <p key={rule}>{t("log.set_aside", { rule: words([...policy.pack.start, ...policy.pack.readiness].find(({ id }) => id === rule)?.text) || rule, reason })}</p>)}</>;
    case "time_out": return <strong>{t("log.time_out", { other: staffName(each.entry.data.witness) })}</strong>;
    case "readiness": return <><strong>{t("log.readiness")}</strong><p>{each.entry.data.mental_state} · {terms(`suicidality.${each.entry.data.suicidality}`)}</p><p>{list(each.entry.data.checks, policy.pack.readiness)}</p></>;
    case "discharge": return <><strong>{t("log.discharge")}</strong><p>{terms(`suicidality.${each.entry.data.suicidality}`)} · {list(each.entry.data.checks, policy.pack.discharge)}</p></>;
    case "release": return <><strong>{t("log.release", { name: each.entry.data.release.escort.name })}</strong><p>{t("sheet.no_driving")} {format.date(each.entry.data.no_driving_until, "dateTime")}</p></>;
    case "close_out": return <><strong>{t("log.close_out")}</strong><p>{each.entry.data.summary}</p></>;
    case "opened": return <strong>{t("log.opened")}</strong>;
    case "ended": return <strong>{t("log.ended")}{page.session.cancelled_reason && `: ${page.session.cancelled_reason}`}</strong>;
  }
}
