import { useMemo, useState } from "react";
import type { Entry, Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useStaffName } from "../../lib/reference";
import { useQuery } from "../../lib/router";
import { currentMe } from "../../lib/session";
import { Button, LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Facts, Stack } from "../../parts/Page";
import { Badge, EmptyState } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { chainsOf, type Chain } from "./entries/chains";
import { Criteria } from "./entries/Criteria";
import { EntryCard } from "./entries/EntryCard";
import { useDose, type FormName, type Forms } from "./entries/forms";
import { permissionFor, phases, type Act, type Phase } from "./next_step";
import styles from "./person.module.css";
import { usePersonTexts } from "./texts";

type Course = Shape<"Course">;

/** The lists of a course: which form they hold, at which phase they are read, where they are corrected. */
const lists = [
  { form: "Interview", list: "interviews", phase: "interview", step: "interview" },
  { form: "Evaluation", list: "evaluations", phase: "evaluation", step: "evaluation" },
  { form: "Examination", list: "examinations", phase: "examination", step: "examination" },
  { form: "Decision", list: "decisions", phase: "decision", step: "decision" },
  { form: "ConsentForm", list: "consents", phase: "preparation", step: "consent" },
  { form: "Plan", list: "plans", phase: "preparation", step: "plan" },
  { form: "Preparation", list: "preparations", phase: "preparation", step: "preparation" },
  { form: "Integration", list: "integrations", phase: "integration", step: "integration" },
  { form: "Outcome", list: "outcomes", phase: "outcome", step: "outcome" },
  { form: "Scale", list: "scales", phase: undefined, step: "scale" },
] as const satisfies readonly { form: FormName; list: keyof Course; phase: Phase | undefined; step: Act }[];

const scalePhase: Record<Shape<"TimePoint">, Phase> = { baseline: "evaluation", before_session: "preparation", after_session: "integration", end: "outcome", follow_up: "outcome" };

type Shown = { phase: Phase; form: FormName; step: Act; chain: Chain<Entry<unknown>> };

function entriesOf(course: Course): Shown[] {
  return lists.flatMap(({ form, list, phase, step }) =>
    chainsOf<Entry<unknown>>(course[list]).map((chain) => ({
      form, step, chain, phase: phase ?? scalePhase[(chain.entry.data as Forms["Scale"]).answers.time_point],
    })),
  );
}

/** Everything written down in a course, phase by phase, the newest phase first. */
export function RecordOf({ record, course }: { record: Shape<"PatientRecord">; course: Course | undefined }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const query = useQuery();
  const [at, marked] = [query.get("at"), query.get("entry")];
  const [all, setAll] = useState(false);
  const shown = useMemo(() => (course ? entriesOf(course) : []), [course]);
  if (!course) return null;
  const sessions = record.sessions.filter((session) => session.course === course.id);
  const withSomething = [...phases].reverse().filter((phase) => shown.some((each) => each.phase === phase) || (phase === "dosing" && sessions.length > 0) || (phase === "decision" && course.criteria.length > 0));
  if (withSomething.length === 0) return <EmptyState title={t("nothing_written")} level={3}>{t("nothing_written_detail")}</EmptyState>;
  // The phase the course is in (or the last with entries) is open to be read, or the one a link led to; the rest waits folded.
  const written = withSomething.filter((phase) => phase === course.phase || shown.some((each) => each.phase === phase));
  const open = (phase: Phase): boolean => all || phase === (at ?? written[0]);
  return (
    <Stack gap="l">
      {shown.length > 2 && <div><Button size="small" kind="quiet" aria-pressed={all} icon={<Icon name={all ? "eye_off" : "eye"} size={18} />} onClick={() => setAll(!all)}>{t(all ? "fold" : "unfold")}</Button></div>}
      {withSomething.map((phase) => (
        <section key={phase} className={styles["phase"]} ref={(element) => { if (element && at === phase && !marked) element.scrollIntoView({ block: "start" }); }}>
          {/* The cards name themselves; readers also hear where on the path they are. */}
          <h3 className="hidden-text">{terms(`phase.${phase}`)}</h3>
          {phase === "dosing" && sessions.map((session) => <SessionCard key={session.id} session={session} />)}
          {shown
            .filter((each) => each.phase === phase)
            .sort((a, b) => Date.parse(b.chain.entry.happened_at) - Date.parse(a.chain.entry.happened_at))
            .map((each) => <Shown key={each.chain.entry.id} shown={each} course={course} marked={marked} open={open(phase)} />)}
          {phase === "decision" && course.criteria.length > 0 && <Criteria course={course} open={open(phase)} />}
        </section>
      ))}
    </Stack>
  );
}

