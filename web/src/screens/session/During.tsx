import { useEffect, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm, type Form as FormState } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { serverNow } from "../../lib/now";
import type { Parcel } from "../../lib/outbox";
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
import { chosen, measures, notNumbers, text, typedVitals, vitalsPlaces, type MeasureName } from "../steps/values";
import { standing } from "../steps/data";
import { setPaperDay, usePaperDay } from "./comfort";
import { useRoom } from "./data";
import { Panel, useTask, When } from "./kit";
import { useMarking } from "./marking";
import { useOutbox } from "./outbox";
import { dosesGiven } from "./room";
import styles from "./session.module.css";
import { useRoomTexts, useWatchTexts } from "./texts";
import { touchAct, touches, type Touch } from "./touch";
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

type MarkButton = { kind: Shape<"MarkKind">; icon: IconName };
/** Touch has its own place, beside what was agreed about it. */
const markKinds: readonly MarkButton[] = [
  { kind: "observation", icon: "eye" }, { kind: "said", icon: "note" }, { kind: "music", icon: "session" }, { kind: "toilet", icon: "person" }, { kind: "physician_called", icon: "phone" },
  { kind: "physician_arrived", icon: "staff" }, { kind: "rescue_drug", icon: "plus" }, { kind: "note", icon: "pen" },
];
const allKinds: readonly Shape<"MarkKind">[] = [...markKinds.map(({ kind }) => kind), "touch_offered", "touch_accepted", "touch_declined"];

/** Drugs that the standing order allows in case of need. */
const authorised = (session: Pick<Shape<"Session">, "orders">): string[] => standing(session.orders)?.data.order.rescue ?? [];

