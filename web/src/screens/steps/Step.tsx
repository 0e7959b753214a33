import { lazy, Suspense, useMemo, type ComponentType, type LazyExoticComponent, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import type { Permission } from "../../api/types";
import { useFormats } from "../../lib/format";
import { useRead, type Read } from "../../lib/read";
import { ageOn, dayOf, useIndicationName, usePolicy, useStaff } from "../../lib/reference";
import { useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Page, Stack } from "../../parts/Page";
import { Badge, EmptyState, Loading, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { fullName, outlineOf, StepContext, useStep, type StepData } from "./data";
import { Allowed } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";

type Entry = { screen: LazyExoticComponent<ComponentType>; needs: Permission; wide?: boolean };
const entry = (needs: Permission, load: () => Promise<{ default: ComponentType }>, wide = false): Entry => ({ screen: lazy(load), needs, wide });

const steps = {
  interview: entry("interview", () => import("./Interview")),
  evaluation: entry("evaluate", () => import("./Evaluation")),
  examination: entry("examine", () => import("./Examination")),
  scale: entry("fill_scales", () => import("./Scale")),
  criteria: entry("assess", () => import("./Criteria"), true),
  decision: entry("decide", () => import("./Decision"), true),
  consent: entry("take_consent", () => import("./Consent")),
  plan: entry("plan", () => import("./Plan")),
  preparation: entry("prepare", () => import("./Preparation")),
  session: entry("attend_sessions", () => import("./OpenSession")),
  integration: entry("integrate", () => import("./Integration")),
  outcome: entry("record_outcomes", () => import("./Outcome")),
  move: entry("move_courses", () => import("./Move")),
  hold: entry("move_courses", () => import("./Hold")),
  postpone: entry("move_courses", () => import("./Postpone")),
  resume: entry("move_courses", () => import("./Resume")),
  end: entry("move_courses", () => import("./End")),
  letter: entry("read_records", () => import("./Letter")),
} satisfies Record<string, Entry>;

export type StepName = keyof typeof steps;
const isStep = (name: string): name is StepName => Object.hasOwn(steps, name);

/** The form of one step of somebody's path: `/people/:id/<step>`, with `?corrects=<entry>` and `?course=<course>`. */
export default function Step({ patientId, step }: { patientId: string; step: string }) {
  const t = useStepTexts();
  const may = useMay("read_records");
  // Who may interview but not read records sees the outline of the course only.
  const record = useRead<Shape<"PatientRecord">>(may ? `/api/v1/patients/${patientId}/record` : null);
  const outline = useRead<Shape<"PatientPage">>(may ? null : `/api/v1/patients/${patientId}`);
  const policy = usePolicy();
  const staff = useStaff();
  const query = useQuery();
  const [wanted, corrects] = [query.get("course"), query.get("corrects")];

  const found = useMemo<Omit<StepData, "version" | "missing"> | null | undefined>(() => {
    const from = record.data ?? outline.data;
    if (!from || !policy.data || !staff.data) return undefined;
    const courses = record.data ? record.data.courses : (outline.data?.courses.map(outlineOf) ?? []);
    const holds = (course: Shape<"Course">): boolean => corrects !== null && JSON.stringify(course).includes(`"${corrects}"`);
    const course = courses.find(({ id }) => id === wanted) ?? courses.find(holds) ?? courses[0];
    if (!course) return null;
    return { patient: from.patient, course, sessions: record.data?.sessions ?? [], policy: policy.data, staff: staff.data.staff, corrects: corrects ?? undefined };
  }, [record.data, outline.data, policy.data, staff.data, wanted, corrects]);
  const guide = useRead<Shape<"CourseGuide">>(may && found ? `/api/v1/courses/${found.course.id}/guide` : null);
  const data = useMemo<StepData | null | undefined>(
    () => found && (!guide.loading ? { ...found, version: guide.data?.version, missing: guide.data?.missing ?? [] } : undefined),
    [found, guide.data, guide.loading],
  );

  const person = { to: `/people/${patientId}`, label: data ? fullName(data.patient.details) : t("person") };
  if (!isStep(step)) {
    return <Page title={t("unknown_step")} back={person}><EmptyState title={t("unknown_step")}>{t("unknown_step_detail")}</EmptyState></Page>;
  }
  if (data === null) {
    return <Page title={t(`title.${step}`)} back={person}><EmptyState title={t("no_course")}>{t("no_course_detail")}</EmptyState></Page>;
  }
  const failed = [may ? record : outline, policy, staff].find((each) => each.error && !each.data);
  const { screen: Shown, needs, wide } = steps[step];
  return (
    <Page title={t(`title.${step}`)} back={person} narrow={!wide}>
      {data ? (
        <StepContext value={data}>
          <Stack gap="l">
            {step !== "letter" && <WhoIsIt />}
            <Allowed needs={needs}>
              <Suspense fallback={<Loading lines={6} />}><Shown key={`${data.course.id} ${corrects ?? ""}`} /></Suspense>
            </Allowed>
          </Stack>
        </StepContext>
      ) : failed ? <Reading of={failed as Read<unknown>}>{() => null}</Reading> : <Loading lines={6} />}
    </Page>
  );
}

/** Two identifiers above every form: nobody should write into somebody else's record. */
function WhoIsIt() {
  const t = useStepTexts();
  const terms = useTerms();
  const format = useFormats();
  const indication = useIndicationName();
  const { patient, course, corrects } = useStep();
  const { details } = patient;
  const facts: ReactNode[] = [
    <strong key="name">{fullName(details)}</strong>,
    t("born", { date: format.date(details.birth_date), age: terms("years", { n: ageOn(details.birth_date, dayOf(Date.now())) }) }),
    indication(course.indication),
    course.cycle > 1 ? t("cycle", { n: course.cycle }) : null,
  ];
  return (
    <div className={styles["who"]}>
      {facts.filter(Boolean).map((fact, index) => <span key={index}>{fact}</span>)}
      {course.status === "active" ? <Badge>{terms(`phase.${course.phase}`)}</Badge> : <Badge tone="warn" icon="pause">{terms(`status.${course.status}`)}</Badge>}
      {corrects && <Badge tone="info" icon="pen">{t("correction_title")}</Badge>}
    </div>
  );
}
