import type { ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { useIndicationName } from "../../lib/reference";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { List, ListRow, Page, Stack } from "../../parts/Page";
import { Badge, Banner, EmptyState, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { InquiryItem } from "../inquiries/InquiryRow";
import { nextStepOfRow } from "../person/next_step";
import { Day } from "./Day";
import { Sessions } from "./Sessions";
import { TaskList } from "./Tasks";
import { useTodayTexts } from "./texts";
import styles from "./today.module.css";

type TodayPage = Shape<"Today">;

/** What needs somebody today: as much of it as one may know. */
export default function Today() {
  const t = useTodayTexts();
  const now = useNow();
  const format = useFormats();
  const read = useRead<TodayPage>("/api/v1/today", { every: 15_000 });
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: format.zone }).format(now));
  const greeting = hour < 10 ? "morning" : hour < 18 ? "day" : "evening";
  return (
    <Page title={t("title")} heading={t(`greeting.${greeting}`)} lead={format.date(now, "weekday")}>
      <Reading of={read} lines={8}>{(page) => <Whole page={page} />}</Reading>
    </Page>
  );
}

const shownCourses = 6;
const shownInquiries = 6;

function Whole({ page }: { page: TodayPage }) {
  const t = useTodayTexts();
  const mayAsk = useMay("handle_inquiries");
  const mayRead = useMay("read_records");
  const mayPeople = useMay("read_people");
  const mayAttend = useMay("attend_sessions");
  const { inquiries, notices, tasks, sessions, bookings, courses, backup, emergencies = 0 } = page;
  const waiting = courses.filter((course) => course.open_session === undefined);
  return (
    <Stack gap="l">
      {backup && <Backup state={backup} />}
      {emergencies > 0 && <Banner tone="warn" title={t("emergencies", { n: emergencies })} actions={<LinkButton to="/emergency-access" size="small">{t("emergencies_look")}</LinkButton>}>{t("emergencies_detail")}</Banner>}
      {tasks.length > 0 && <TaskList tasks={tasks} sessions={sessions} />}
      {(sessions.length > 0 || mayAttend) && <Sessions sessions={sessions} mayRehearse={mayAttend} />}
      {/* On a phone: the promises first for those who keep them, the day first for the others. */}
      <div className={styles["board"]} data-first={mayAsk ? "promises" : "day"}>
        <div className={styles["main"]}>
          {mayAsk && (
            <Section title={t("inquiries")} all={inquiries.length > shownInquiries ? { to: "/inquiries", label: t("all_inquiries", { n: inquiries.length }) } : undefined}>
              {inquiries.length > 0
                ? <List label={t("inquiries")}>{inquiries.slice(0, shownInquiries).map((inquiry) => <InquiryItem key={inquiry.id} inquiry={inquiry} />)}</List>
                : <EmptyState level={3} title={t("no_inquiries")}>{t("no_inquiries_detail")}</EmptyState>}
            </Section>
          )}
          {notices.length > 0 && <Notices notices={notices} />}
          {mayPeople && (
            <Section title={t("courses")} hint={t("courses_hint")}>
              {waiting.length > 0 ? <Courses courses={waiting} /> : <EmptyState level={3} title={t("no_courses")}>{t("no_courses_detail")}</EmptyState>}
            </Section>
          )}
          {!mayAsk && !mayRead && !mayPeople && <EmptyState title={t("nothing")}>{t("nothing_detail")}</EmptyState>}
        </div>
        <Day bookings={bookings} />
      </div>
    </Stack>
  );
}

export function Section({ title, hint, all, children }: { title: string; hint?: string; all?: { to: string; label: string } | undefined; children: ReactNode }) {
  return (
    <section className={styles["section"]}>
      <header className={styles["sectionHead"]}>
        <h2>{title}</h2>
        {all && <Link to={all.to} className={styles["more"]}>{all.label}</Link>}
      </header>
      {hint && <p className={styles["quiet"]}>{hint}</p>}
      {children}
    </section>
  );
}

/** For the administrator: loud only when the clinic's backups are not what they should be. */
function Backup({ state: { made_at: madeAt, events, late } }: { state: Shape<"BackupState"> }) {
  const t = useTodayTexts();
  const now = useNow();
  const format = useFormats();
  if (madeAt === undefined) return <Banner tone="warn" title={t("backup.none")}>{t("backup.how")}</Banner>;
  const age = format.relative(madeAt, now);
  if (late) return <Banner tone="warn" title={t("backup.late", { age })}>{t("backup.how")}</Banner>;
  return <p className={styles["quiet"]}>{t("backup.fine", { age, events: format.number(events ?? 0) })}</p>;
}

/** People to be told that the clinic now takes what they wait for: one line for each indication. */
function Notices({ notices }: { notices: readonly Shape<"WaitingRow">[] }) {
  const t = useTodayTexts();
  const indication = useIndicationName();
  const counts = new Map<string, number>();
  for (const { indication: code } of notices) counts.set(code, (counts.get(code) ?? 0) + 1);
  return (
    <Section title={t("notices")}>
      <List label={t("notices")}>
        {[...counts].map(([code, n]) => (
          <ListRow key={code} to="/waiting-list" start={<Icon name="mail" />} title={indication(code)} detail={t("to_tell", { n })} />
        ))}
      </List>
    </Section>
  );
}

/** Courses by how long nothing has happened in them, with what comes next. */
function Courses({ courses }: { courses: readonly Shape<"CourseRow">[] }) {
  const t = useTodayTexts();
  const terms = useTerms();
  const format = useFormats();
  const now = useNow();
  return (
    <>
      <List label={t("courses")}>
        {courses.slice(0, shownCourses).map((course) => {
          const { act, to } = nextStepOfRow(course);
          const next = to ? t("next.move_to", { phase: terms(`phase.${to}`) }) : act ? t(`next.${act as NextAct}`) : "";
          return (
            <ListRow
              key={course.id}
              to={`/people/${course.patient}`}
              title={course.patient_name}
              detail={<span className={styles["nextStep"]}><Icon name="arrow" size={16} />{next}</span>}
              end={
                <>
                  {course.status !== "active" && <Badge tone="warn" icon="pause">{terms(`status.${course.status}`)}</Badge>}
                  <span className={styles["quiet"]}>{format.relative(course.changed_at, now)}</span>
                </>
              }
            />
          );
        })}
      </List>
      {courses.length > shownCourses && (
        <details className={styles["rest"]}>
          <summary>{t("all_courses", { n: courses.length - shownCourses })}</summary>
          <List label={t("all_courses", { n: courses.length - shownCourses })}>
            {courses.slice(shownCourses).map((course) => (
              <ListRow key={course.id} to={`/people/${course.patient}`} title={course.patient_name} detail={terms(`phase.${course.phase}`)}
                end={<span className={styles["quiet"]}>{format.relative(course.changed_at, now)}</span>} />
            ))}
          </List>
        </details>
      )}
    </>
  );
}

type NextAct = "interview" | "evaluation" | "examination" | "decision" | "preparation" | "session" | "integration" | "outcome" | "resume" | "end";
