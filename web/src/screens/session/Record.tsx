import { Fragment, useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useStaffName, useWords } from "../../lib/reference";
import { Button, IconButton } from "../../parts/Button";
import { Icon, type IconName } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import type { MeasureName } from "../steps/values";
import { nearest } from "./axis";
import { CorrectDose } from "./CorrectDose";
import { useRoom } from "./data";
import { AdverseForm, CorrectMark, VitalsForm, WordMark } from "./During";
import { dosesGiven, flowsheet, lastDose, logOf, minutesFromDose, type LogEntry } from "./room";
import styles from "./session.module.css";
import { useRoomTexts, useWatchTexts } from "./texts";

const besideWithin = 150_000;
const columns = ["heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "sedation_moaas", "dissociation_0_10", "nausea_0_10", "distress_0_10", "weight_kg"] as const satisfies readonly MeasureName[];

export function Flowsheet() {
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const staffName = useStaffName();
  const w = useWatchTexts();
  const { page, readings } = useRoom();
  const { session } = page;
  const [correcting, setCorrecting] = useState<string | undefined>(undefined);
  const rows = flowsheet(session);
  const device = readings.map((each) => ({ ...each, at: Date.parse(each.at) }));
  /** What the monitor said at about the same time: beside what was typed, never in its place. */
  const beside = (at: string): string => {
    const found = nearest(device, Date.parse(at), besideWithin)?.vitals;
    if (!found) return "";
    const pressure = found.systolic_mmhg === undefined && found.diastolic_mmhg === undefined ? undefined : `${found.systolic_mmhg ?? "–"}/${found.diastolic_mmhg ?? "–"}`;
    return [pressure, found.heart_rate_bpm !== undefined && `${found.heart_rate_bpm} ${terms("unit.bpm")}`, found.spo2_percent !== undefined && `${found.spo2_percent} %`].filter(Boolean).join(" · ");
  };
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
            {device.length > 0 && <th scope="col">{w("monitor")}</th>}
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
                {device.length > 0 && <td className={styles["fromDevice"]}>{beside(entry.happened_at)}</td>}
                <td>{!entry.corrected_by && <IconButton icon={<Icon name="pen" size={18} />} label={t("correct.at", { time: format.date(entry.happened_at, "time") })} onClick={() => setCorrecting(correcting === entry.id ? undefined : entry.id)} aria-expanded={correcting === entry.id} />}</td>
              </tr>
              {correcting === entry.id && (
                <tr><td colSpan={shown.length + 5} className={styles["correcting"]}><VitalsForm session={session} corrects={entry} onDone={() => setCorrecting(undefined)} /></td></tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const icons: Record<LogEntry["kind"], IconName> = {
  mark: "note", adverse: "warning", dose: "session", order: "pen", time_out: "people", readiness: "check", discharge: "check", release: "leave", close_out: "lock", opened: "person", ended: "stop", wasted: "cross",
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
        const mine = each.kind === "mark" || each.kind === "adverse" || (each.kind === "dose" && each.entry.data.dose.stock !== undefined);
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
              {correcting === entry?.id && each.kind === "dose" && <CorrectDose entry={each.entry} onDone={() => setCorrecting(undefined)} />}
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
  const w = useWatchTexts();
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
    case "mark": {
      const { kind, touch, drug, beyond_agreement, words: said } = each.entry.data;
      return (
        <>
          <strong>{terms(`mark.${kind}`)}{touch && `: ${terms(`touch.${touch}`)}`}{drug && `: ${drug}`}</strong>
          {beyond_agreement && <Badge tone="bad">{w("touch.beyond")}</Badge>}
          {said && <p>{said}</p>}
        </>
      );
    }
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
      const before = page.session.corrected_doses.filter(({ corrected }) => corrected.dose === each.entry.id);
      return (
        <>
          <strong>{t(additional ? "log.dose_additional" : "log.dose", { dose: `${medicine} ${mg(dose.dose_mg)}, ${terms(`route.${dose.route}`)}` })}</strong>
          <p>{t("log.lot", { lot: dose.lot, expires: format.date(dose.expires), name: staffName(dose.prepared_by) })}{dose.site && ` · ${dose.site}`}{dose.reason && ` · ${dose.reason}`}{dose.expired_because && ` · ${w("dose.expired_log", { reason: dose.expired_because ?? "" })}`}</p>
          {before.map(({ corrected, by, at }) => <p key={at}>{w("dose.said_before", { was: mg(corrected.was_mg), reason: corrected.reason, name: staffName(by), other: staffName(corrected.witness), time: format.date(at, "time") })}</p>)}
        </>
      );
    }
    case "order": return <><strong>{t("log.order", { dose: `${each.entry.data.medicine} ${mg(each.entry.data.total_mg)}, ${terms(`route.${each.entry.data.order.route}`)}` })}</strong>{each.entry.data.order.note && <p>{each.entry.data.order.note}</p>}{each.entry.data.order.overrides.map(({ rule, reason }) => <p key={rule}>{t("log.set_aside", { rule: words([...policy.pack.start, ...policy.pack.readiness].find(({ id }) => id === rule)?.text) || rule, reason })}</p>)}</>;
    case "time_out": return <strong>{t("log.time_out", { other: staffName(each.entry.data.witness) })}</strong>;
    case "readiness": return <><strong>{t("log.readiness")}</strong><p>{each.entry.data.mental_state} · {terms(`suicidality.${each.entry.data.suicidality}`)}</p><p>{list(each.entry.data.checks, policy.pack.readiness)}</p></>;
    case "discharge": return <><strong>{t("log.discharge")}</strong><p>{terms(`suicidality.${each.entry.data.suicidality}`)} · {list(each.entry.data.checks, policy.pack.discharge)}</p></>;
    case "release": return <><strong>{t("log.release", { name: each.entry.data.release.escort.name })}</strong><p>{t("sheet.no_driving")} {format.date(each.entry.data.no_driving_until, "dateTime")}</p></>;
    case "close_out": return <><strong>{t("log.close_out")}</strong><p>{each.entry.data.summary}</p></>;
    case "wasted": return <><strong>{w("waste.log", { amount: mg(each.wasted.wasted.amount_mg) })}</strong><p>{each.wasted.wasted.reason} · {each.wasted.wasted.method} · {w("waste.log_people", { name: staffName(each.wasted.by), other: staffName(each.wasted.wasted.witness) })}</p></>;
    case "opened": return <strong>{t("log.opened")}</strong>;
    case "ended": return <strong>{t("log.ended")}{page.session.cancelled_reason && `: ${page.session.cancelled_reason}`}</strong>;
  }
}
