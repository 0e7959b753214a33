import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useMayRead } from "../../lib/emergency";
import { useRead } from "../../lib/read";
import { useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Page, Stack } from "../../parts/Page";
import { EmptyState, Loading, Reading } from "../../parts/states";
import { Tabs, type TabEntry } from "../../parts/Tabs";
import { useParam } from "../../shell/params";
import { OfferEmergency } from "../emergency/OfferEmergency";
import { TaskList } from "../today/Tasks";
import { Appointments } from "./Appointments";
import { CourseCard } from "./CourseCard";
import { Details } from "./Details";
import { EarlierCourses } from "./EarlierCourses";
import { Identity, useIdentityLine } from "./Identity";
import { phases } from "./next_step";
import { InterviewsOnly, RecordOf } from "./RecordOf";
import { usePersonTexts } from "./texts";

const Step = lazy(() => import("../steps/Step"));
const Story = lazy(() => import("./Story"));
const Keeping = lazy(() => import("../erasing/Keeping"));
const OpenCourse = lazy(() => import("./OpenCourse"));
const AmendDetails = lazy(() => import("./AmendDetails"));

/** `/people/:id` is the page; `/people/:id/<step>` is the form of a step. */
export default function Person() {
  const id = useParam("id");
  const step = useParam("rest");
  if (step) return <Suspense fallback={<Loading lines={6} />}><Step key={step} patientId={id} step={step} /></Suspense>;
  return <PersonPage id={id} />;
}

type PatientPage = Shape<"PatientPage">;

function PersonPage({ id }: { id: string }) {
  const t = usePersonTexts();
  const page = useRead<PatientPage>(`/api/v1/patients/${id}`, { every: 30_000 });
  const details = page.data?.patient.details;
  const line = useIdentityLine();
  const name = details && `${details.given_name} ${details.family_name}`;
  return (
    <Page title={name ?? t("title")} lead={details && line(details)} back={{ to: "/people", label: t("people") }}>
      <Reading of={page} lines={8}>{(data) => <Whole data={data} />}</Reading>
    </Page>
  );
}

function Whole({ data }: { data: PatientPage }) {
  const t = usePersonTexts();
  const mayRead = useMayRead(data.patient.id);
  const mayRegister = useMay("register_people");
  const record = useRead<Shape<"PatientRecord">>(mayRead ? `/api/v1/patients/${data.patient.id}/record` : null, { every: 30_000 });
  const [opening, setOpening] = useState(false);
  const [amending, setAmending] = useState(false);
  const asked = useQuery().get("course");
  const row = data.courses.find((course) => course.id === asked) ?? data.courses[0];
  const course = record.data?.courses.find((each) => each.id === row?.id);
  const running = data.courses.some((each) => each.status !== "ended");
  const openTasks = record.data?.tasks.filter((task) => !task.closed_at) ?? [];
  const dosed = data.courses.some(({ phase }) => phases.indexOf(phase) >= phases.indexOf("dosing"));
  const open = mayRegister && !running ? <Button kind={row ? "secondary" : "primary"} icon={<Icon name="plus" />} onClick={() => setOpening(true)}>{t(dosed ? "repeat" : "open_course")}</Button> : undefined;

  const tabs: TabEntry[] = [];
  if (row && mayRead) tabs.push({ id: "record", label: t("tab.record"), content: <Reading of={record}>{(whole) => <RecordOf record={whole} course={whole.courses.find((each) => each.id === row.id)} />}</Reading> });
  if (row && !mayRead) tabs.push({ id: "record", label: t("tab.interview"), content: <InterviewsOnly course={row} /> });
  if (mayRead) tabs.push({ id: "story", label: t("tab.story"), content: <Suspense fallback={<Loading lines={6} />}><Story patient={data.patient.id} courses={data.courses} bookings={data.bookings} /></Suspense> });
  tabs.push({ id: "appointments", label: t("tab.appointments"), content: <Appointments patient={data.patient.id} course={row} bookings={data.bookings} /> });
  tabs.push({ id: "details", label: t("tab.details"), content: <Stack gap="l"><Details patient={data.patient} onAmend={mayRegister ? () => setAmending(true) : undefined} /><Suspense fallback={<Loading lines={3} />}><Keeping patient={data.patient} /></Suspense></Stack> });
  if (data.courses.length > 1) tabs.push({ id: "courses", label: t("tab.courses"), content: <EarlierCourses patient={data.patient.id} courses={data.courses} shown={row?.id} /> });

  return (
    <Stack gap="l">
      <Identity details={data.patient.details} />
      {!mayRead && <OfferEmergency patient={data.patient.id} name={`${data.patient.details.given_name} ${data.patient.details.family_name}`} />}
      {openTasks.length > 0 && <TaskList tasks={openTasks} withName={false} />}
      {row ? (
        <CourseCard row={row} course={course} reading={mayRead && !course && !record.error} bookings={data.bookings} newest={row.id === data.courses[0]?.id} repeat={open} />
      ) : (
        <Card><EmptyState title={t("no_course")} action={open}>{t("no_course_detail")}</EmptyState></Card>
      )}
      <Tabs label={t("tabs")} tabs={tabs} />
      <Suspense fallback={null}>
        {opening && <OpenCourse patient={data.patient} courses={data.courses} dosed={record.data?.courses.find(({ doses }) => doses.length > 0)?.id} onClose={() => setOpening(false)} />}
        {amending && <AmendDetails patient={data.patient} version={data.version} onClose={() => setAmending(false)} />}
      </Suspense>
    </Stack>
  );
}
