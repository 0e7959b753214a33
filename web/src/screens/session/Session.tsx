import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Shape } from "../../api/shapes";
import type { SessionPage } from "../../api/live";
import { useLive, type ToldLoss } from "../../lib/live";
import { serverNow } from "../../lib/now";
import { outboxOf } from "../../lib/outbox";
import { useRead, type Read } from "../../lib/read";
import { useMay, useMe } from "../../lib/session";
import { usePolicy, useStaff } from "../../lib/reference";
import { EmergencyBanner } from "../../shell/EmergencyBanner";
import { useParam } from "../../shell/params";
import { Page, useScreenStart } from "../../parts/Page";
import { Banner, Loading, Reading } from "../../parts/states";
import { CancelPanel, CloseOutPanel, DischargePanel, EndPanel, Instructions, ReleasePanel } from "./After";
import { AlarmHistory } from "./Alarms";
import { OrderNotes, OrderPanel, ReadinessPanel, TimeOutPanel, WayToDose } from "./Before";
import { useComfortHere } from "./comfort";
import { ContactBack } from "./Contact";
import { RoomContext, useRoom, type Task } from "./data";
import { useDarkRoom } from "./dark";
import { DosePanel } from "./Dose";
import { AdversePanel, FreshMark, Marks, VitalsForm, VitalsPanel, Waiting } from "./During";
import { Header } from "./Header";
import { BigButton, useTask } from "./kit";
import { Monitor } from "./Monitor";
import { MorningAnswer } from "./MorningAnswer";
import { useReadings } from "./readings";
import { Flowsheet, Log } from "./Record";
import { isOver, openOrder, personName } from "./room";
import { RoomChart } from "./RoomChart";
import { Sounds } from "./Sounds";
import { PaperBand } from "./Tools";
import { TouchLedger } from "./TouchLedger";
import { WastePanel } from "./Waste";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";

const pollEvery = 5000;

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

/** Kept in the browser first, like every mark: that nobody could be reached belongs into the record. */
function useTellLoss(session: string): (loss: ToldLoss) => void {
  const { user } = useMe();
  return ({ id, since, until }) => {
    const shift = serverNow() - Date.now();
    const instant = (at: number): string => new Date(at + shift).toISOString();
    const outbox = outboxOf(user, session);
    outbox.add("record-contact-lost", { id, happened_at: instant(since), data: { session, until: instant(until) } });
    void outbox.send();
  };
}

export default function Session() {
  const id = useParam("id");
  useDarkRoom();
  const { dim } = useComfortHere();
  // Asked again and again only while the stream is silent.
  const [polling, setPolling] = useState(false);
  const session = useRead<SessionPage>(`/api/v1/sessions/${id}`, polling ? { every: pollEvery } : {});
  const tellLoss = useTellLoss(id);
  const over = session.data !== undefined && isOver(session.data.session);
  const mayAct = useMay("attend_sessions");
  const live = useLive(id, { polledAt: session.at, onLoss: (loss) => mayAct && !over && tellLoss(loss) });
  useEffect(() => setPolling(!live.streaming), [live.streaming]);
  const policy = usePolicy();
  const staff = useStaff();
  const watch = (live.streaming ? live.watch : undefined) ?? session.data?.watch ?? live.watch;
  const readings = useReadings(id, watch, live.readings);
  return (
    <div data-room data-dim={dim} data-contact={live.lostSince === undefined ? undefined : "lost"} className={styles["room"]}>
      <div className={styles["emergency"]}><EmergencyBanner /></div>
      {session.error && !session.data ? <NoRoom of={session} /> : (
        <Reading of={{ ...session, error: undefined }}>
          {(page) => {
            if (!policy.data || !staff.data) return <Loading lines={6} />;
            return <RoomContext value={{ page, policy: policy.data, staff: staff.data.staff, live, watch, readings }}><Room key={id} /></RoomContext>;
          }}
        </Reading>
      )}
      <div className={styles["veil"]} aria-hidden="true" />
    </div>
  );
}

/** The room's own header, with the way out of it, comes with the session: without one there is a plain page. */
function NoRoom({ of }: { of: Read<SessionPage> }) {
  const t = useRoomTexts();
  return (
    <div className={styles["none"]}>
      <Page title={t("title")} back={{ to: "/today", label: t("leave") }}><Reading of={of}>{() => null}</Reading></Page>
    </div>
  );
}