/** One tap keeps the moment; the words may follow when there is a hand for them. */
export function Marks({ onMarked }: { onMarked: (id: string) => void }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const terms = useTerms();
  const { page } = useRoom();
  const paper = usePaperDay(page.session.id);
  const mark = useMarking(onMarked);
  const [rescue, setRescue] = useState(false);
  const drugs = authorised(page.session);
  if (paper !== undefined) return <PaperMark />;
  function tap(kind: Shape<"MarkKind">): void {
    if (kind === "rescue_drug") setRescue(!rescue);
    else mark({ kind });
  }
  return (
    <section className={styles["marks"]} aria-label={t("marks")}>
      <p className={styles["lead"]}>{t("marks_lead")}</p>
      <div className={styles["markGrid"]}>
        {markKinds.map(({ kind, icon }) => (
          <button key={kind} type="button" className={styles["markButton"]} data-kind={kind} aria-expanded={kind === "rescue_drug" ? rescue : undefined} onClick={() => tap(kind)}>
            <Icon name={icon} size={22} />
            {terms(`mark.${kind}`)}
          </button>
        ))}
      </div>
      {rescue && (
        <div className={styles["rescue"]} role="group" aria-label={w("rescue.which")}>
          <p className={styles["lead"]}>{drugs.length > 0 ? w("rescue.lead") : w("rescue.none")}</p>
          {drugs.map((drug) => (
            <button
              key={drug}
              type="button"
              className={styles["rescueButton"]}
              onClick={() => {
                mark({ kind: "rescue_drug", drug });
                setRescue(false);
              }}
            >
              <Icon name="plus" size={22} />{drug}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

type MarkValues = { kind: Shape<"MarkKind">; touch: Touch | ""; drug: string; words: string };
const markForm = (v: MarkValues) => ({
  kind: v.kind, words: text(v.words), touch: touchAct(v.kind) ? chosen(v.touch) : undefined, drug: v.kind === "rescue_drug" ? text(v.drug) : undefined,
});
const markPlaces = { kind: "/data/form/kind", words: "/data/form/words", touch: "/data/form/touch", drug: "/data/form/drug" };

/** A mark that stands on paper: what it was, and the time beside it. */
function PaperMark() {
  const t = useRoomTexts();
  const { page } = useRoom();
  const paper = usePaperDay(page.session.id);
  const form = useTimedForm<MarkValues & Timed>(
    {
      name: "record-mark",
      subject: `${page.session.id}.paper`,
      initial: { kind: "note", touch: "", drug: "", words: "", at: "", was: "" },
      command: "record-mark",
      data: (v) => ({ session: page.session.id, form: markForm(v) }),
      places: markPlaces,
      onDone: (_, { was }) => {
        toast(t("saved"));
        // The next line of the same sheet is most likely of the same day.
        if (paper && was.includes("T")) setPaperDay(page.session.id, was.slice(0, 10));
      },
    },
    "first_touch",
  );
  return (
    <section className={styles["marks"]} aria-label={t("marks")}>
      <Form form={form} submit={t("keep_mark")}>
        <MarkFields form={form} />
        <TextArea {...form.field("words")} label={t("words")} optional rows={2} />
        <When form={form} />
      </Form>
    </section>
  );
}

function MarkFields<V extends MarkValues & Timed>({ form: given }: { form: FormState<V> }) {
  const form = given as unknown as FormState<MarkValues & Timed>;
  const t = useRoomTexts();
  const w = useWatchTexts();
  const terms = useTerms();
  const { page } = useRoom();
  const { kind, drug } = form.values;
  const drugs = [...new Set([...authorised(page.session), ...(drug ? [drug] : [])])];
  return (
    <>
      <Select {...form.field("kind")} onChange={(next) => next && form.set({ kind: next })} label={t("mark_kind")} options={allKinds.map((each) => ({ value: each, label: terms(`mark.${each}`) }))} />
      {touchAct(kind) && <Choice {...form.field("touch")} label={w("touch.which")} options={touches.map((each) => ({ value: each, label: terms(`touch.${each}`) }))} />}
      {kind === "rescue_drug" && <Select {...form.field("drug")} label={w("rescue.which")} options={drugs.map((each) => ({ value: each, label: each }))} />}
    </>
  );
}

/** What was tapped and has not reached the server yet. */
export function Waiting({ session }: { session: string }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const terms = useTerms();
  const format = useFormats();
  const { outbox, parcels } = useOutbox(session);
  // That a loss of contact could not be noted is nothing for somebody to decide about.
  const hopeless = parcels.find(({ name, refused }) => name === "record-contact-lost" && refused)?.envelope.id;
  useEffect(() => {
    if (hopeless) outbox.drop(hopeless);
  }, [outbox, hopeless]);
  if (parcels.length === 0) return null;
  const says = ({ name, envelope }: Parcel): string => {
    if (name === "acknowledge-alarm") return w("waiting.acknowledged");
    if (name === "record-contact-lost") return w("waiting.contact");
    const { kind, touch, drug } = (envelope.data as { form: Shape<"Mark"> }).form;
    return [terms(`mark.${kind}`), touch && terms(`touch.${touch}`), drug].filter(Boolean).join(" · ");
  };
  return (
    <div className={styles["waiting"]} role="status">
      {!outbox.kept() && <Banner tone="warn">{t("not_kept")}</Banner>}
      <ul>
        {parcels.map((parcel) => (
          <li key={parcel.envelope.id}>
            <Icon name={parcel.refused ? "warning" : "waiting"} size={18} />
            <span>
              {parcel.envelope.happened_at && format.date(parcel.envelope.happened_at, "timeWithSeconds")} · {says(parcel)}
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
  const wrong = entry.data;
  const form = useTimedForm<MarkValues & { reason: string } & Timed>(
    {
      name: "record-mark",
      subject: entry.id,
      initial: { kind: wrong.kind, touch: wrong.touch ?? "", drug: wrong.drug ?? "", words: wrong.words ?? "", reason: "", at: entry.happened_at, was: "" },
      command: "record-mark",
      data: (v) => ({ session, form: markForm(v), correction: { entry: entry.id, reason: text(v.reason) } }),
      places: { ...markPlaces, reason: "/data/correction" },
      onDone: () => {
        toast(t("saved"));
        onDone();
      },
    },
    "first_touch",
  );
  return (
    <Form form={form} submit={t("correct.save")}>
      <MarkFields form={form} />
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
  const paper = usePaperDay(session.id);
  const [now] = useState(() => (paper && !wrong ? `${paper}T` : localTime(wrong ? wrong.onset_at : serverNow())));
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
      {(paper || form.errors.was) && <When form={form} />}
    </Form>
  );
}