function Shown({ shown: { form, step, chain }, course, marked, open }: { shown: Shown; course: Course; marked: string | null; open: boolean }) {
  const may = currentMe()?.permissions.includes(permissionFor[step]) ?? false;
  const { id } = chain.entry;
  return (
    <EntryCard
      form={form}
      chain={chain as Chain<Entry<Forms[typeof form]>>}
      home={{ course: course.id }}
      level={4}
      open={open}
      correctAt={may ? `/people/${course.patient}/${step}?course=${course.id}&corrects=${id}` : undefined}
      withdrawn={form === "ConsentForm" ? course.withdrawals.find(({ consent }) => consent === id) : undefined}
      marked={marked === id || chain.before.some((wrong) => wrong.id === marked)}
    />
  );
}

/** A dosing session in short; all of it is in its room. */
function SessionCard({ session }: { session: Shape<"Session"> }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const who = useStaffName();
  const dose = useDose();
  const stands = <E extends { corrected_by?: string | undefined }>(of: readonly E[]): E[] => of.filter((each) => each.corrected_by === undefined);
  const events = stands(session.adverse_events);
  const release = stands(session.releases).at(-1);
  const closing = stands(session.close_outs).at(-1);
  const over = session.stage === "closed" || session.stage === "cancelled";
  return (
    <Card
      level={4}
      title={t("session_of", { date: format.date(session.opened_at, "longDate") })}
      actions={<Badge tone={over ? "still" : "act"} icon={session.stage === "cancelled" ? "cross" : over ? "check" : "session"}>{terms(`stage.${session.stage}`)}</Badge>}
    >
      <Facts
        rows={[
          [t("doses"), stands(session.doses).map(({ data, happened_at }) => `${format.date(happened_at, "time")} – ${dose(data.dose.dose_mg, undefined, "mg") ?? ""}, ${terms(`route.${data.dose.route}`)}`).join("\n")],
          [t("therapists"), format.list(session.therapists.map(who))],
          [t("physician"), who(session.physician_on_site)],
          [t("adverse_events"), events.length > 0 ? events.map(({ data }) => t("adverse_event", { what: data.what, grade: data.grade, outcome: terms(`adverse.${data.outcome}`) })).join("\n") : t("no_adverse_events")],
          [t("released"), release && format.date(release.happened_at, "time")],
          [t("summary"), closing?.data.summary],
          [t("cancelled_because"), session.cancelled_reason],
        ]}
      />
      <div><LinkButton to={`/sessions/${session.id}`} size="small" icon={<Icon name="session" size={18} />}>{t(over ? "session_record" : "go.room")}</LinkButton></div>
    </Card>
  );
}

/** For those who book and ask, and do not read the record: what was said in the initial interview. */
export function InterviewsOnly({ course }: { course: Shape<"CourseRow"> }) {
  const t = usePersonTexts();
  const may = currentMe()?.permissions.includes("interview") ?? false;
  const chains = chainsOf(course.interviews);
  if (chains.length === 0) return <EmptyState title={t("no_interview")} level={3}>{t("no_interview_detail")}</EmptyState>;
  return (
    <Stack>
      {chains.map((chain) => (
        <EntryCard key={chain.entry.id} form="Interview" chain={chain} home={{ course: course.id }} correctAt={may ? `/people/${course.patient}/interview?course=${course.id}&corrects=${chain.entry.id}` : undefined} />
      ))}
    </Stack>
  );
}
