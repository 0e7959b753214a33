import { useEffect, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { newId } from "../../lib/id";
import { serverNow } from "../../lib/now";
import { outboxOf, useParcels, type Parcel } from "../../lib/outbox";
import { useMe } from "../../lib/session";
import { localTime } from "../../lib/days";
import { Button } from "../../parts/Button";
import { DateField, TimeField } from "../../parts/DateField";
import { FieldRow } from "../../parts/Field";
import { Choice, Select, TextArea, TextField, YesNo } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon, type IconName } from "../../parts/Icon";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { MeasureField } from "../steps/kit";
import { useStepTexts } from "../steps/texts";
import { measures, notNumbers, text, typedVitals, vitalsPlaces, type MeasureName } from "../steps/values";
import { useRoom } from "./data";
import { Panel, useTask, When } from "./kit";
import { dosesGiven } from "./room";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";
import { useTimedForm, type Timed } from "./timed";
import { adverseForm, measuredForm, noMeasured, type AdverseValues, type MeasuredValues } from "./values";

// ---- measurements ----

const first = ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent"] as const;
const further = ["respiratory_rate_per_min", "sedation_moaas", "dissociation_0_10", "nausea_0_10", "distress_0_10"] as const;

export function VitalsPanel() {
  const t = useRoomTexts();
  const { page } = useRoom();
  return <Panel title={t("task.vitals")}><VitalsForm session={page.session} /></Panel>;
}

export function VitalsForm({ session, corrects, onDone }: { session: Shape<"Session">; corrects?: Shape<"Entry_Measured">; onDone?: () => void }) {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const common = useCommonTexts();
  const form = useTimedForm<MeasuredValues & { reason: string } & Timed>(
    {
      name: "record-vitals",
      subject: corrects ? `${session.id}.${corrects.id}` : session.id,
      initial: { ...noMeasured, ...(corrects ? typedVitals(corrects.data) : {}), note: corrects?.data.note ?? "", reason: "", at: corrects?.happened_at ?? "", was: "" },
      command: "record-vitals",
      data: (v) => ({ session: session.id, form: measuredForm(v), ...(corrects ? { correction: { entry: corrects.id, reason: text(v.reason) } } : {}) }),
      places: { ...vitalsPlaces("/data/form"), note: "/data/form/note", reason: "/data/correction" },
      check: (v) => notNumbers(v, [...measures, ...measures.map((each) => `${each}_again` as const)], common("not_a_number")),
      onDone: () => {
        toast(t("vitals.saved"));
        onDone?.();
      },
    },
    "first_touch",
  );
  const arrival = session.stage === "arrival";
  const [more, setMore] = useState(arrival);
  const shown = more || further.some((each) => form.values[each] || form.errors[each]);
  const field = (measure: MeasureName) => <MeasureField key={measure} form={form} measure={measure} optional narrow />;
  return (
    <Form form={form} submit={corrects ? t("correct.save") : t("vitals.save")}>
      <div className={styles["vitals"]}>{first.map(field)}</div>
      {arrival || corrects ? <div className={styles["vitals"]}>{field("weight_kg")}</div> : null}
      {shown ? <div className={styles["vitals"]}>{further.map(field)}</div> : <div><Button size="small" icon={<Icon name="plus" size={18} />} onClick={() => setMore(true)}>{t("vitals.more")}</Button></div>}
      <TextField {...form.field("note")} label={steps("note")} optional maxLength={400} />
      {corrects && <TextField {...form.field("reason")} label={steps("correction_reason")} hint={steps("correction_hint")} maxLength={400} />}
      <When form={form} measured />
    </Form>
  );
}

// ---- marks ----

const markKinds: readonly { kind: Shape<"MarkKind">; icon: IconName }[] = [
  { kind: "observation", icon: "eye" }, { kind: "said", icon: "note" }, { kind: "touch_offered", icon: "heart" }, { kind: "touch_accepted", icon: "check" },
  { kind: "touch_declined", icon: "cross" }, { kind: "music", icon: "session" }, { kind: "toilet", icon: "person" }, { kind: "physician_called", icon: "phone" },
  { kind: "physician_arrived", icon: "staff" }, { kind: "rescue_drug", icon: "plus" }, { kind: "note", icon: "pen" },
];

export function useOutbox(session: string) {
  const me = useMe();
  const outbox = outboxOf(me.user, session);
  const parcels = useParcels(outbox);
  useEffect(() => void outbox.send(), [outbox]);
  return { outbox, parcels };
}

