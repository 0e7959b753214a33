import { useEffect, useState, useSyncExternalStore } from "react";
import type { Shape } from "../../api/shapes";
import { useRead } from "../../lib/read";
import { usePolicy, useStaff } from "../../lib/reference";
import { useParam } from "../../shell/params";
import { useScreenStart } from "../../parts/Page";
import { Banner, Loading, Reading } from "../../parts/states";
import { fullName } from "../steps/data";
import { CancelPanel, CloseOutPanel, DischargePanel, EndPanel, Instructions, ReleasePanel } from "./After";
import { DosePanel, OrderNotes, OrderPanel, ReadinessPanel, TimeOutPanel, WayToDose } from "./Before";
import { RoomContext, useRoom, type Task } from "./data";
import { AdversePanel, FreshMark, Marks, VitalsForm, VitalsPanel, Waiting } from "./During";
import { Header, Others } from "./Header";
import { BigButton, useTask } from "./kit";
import { Chart, Flowsheet, Log } from "./Record";
import { openOrder } from "./room";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";

const pollEvery = 5000;

/** The room is dark whatever the rest of the house looks like, and so is everything that opens over it. */
function useDarkRoom(): void {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute("data-theme");
    root.setAttribute("data-theme", "dark");
    return () => {
      if (before === null) root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", before);
    };
  }, []);
}

const wideEnough = "(min-width: 68rem)";
function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wideEnough);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(wideEnough).matches,
  );
}

export default function Session() {
  const id = useParam("id");
  useDarkRoom();
  const session = useRead<Shape<"SessionPage">>(`/api/v1/sessions/${id}`, { every: pollEvery });
  const policy = usePolicy();
  const staff = useStaff();
  return (
    <div data-room className={styles["room"]}>
      <Reading of={session}>
        {(page) => {
          if (!policy.data || !staff.data) return <Loading lines={6} />;
          return <RoomContext value={{ page, policy: policy.data, staff: staff.data.staff }}><Room key={id} /></RoomContext>;
        }}
      </Reading>
    </div>
  );
}

function Room() {
  const t = useRoomTexts();
  const { page } = useRoom();
  const { session } = page;
  const [task] = useTask();
  const [fresh, setFresh] = useState<string | undefined>(undefined);
  useScreenStart(`${fullName(page.patient.details)} · ${t("title")}`);
  // With room enough the measurements are typed beside everything else, without opening anything.
  const beside = useWide() && (session.stage === "dosed" || session.stage === "recovery" || session.stage === "released");
  const marking = session.stage !== "cancelled" && session.stage !== "closed";
  return (
    <>
      <Others />
      <Header />
      <div className={styles["work"]}>
        <div className={styles["acts"]}>
          {session.stage === "cancelled" && <Banner tone="info" title={t("cancelled")}>{session.cancelled_reason}</Banner>}
          {session.stage === "arrival" && <WayToDose />}
          <OrderNotes />
          {task && !(beside && task === "vitals") && <TaskPanel task={task} stage={session.stage} />}
          <Acts stage={session.stage} measuring={beside} />
          {(session.stage === "released" || session.stage === "closed") && <Instructions />}
          {marking && <Marks onMarked={setFresh} />}
          <Waiting session={session.id} />
          <FreshMark session={session} id={fresh} />
        </div>
        <section className={`${styles["block"]} ${styles["measured"]}`}>
          <h2>{t("flowsheet")}</h2>
          {beside && <VitalsForm session={session} />}
          <Chart />
          <Flowsheet />
        </section>
        <section className={`${styles["block"]} ${styles["logBlock"]}`}>
          <h2>{t("log")}</h2>
          <Log fresh={fresh} />
        </section>
      </div>
    </>
  );
}

function TaskPanel({ task, stage }: { task: Task; stage: Shape<"SessionStage"> }) {
  const over = stage === "closed" || stage === "cancelled";
  switch (task) {
    case "readiness": return over ? null : <ReadinessPanel />;
    case "vitals": return over ? null : <VitalsPanel />;
    case "order": return stage === "arrival" || stage === "dosed" ? <OrderPanel /> : null;
    case "time_out": return stage === "arrival" || stage === "dosed" ? <TimeOutPanel /> : null;
    case "dose": return stage === "arrival" || stage === "dosed" ? <DosePanel /> : null;
    case "adverse": return <AdversePanel />;
    case "end": return stage === "dosed" ? <EndPanel /> : null;
    case "discharge": return stage === "recovery" ? <DischargePanel /> : null;
    case "release": return stage === "recovery" ? <ReleasePanel /> : null;
    case "close_out": return stage === "released" ? <CloseOutPanel /> : null;
    case "cancel": return stage === "arrival" ? <CancelPanel /> : null;
  }
}

/** What can be done at this stage: each act its own button, the likeliest first. */
function Acts({ stage, measuring }: { stage: Shape<"SessionStage">; measuring: boolean }) {
  const t = useRoomTexts();
  const [task, open] = useTask();
  const { page } = useRoom();
  const [further, setFurther] = useState(false);
  const act = (name: Task, icon: Parameters<typeof BigButton>[0]["icon"], kind: "primary" | "secondary" | "danger" = "secondary") => (
    <BigButton key={name} icon={icon} kind={kind} pressed={task === name} onClick={() => open(task === name ? undefined : name)}>{t(`task.${name}`)}</BigButton>
  );
  const dosing = stage === "dosed" && (further || openOrder(page.session) !== undefined);
  return (
    <>
      <div className={styles["buttons"]}>
        {stage === "arrival" && [act("vitals", "heart"), act("adverse", "warning"), act("cancel", "cross")]}
        {stage === "dosed" && [!measuring && act("vitals", "heart", "primary"), act("adverse", "warning"), <BigButton key="further" icon="plus" pressed={further} onClick={() => setFurther(!further)}>{t("further_dose")}</BigButton>, act("end", "stop")]}
        {stage === "recovery" && [!measuring && act("vitals", "heart", "primary"), act("discharge", "check"), act("release", "leave"), act("adverse", "warning")]}
        {stage === "released" && [act("close_out", "lock", "primary"), act("adverse", "warning"), !measuring && act("vitals", "heart")]}
        {stage === "closed" && act("adverse", "warning")}
      </div>
      {dosing && <WayToDose />}
    </>
  );
}
