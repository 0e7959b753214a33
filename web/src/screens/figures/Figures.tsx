import type { Shape } from "../../api/shapes";
import { useClinic } from "../../lib/clinic";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Card, Page } from "../../parts/Page";
import { Badge, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { Bars, type Bar } from "./Bars";
import { BeforeAfter } from "./BeforeAfter";
import styles from "./figures.module.css";
import { few, useTexts } from "./texts";

type Data = Shape<"Figures">;

const phases: readonly Shape<"Phase">[] = ["interview", "evaluation", "examination", "decision", "preparation", "dosing", "integration", "outcome"];
const changes: readonly Shape<"Change">[] = ["much_better", "better", "slightly_better", "no_change", "slightly_worse", "worse", "much_worse"];
const positive = new Set<Shape<"Change">>(["much_better", "better", "slightly_better"]);

export default function Figures() {
  const t = useTexts();
  const figures = useRead<Data>("/api/v1/figures", { every: 60_000 });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Reading of={figures} lines={9}>
        {(data) => (
          <div className={styles["page"]}>
            <div className={styles["column"]}>
              <Change data={data} />
              <Answers data={data} />
              <Alarms data={data} />
            </div>
            <div className={styles["column"]}>
              <Scales data={data} />
              <Courses data={data} />
              <Endings data={data} />
            </div>
          </div>
        )}
      </Reading>
    </Page>
  );
}

/** How much the alarms of the dosing rooms asked of people, and how often for nothing. */
function Alarms({ data }: { data: Data }) {
  const t = useTexts();
  const format = useFormats();
  const share = useShare();
  const total = (name: "raised" | "acknowledged" | "escalated" | "actionable" | "not_actionable"): number => data.alarms.reduce((sum, week) => sum + week[name], 0);
  const judged = total("actionable") + total("not_actionable");
  const bars = data.alarms.map(({ monday, raised, escalated, actionable, not_actionable }): Bar => ({
    id: monday,
    label: t("week_of", { date: format.date(monday, "dayMonth") }),
    text: t("alarms", { n: raised }),
    note: escalated > 0 ? t("alarms_escalated", { n: escalated }) : undefined,
    parts: [{ value: actionable, look: "full" }, { value: not_actionable, look: "striped" }, { value: raised - actionable - not_actionable, look: "soft" }],
  }));
  return (
    <Card title={t("alarms_title")} id="alarms">
      <p className={styles["hint"]}>{t("alarms_hint")}</p>
      {total("raised") === 0 ? <p>{t("alarms_none")}</p> : (
        <>
          {judged > 0 && <p className={styles["big"]}><strong>{share(total("actionable"), judged)}</strong> <span>{t("alarms_needed")}</span></p>}
          <Bars caption={t("alarms_title")} heads={[t("week"), t("alarms_title")]} bars={bars} />
          <Legend rows={[["full", t("alarm_actionable")], ["striped", t("alarm_not_actionable")], ["soft", t("alarm_not_said")]]} />
        </>
      )}
    </Card>
  );
}

/** "7 of 9", and the percentage only where it means something. */
function useShare(): (some: number, all: number) => string {
  const t = useTexts();
  const format = useFormats();
  return (some, all) => (all >= few ? t("share_percent", { some, all, percent: format.percent(some / all) }) : t("share", { some, all }));
}

function Change({ data }: { data: Data }) {
  const t = useTexts();
  const terms = useTerms();
  const share = useShare();
  const count = (of: Shape<"Change">): number => data.changes.find(({ change }) => change === of)?.people ?? 0;
  const all = data.changes.reduce((sum, { people }) => sum + people, 0);
  const good = changes.filter((each) => positive.has(each)).reduce((sum, each) => sum + count(each), 0);
  const bars = changes.map((change): Bar => ({
    id: change, label: terms(`change.${change}`), text: t("people", { n: count(change) }),
    parts: [{ value: count(change), look: positive.has(change) ? "full" : change === "no_change" ? "soft" : "warn" }],
  }));
  return (
    <Card title={t("change_title")} id="change">
      <p className={styles["hint"]}>{t("change_hint")}</p>
      {all === 0 ? <Nothing title={t("change_none")} detail={t("change_none_detail")} /> : (
        <>
          <p className={styles["big"]}><strong>{share(good, all)}</strong> <span>{t("change_better")}</span></p>
          {all < few && <p><Badge tone="info">{t("too_few", { n: all })}</Badge></p>}
          <Bars caption={t("change_title")} heads={[t("verdict"), t("people_head")]} bars={bars} />
        </>
      )}
    </Card>
  );
}

function Scales({ data }: { data: Data }) {
  const t = useTexts();
  return (
    <Card title={t("scales_title")} id="scales">
      <p className={styles["hint"]}>{t("scales_hint")}</p>
      {data.scales.length === 0
        ? <Nothing title={t("scales_none")} detail={t("scales_none_detail")} />
        : data.scales.map((scale) => <BeforeAfter key={scale.instrument} scale={scale} />)}
    </Card>
  );
}