/** One tap keeps the moment; the words may follow when there is a hand for them. */
export function Marks({ onMarked }: { onMarked: (id: string) => void }) {
  const t = useRoomTexts();
  const terms = useTerms();
  const { page } = useRoom();
  const { outbox } = useOutbox(page.session.id);
  function mark(kind: Shape<"MarkKind">): void {
    const id = newId();
    outbox.add("record-mark", { id, happened_at: new Date(serverNow()).toISOString(), data: { session: page.session.id, form: { kind } } });
    void outbox.send();
    onMarked(id);
  }
  return (
    <section className={styles["marks"]} aria-label={t("marks")}>
      <p className={styles["lead"]}>{t("marks_lead")}</p>
      <div className={styles["markGrid"]}>
        {markKinds.map(({ kind, icon }) => (
          <button key={kind} type="button" className={styles["markButton"]} data-kind={kind} onClick={() => mark(kind)}>
            <Icon name={icon} size={22} />
            {terms(`mark.${kind}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

/** What was tapped and has not reached the server yet. */
export function Waiting({ session }: { session: string }) {
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const { outbox, parcels } = useOutbox(session);
  if (parcels.length === 0) return null;
  const kindOf = ({ envelope }: Parcel): Shape<"MarkKind"> => (envelope.data as { form: { kind: Shape<"MarkKind"> } }).form.kind;
  return (
    <div className={styles["waiting"]} role="status">
      {!outbox.kept() && <Banner tone="warn">{t("not_kept")}</Banner>}
      <ul>
        {parcels.map((parcel) => (
          <li key={parcel.envelope.id}>
            <Icon name={parcel.refused ? "warning" : "waiting"} size={18} />
            <span>
              {parcel.envelope.happened_at && format.date(parcel.envelope.happened_at, "timeWithSeconds")} · {terms(`mark.${kindOf(parcel)}`)}
              <small>{parcel.refused ?? t("mark_waiting")}</small>
            </span>
            {parcel.refused && <Button size="small" onClick={() => outbox.drop(parcel.envelope.id)}>{t("mark_drop")}</Button>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The mark just made, with room for its words; no keyboard jumps up before it is wanted. */
export function FreshMark({ session, id }: { session: Shape<"Session">; id: string | undefined }) {
  const terms = useTerms();
  const format = useFormats();
  const mark = session.marks.find((each) => each.id === id && !each.corrected_by);
  if (!mark || mark.data.words !== undefined) return null;
  const { kind } = mark.data;
  return (
    <div className={styles["fresh"]} role="status">
      <span><Icon name="check" size={16} /> <strong>{terms(`mark.${kind}`)}</strong> {format.date(mark.happened_at, "timeWithSeconds")}</span>
      <WordMark key={mark.id} session={session.id} mark={mark.id} opened={kind === "said" || kind === "note" || kind === "observation"} />
    </div>
  );
}

export function WordMark({ session, mark, opened = false }: { session: string; mark: string; opened?: boolean }) {
  const t = useRoomTexts();
  const form = useForm({
    name: "word-mark",
    subject: mark,
    initial: { words: "" },
    command: "word-mark",
    data: (v) => ({ session, mark, words: text(v.words) }),
    onDone: () => toast(t("saved")),
  });
  const [open, setOpen] = useState(opened || form.changed);
  if (!open) return <Button size="small" kind="quiet" icon={<Icon name="pen" size={17} />} onClick={() => setOpen(true)}>{t("add_words")}</Button>;
  return (
    <Form form={form} submit={t("keep_words")}>
      <TextArea {...form.field("words")} label={t("words")} rows={2} />
    </Form>
  );
}

export function CorrectMark({ session, entry, onDone }: { session: string; entry: Shape<"Entry_Mark">; onDone: () => void }) {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const form = useTimedForm<{ kind: Shape<"MarkKind">; words: string; reason: string } & Timed>(
    {
      name: "record-mark",
      subject: entry.id,
      initial: { kind: entry.data.kind, words: entry.data.words ?? "", reason: "", at: entry.happened_at, was: "" },
      command: "record-mark",
      data: (v) => ({ session, form: { kind: v.kind, words: text(v.words) }, correction: { entry: entry.id, reason: text(v.reason) } }),
      places: { kind: "/data/form/kind", words: "/data/form/words", reason: "/data/correction" },
      onDone: () => {
        toast(t("saved"));
        onDone();
      },
    },
    "first_touch",
  );
  return (
    <Form form={form} submit={t("correct.save")}>
      <Select {...form.field("kind")} onChange={(kind) => kind && form.set({ kind })} label={t("mark_kind")} options={markKinds.map(({ kind }) => ({ value: kind, label: terms(`mark.${kind}`) }))} />
      <TextArea {...form.field("words")} label={t("words")} optional rows={2} />
      <TextField {...form.field("reason")} label={steps("correction_reason")} hint={steps("correction_hint")} maxLength={400} />
      <When form={form} measured />
    </Form>
  );
}

// ---- adverse events ----

const outcomes = ["resolved", "resolving", "ongoing", "with_sequelae", "fatal", "unknown"] as const;
const grades = ["1", "2", "3", "4", "5"] as const;

export function AdversePanel() {
  const t = useRoomTexts();
  const { page } = useRoom();
  const [, open] = useTask();
  return <Panel title={t("task.adverse")} lead={t("adverse.lead")}><AdverseForm session={page.session} onDone={() => open(undefined)} /></Panel>;
}

export function AdverseForm({ session, corrects, onDone }: { session: Shape<"Session">; corrects?: Shape<"Entry_AdverseEvent">; onDone: () => void }) {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const format = useFormats();
  const doses = dosesGiven(session);
  const wrong = corrects?.data;
  const [now] = useState(() => localTime(wrong ? wrong.onset_at : serverNow()));
  const form = useTimedForm<AdverseValues & { reason: string } & Timed>(
    {
      name: "record-adverse-event",
      subject: corrects ? `${session.id}.${corrects.id}` : session.id,
      initial: {
        what: wrong?.what ?? "", onset_date: now.slice(0, 10), onset_time: now.slice(11), grade: wrong ? (String(wrong.grade) as AdverseValues["grade"]) : "", action: wrong?.action ?? "", outcome: wrong?.outcome ?? "",
        dose: wrong ? (wrong.dose ?? "") : (doses.at(-1)?.id ?? ""), serious: wrong ? (wrong.serious ? "yes" : "no") : "", reported_to: wrong?.reported_to ?? "", reason: "", at: corrects?.happened_at ?? "", was: "",
      },
      command: "record-adverse-event",
      data: (v) => ({ session: session.id, form: adverseForm(v, doses), ...(corrects ? { correction: { entry: corrects.id, reason: text(v.reason) } } : {}) }),
      places: {
        what: "/data/form/what", onset_time: "/data/form/onset_at", grade: "/data/form/grade", action: "/data/form/action", outcome: "/data/form/outcome", dose: "/data/form/dose",
        serious: "/data/form/serious", reported_to: "/data/form/reported_to", reason: "/data/correction",
      },
      onDone: () => {
        toast(t("adverse.saved"));
        onDone();
      },
    },
    "first_touch",
  );
  return (
    <Form form={form} submit={corrects ? t("correct.save") : t("adverse.save")}>
      <TextField {...form.field("what")} label={t("adverse.what")} maxLength={400} />
      <FieldRow>
        <DateField {...form.field("onset_date")} label={t("adverse.onset_date")} />
        <TimeField {...form.field("onset_time")} label={t("adverse.onset_time")} />
      </FieldRow>
      <Choice {...form.field("grade")} label={t("adverse.grade")} options={grades.map((each) => ({ value: each, label: t(`adverse.grade.${each}`) }))} />
      <TextField {...form.field("action")} label={t("adverse.action")} maxLength={400} />
      <Choice {...form.field("outcome")} label={t("adverse.outcome")} options={outcomes.map((each) => ({ value: each, label: terms(`adverse.${each}`) }))} />
      <YesNo {...form.field("serious")} label={t("adverse.serious")} hint={t("adverse.serious_hint")} />
      {doses.length > 0 && (
        <Select {...form.field("dose")} label={t("adverse.dose")} hint={t("adverse.dose_hint")} optional placeholder={t("adverse.no_dose")} options={doses.map((dose) => ({ value: dose.id, label: `${format.date(dose.happened_at, "time")} · ${format.number(dose.data.dose.dose_mg)} ${terms("unit.mg")}` }))} />
      )}
      <TextField {...form.field("reported_to")} label={t("adverse.reported_to")} optional maxLength={400} />
      {corrects && <TextField {...form.field("reason")} label={steps("correction_reason")} hint={steps("correction_hint")} maxLength={400} />}
    </Form>
  );
}