function Room() {
  const t = useRoomTexts();
  const { page, live } = useRoom();
  const { session } = page;
  const [task] = useTask();
  const [fresh, setFresh] = useState<string | undefined>(undefined);
  // Who looks in because of an emergency reads, and enters nothing.
  const mayAct = useMay("attend_sessions");
  useScreenStart(`${personName(page)} · ${t("title")}`);
  // With room enough the measurements are typed beside everything else, without opening anything.
  const beside = useWide() && mayAct && (session.stage === "dosed" || session.stage === "recovery" || session.stage === "released");
  const marking = mayAct && session.stage !== "cancelled" && session.stage !== "closed";
  return (
    <>
      <Header />
      <Sounds />
      <ContactBack live={live} />
      <PaperBand />
      <div className={styles["work"]}>
        <div className={styles["acts"]}>
          {session.stage === "cancelled" && <Banner tone="info" title={t("cancelled")}>{session.cancelled_reason}</Banner>}
          {mayAct && session.stage === "arrival" && <WayToDose />}
          <OrderNotes />
          {mayAct && task && !(beside && task === "vitals") && <TaskPanel task={task} stage={session.stage} />}
          {mayAct && <Acts stage={session.stage} />}
          {(session.stage === "released" || session.stage === "closed") && <Instructions />}
          <MorningAnswer />
          {marking && <Marks onMarked={setFresh} />}
          <Waiting session={session.id} />
          <FreshMark session={session} id={fresh} />
          <TouchLedger onMarked={setFresh} marking={marking} />
        </div>
        <section className={`${styles["block"]} ${styles["measured"]}`}>
          <h2>{t("flowsheet")}</h2>
          <Monitor />
          <RoomChart />
          {beside && <Beside />}
          <Flowsheet />
          <AlarmHistory />
        </section>
        <section className={`${styles["block"]} ${styles["logBlock"]}`}>
          <h2>{t("log")}</h2>
          <Log fresh={fresh} />
        </section>
      </div>
    </>
  );
}

/** The measurement is typed beside everything else; asked for, it comes into view and takes the focus. */
function Beside() {
  const { page } = useRoom();
  const [task, open] = useTask();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (task !== "vitals") return;
    place.current?.querySelector("input")?.focus();
    place.current?.scrollIntoView({ block: "center" });
    open(undefined);
    // `open` is made anew each time.
  }, [task]);
  return <div ref={place} className={styles["beside"]}><VitalsForm session={page.session} /></div>;
}

function TaskPanel({ task, stage }: { task: Task; stage: Shape<"SessionStage"> }) {
  const over = stage === "closed" || stage === "cancelled";
  switch (task) {
    case "readiness": return over ? null : <ReadinessPanel />;
    case "vitals": return over ? null : <VitalsPanel />;
    case "order": return stage === "arrival" || stage === "dosed" ? <OrderPanel /> : null;
    case "time_out": return stage === "arrival" || stage === "dosed" ? <TimeOutPanel /> : null;
    case "dose": return stage === "arrival" || stage === "dosed" ? <DosePanel /> : null;
    case "waste": return over ? null : <WastePanel />;
    case "adverse": return <AdversePanel />;
    case "end": return stage === "dosed" ? <EndPanel /> : null;
    case "discharge": return stage === "recovery" ? <DischargePanel /> : null;
    case "release": return stage === "recovery" ? <ReleasePanel /> : null;
    case "close_out": return stage === "released" ? <CloseOutPanel /> : null;
    case "cancel": return stage === "arrival" ? <CancelPanel /> : null;
  }
}

/** What can be done at this stage: each act its own button, the likeliest first. */
function Acts({ stage }: { stage: Shape<"SessionStage"> }) {
  const t = useRoomTexts();
  const [task, open] = useTask();
  const { page } = useRoom();
  const [further, setFurther] = useState(false);
  const act = (name: Task, icon: Parameters<typeof BigButton>[0]["icon"], kind: "primary" | "secondary" | "danger" = "secondary") => (
    <BigButton key={name} icon={icon} kind={kind} pressed={task === name} onClick={() => open(task === name ? undefined : name)}>{t(`task.${name}`)}</BigButton>
  );
  const remainder = page.session.doses.some(({ data }) => data.dose.stock !== undefined);
  const dosing = stage === "dosed" && (further || openOrder(page.session) !== undefined);
  return (
    <>
      <div className={styles["buttons"]}>
        {stage === "arrival" && [act("vitals", "heart"), act("adverse", "warning"), act("cancel", "cross")]}
        {stage === "dosed" && [act("vitals", "heart", "primary"), act("adverse", "warning"), <BigButton key="further" icon="plus" pressed={further} onClick={() => setFurther(!further)}>{t("further_dose")}</BigButton>, remainder && act("waste", "cross"), act("end", "stop")]}
        {stage === "recovery" && [act("vitals", "heart", "primary"), act("discharge", "check"), act("release", "leave"), act("adverse", "warning"), remainder && act("waste", "cross")]}
        {stage === "released" && [act("close_out", "lock", "primary"), act("adverse", "warning"), act("vitals", "heart"), remainder && act("waste", "cross")]}
        {stage === "closed" && act("adverse", "warning")}
      </div>
      {dosing && <WayToDose />}
    </>
  );
}