function Answers({ data }: { data: Data }) {
  const t = useTexts();
  const format = useFormats();
  const share = useShare();
  const { answer_within_hours: hours } = useClinic();
  const mayOpen = useMay("handle_inquiries");
  const [answered, kept] = [data.weeks.reduce((sum, week) => sum + week.answered, 0), data.weeks.reduce((sum, week) => sum + week.in_time, 0)];
  const bars = data.weeks.map(({ monday, answered: all, in_time }): Bar => ({
    id: monday,
    label: t("week_of", { date: format.date(monday, "dayMonth") }),
    text: all === 0 ? t("no_question") : share(in_time, all),
    parts: [{ value: in_time, look: "full" }, { value: all - in_time, look: "striped" }],
  }));
  const open = t("open_now", { n: data.inquiries_open });
  return (
    <Card title={t("answers_title")} id="answers">
      <p className={styles["hint"]}>{t("answers_hint", { hours })}</p>
      <p className={styles["big"]}>
        {answered > 0 ? <><strong>{share(kept, answered)}</strong> <span>{t("answered_in_time")}</span></> : <span>{t("none_answered")}</span>}
      </p>
      <p className={styles["now"]}>
        {mayOpen ? <Link to="/inquiries">{open}</Link> : open}
        {data.inquiries_late > 0 ? <Badge tone="bad">{t("late_now", { n: data.inquiries_late })}</Badge> : <Badge tone="good">{t("none_late")}</Badge>}
      </p>
      <Bars caption={t("answers_title")} heads={[t("week"), t("answered_in_time")]} bars={bars} />
      <Legend rows={[["full", t("in_time")], ["striped", t("late")]]} />
    </Card>
  );
}

function Courses({ data }: { data: Data }) {
  const t = useTexts();
  const terms = useTerms();
  const format = useFormats();
  const of = (phase: Shape<"Phase">, status: Shape<"CourseStatus">): number => data.phases.find((each) => each.phase === phase && each.status === status)?.courses ?? 0;
  const all = data.phases.reduce((sum, { courses }) => sum + courses, 0);
  const bars = phases.map((phase): Bar => {
    const [active, held, postponed] = [of(phase, "active"), of(phase, "on_hold"), of(phase, "postponed")];
    const waiting = [held > 0 ? `${held} ${terms("status.on_hold")}` : "", postponed > 0 ? `${postponed} ${terms("status.postponed")}` : ""].filter(Boolean);
    return {
      id: phase, label: terms(`phase.${phase}`),
      parts: [{ value: active, look: "full" }, { value: held, look: "striped" }, { value: postponed, look: "soft" }],
      text: String(active + held + postponed),
      note: waiting.length > 0 ? t("of_which", { what: format.list(waiting) }) : undefined,
    };
  });
  return (
    <Card title={t("courses_title")} id="courses">
      <p className={styles["big"]}><strong>{t("courses", { n: all })}</strong> <span>{t("under_way")}</span></p>
      <Bars caption={t("courses_title")} heads={[t("phase"), t("courses_head")]} bars={bars} />
      <Legend rows={[["full", terms("status.active")], ["striped", terms("status.on_hold")], ["soft", terms("status.postponed")]]} />
    </Card>
  );
}

function Endings({ data }: { data: Data }) {
  const t = useTexts();
  const terms = useTerms();
  const endings: readonly Shape<"Ending">[] = ["completed", "not_indicated", "abandoned", "stopped", "referred"];
  const count = (of: Shape<"Ending">): number => data.endings.find(({ ending }) => ending === of)?.courses ?? 0;
  const all = data.endings.reduce((sum, { courses }) => sum + courses, 0);
  return (
    <Card title={t("endings_title")} id="endings">
      {all === 0 ? <Nothing title={t("endings_none")} /> : (
        <Bars
          caption={t("endings_title")}
          heads={[t("ending"), t("courses_head")]}
          bars={endings.map((ending): Bar => ({ id: ending, label: terms(`ending.${ending}`), text: String(count(ending)), parts: [{ value: count(ending), look: ending === "completed" ? "full" : "soft" }] }))}
        />
      )}
    </Card>
  );
}

/** No figure yet: said calmly, in the size of what it replaces. */
function Nothing({ title, detail }: { title: string; detail?: string }) {
  return <p className={styles["nothing"]}><strong>{title}.</strong> {detail}</p>;
}

function Legend({ rows }: { rows: readonly (readonly [look: string, text: string])[] }) {
  return (
    <ul className={styles["legend"]} aria-hidden="true">
      {rows.map(([look, text]) => <li key={look}><span data-look={look} />{text}</li>)}
    </ul>
  );
}
