import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { CommandData, Shape } from "../../api/shapes";
import { instantsOf, minuteOf, timeOf } from "../../lib/days";
import { parseNumber, useFormats } from "../../lib/format";
import { useForm, type FieldBinding } from "../../lib/form";
import { newId } from "../../lib/id";
import { useRead } from "../../lib/read";
import { useIndicationName, usePolicy, useStaff, useStaffName, useWords } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { ComboBox } from "../../parts/ComboBox";
import { DateField, TimeField } from "../../parts/DateField";
import { FieldRow } from "../../parts/Field";
import { Checkboxes, Choice, NumberField, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import styles from "./calendar.module.css";
import { collisions, kinds, nextFree, online, timesOf, type Collision, type Kind, type Row, type Wanted } from "./layout";
import { useSaying, useTexts } from "./saying";

type Values = {
  booking: string;
  kind: Kind | "";
  patient: string;
  patient_name: string;
  course: string;
  date: string;
  time: string;
  which_hour: Shape<"WhichHour"> | "";
  length: string;
  staff: string[];
  room: string;
  note: string;
  reason: string;
};

export type Preset = { date: string; time?: string; room?: string; person?: string; patient?: string; course?: string; kind?: Kind };

type AppointmentFormProps = { preset: Preset; /** The booking that moves, if it is not a new one. */ moving?: Row; onDone: (day: string) => void };

/** Whose work it usually is: they are offered first. */
const suited: Record<Kind, readonly Shape<"Role">[]> = {
  interview: ["coordinator", "therapist"],
  evaluation: ["psychiatrist"],
  examination: ["physician"],
  preparation: ["therapist"],
  dosing: ["therapist", "physician", "nurse"],
  integration: ["therapist"],
  outcome: ["therapist", "psychiatrist"],
  other: [],
};
const bookable: readonly Shape<"Role">[] = ["coordinator", "psychiatrist", "physician", "therapist", "nurse"];

const empty: Values = { booking: "", kind: "", patient: "", patient_name: "", course: "", date: "", time: "", which_hour: "", length: "", staff: [], room: "", note: "", reason: "" };

function valuesOf(row: Row): Values {
  const { appointment } = row.booking;
  return {
    ...empty, booking: row.booking.id, kind: appointment.kind, patient: appointment.patient ?? "", patient_name: row.patient_name ?? "", course: appointment.course ?? "",
    date: row.day, time: appointment.starts.slice(11, 16), which_hour: appointment.which_hour ?? "", length: String(appointment.length_min),
    staff: [...appointment.staff], room: appointment.room ?? online, note: appointment.note ?? "",
  };
}

function valuesFor(preset: Preset, rule: Shape<"AppointmentRule"> | undefined): Values {
  return {
    ...empty, kind: preset.kind ?? "", patient: preset.patient ?? "", course: preset.course ?? "", date: preset.date, time: preset.time ?? "",
    length: rule ? String(rule.usual_min) : "", room: preset.room ?? (rule?.online ? online : ""), staff: preset.person ? [preset.person] : [],
  };
}

const filled = (text: string): string | undefined => text.trim() || undefined;

function appointmentOf(values: Values): Shape<"Appointment"> {
  const twice = instantsOf(`${values.date}T${values.time}`).length > 1;
  const found: Shape<"Appointment"> = {
    kind: values.kind || "other", starts: `${values.date}T${values.time}`, length_min: parseNumber(values.length) ?? 0, staff: values.staff,
  };
  if (values.room !== online) found.room = values.room;
  if (values.patient) found.patient = values.patient;
  if (values.patient && values.course) found.course = values.course;
  if (twice && values.which_hour) found.which_hour = values.which_hour;
  if (filled(values.note)) found.note = values.note.trim();
  return found;
}

export function AppointmentForm({ preset, moving, onDone }: AppointmentFormProps) {
  const t = useTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const words = useWords();
  const pack = usePolicy().data?.pack;
  const fresh = useRef(newId());
  const ruleOf = (kind: string): Shape<"AppointmentRule"> | undefined => pack?.appointments.find((each) => each.kind === kind);
  const initial = moving ? valuesOf(moving) : valuesFor(preset, ruleOf(preset.kind ?? ""));

  const form = useForm<Values>({
    name: moving ? "move_booking" : "book",
    subject: moving ? moving.booking.id : (preset.patient ?? ""),
    initial,
    command: moving ? "move-booking" : "book",
    places: Object.fromEntries(
      (["kind", "patient", "course", "which_hour", "staff", "room", "note"] as const).map((name) => [name, `/data/appointment/${name}`]).concat([
        ["date", "/data/appointment/starts/date"], ["time", "/data/appointment/starts"], ["length", "/data/appointment/length_min"], ["reason", "/data/reason"],
      ]),
    ),
    check: (values) => ({
      kind: values.kind ? undefined : common("required"),
      date: values.date ? undefined : common("required"),
      time: values.time ? undefined : common("required"),
      length: (parseNumber(values.length) ?? 0) > 0 ? undefined : common("required"),
      staff: values.staff.length > 0 ? undefined : t("staff_missing"),
      room: values.room ? undefined : t("room_missing"),
      which_hour: instantsOf(`${values.date}T${values.time}`).length > 1 && !values.which_hour ? common("required") : undefined,
      reason: !moving || filled(values.reason) ? undefined : common("required"),
    }),
    data: (values): CommandData<"book"> | CommandData<"move-booking"> =>
      moving
        ? { booking: moving.booking.id, from: moving.day, appointment: appointmentOf(values), reason: values.reason.trim() }
        : { booking: values.booking || fresh.current, appointment: appointmentOf(values) },
    onDone: (_, values) => {
      fresh.current = newId();
      onDone(values.date);
    },
  });
  const { values } = form;

  // The new booking's id is kept with what is typed: the same form sent again after a reload is the same booking.
  const change = (changes: Partial<Values>): void => form.set(moving ? changes : { booking: values.booking || fresh.current, ...changes });
  const bind = <K extends keyof Values & string>(name: K): FieldBinding<Values[K]> => ({ ...form.field(name), onChange: (value) => change({ [name]: value }) });

  const day = useRead<Shape<"CalendarPage">>(values.date ? `/api/v1/calendar?from=${values.date}&to=${values.date}` : null);
  const { again } = day;
  useEffect(() => {
    if (form.problem) again();
  }, [form.problem, again]);

  const rule = values.kind ? ruleOf(values.kind) : undefined;
  const length = parseNumber(values.length) ?? 0;
  const complete = values.date && values.time && length > 0;
  const wanted: Wanted | undefined = complete
    ? { starts: `${values.date}T${values.time}`, length_min: length, staff: values.staff, room: values.room, patient: values.patient }
    : undefined;
  const rows = day.data?.bookings ?? [];
  const inTheWay = wanted ? collisions(wanted, rows, moving?.booking.id) : [];
  const busy = (person: string): string | undefined => {
    const found = wanted && collisions({ ...wanted, staff: [person], room: "", patient: "" }, rows, moving?.booking.id)[0];
    return found && timesOf(found.row);
  };
  const occupied = (room: string): string | undefined => {
    const found = wanted && room !== online && collisions({ ...wanted, staff: [], room, patient: "" }, rows, moving?.booking.id)[0];
    return found ? timesOf(found.row) : undefined;
  };

  function chooseKind(kind: Kind | ""): void {
    const next = ruleOf(kind);
    const untouched = values.length === "" || values.length === String(rule?.usual_min ?? "");
    change({ kind, ...(next && untouched ? { length: String(next.usual_min) } : {}), ...(next?.online && !values.room ? { room: online } : {}) });
  }

  return (
    <Form form={form} submit={moving ? t("move_submit") : t("book_submit")} labels={{ date: t("date"), time: t("time"), length: t("length"), staff: t("who"), room: t("where") }}>
      {!moving && (
        <>
          <Choice {...bind("kind")} onChange={chooseKind} label={t("kind")} options={kinds.map((kind) => ({ value: kind, label: terms(`booking.${kind}`) }))} />
          <PatientField values={values} preset={preset} change={change} error={form.errors.patient} />
        </>
      )}
      <FieldRow>
        <DateField {...bind("date")} label={t("date")} />
        <TimeField {...bind("time")} label={t("time")} />
        <NumberField {...bind("length")} label={t("length")} unit={terms("unit.min")} whole hint={rule && t("length_hint", { shortest: rule.shortest_min, longest: rule.longest_min })} />
      </FieldRow>
      <ClockChange values={values} change={change} error={form.errors.which_hour} />
      <StaffField binding={bind("staff")} kind={values.kind} busy={busy} />
      <Choice
        {...bind("room")}
        label={t("where")}
        options={[...(pack?.rooms ?? []).map((room) => ({ value: room.code, label: words(room.name) })), { value: online, label: t("online") }].map((option) => {
          const taken = occupied(option.value);
          return { ...option, label: taken ? t("option_taken", { name: option.label, times: taken }) : option.label };
        })}
      />
      {inTheWay.length > 0 && wanted && (
        <Taken found={inTheWay} free={nextFree(wanted, rows, moving?.booking.id)} choose={(time) => change({ time, which_hour: "" })} />
      )}
      {moving ? (
        <TextField {...bind("reason")} label={t("move_reason")} hint={t("reason_hint")} maxLength={400} />
      ) : (
        <TextArea {...bind("note")} label={t("note")} hint={t("note_hint")} optional rows={2} maxLength={400} />
      )}
    </Form>
  );
}

function StaffField({ binding, kind, busy }: { binding: FieldBinding<string[]>; kind: Kind | ""; busy: (person: string) => string | undefined }) {
  const t = useTexts();
  const staff = useStaff().data?.staff ?? [];
  const suits = (roles: readonly Shape<"Role">[]): boolean => kind !== "" && roles.some((role) => suited[kind].includes(role));
  const offered = staff
    .filter(({ id, active, roles }) => binding.value.includes(id) || (active && roles.some((role) => bookable.includes(role))))
    .sort((a, b) => Number(suits(b.roles)) - Number(suits(a.roles)));
  return (
    <Checkboxes
      {...binding}
      label={t("who")}
      hint={kind && t("who_hint")}
      options={offered.map(({ id, name }) => {
        const taken = busy(id);
        return { value: id, label: taken ? t("option_taken", { name, times: taken }) : name };
      })}
    />
  );
}

type PatientFieldProps = { values: Values; preset: Preset; change: (changes: Partial<Values>) => void; error: string | undefined };

/** Found by name; the course that is under way is taken along. */
function PatientField({ values, preset, change, error }: PatientFieldProps) {
  const t = useTexts();
  const terms = useTerms();
  const format = useFormats();
  const indication = useIndicationName();
  const may = useMay("read_people");
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const search = useDeferredValue(typed ?? "");
  const found = useRead<Shape<"PatientList">>(may ? `/api/v1/patients?search=${encodeURIComponent(search)}` : null);
  const given = useRead<Shape<"PatientPage">>(may && preset.patient && values.patient === preset.patient && !values.patient_name ? `/api/v1/patients/${preset.patient}` : null);
  const details = given.data?.patient.details;
  const givenName = details ? `${details.given_name} ${details.family_name}` : "";
  const name = values.patient_name || givenName;

  const people = useMemo(() => found.data?.patients ?? [], [found.data]);
  const options = people.map((each) => ({
    id: each.id,
    label: `${each.given_name} ${each.family_name}`,
    detail: [format.date(each.birth_date), each.phase && terms(`phase.${each.phase}`)].filter(Boolean).join(" · "),
  }));
  if (!may) return null;

  function choose(id: string): void {
    const person = people.find((each) => each.id === id);
    if (!person) {
      if (id === "") change({ patient: "", patient_name: "", course: "" });
      return;
    }
    const label = `${person.given_name} ${person.family_name}`;
    setTyped(label);
    change({ patient: id, patient_name: label, course: person.course && person.status !== "ended" ? person.course : "" });
  }
  function type(text: string): void {
    setTyped(text);
    if (values.patient && text !== name) change({ patient: "", patient_name: "", course: "" });
  }
  const chosen = people.find((each) => each.id === values.patient);
  return (
    <ComboBox
      label={t("person")}
      hint={chosen?.course && values.course === chosen.course ? t("person_course", { indication: indication(chosen.indication) }) : t("person_hint")}
      optional
      error={error}
      options={options}
      value={values.patient}
      onChange={choose}
      typed={typed ?? name}
      onType={type}
      nothing={t("person_nothing")}
    />
  );
}

/** A time that the clock skips, or shows twice. */
function ClockChange({ values, change, error }: { values: Values; change: (changes: Partial<Values>) => void; error: string | undefined }) {
  const t = useTexts();
  const { zone } = useFormats();
  if (!values.date || !values.time) return null;
  const local = `${values.date}T${values.time}`;
  const instants = instantsOf(local, zone);
  if (instants.length === 0) {
    const minute = minuteOf(local);
    const tries = [minute - 60, minute + 60].filter((each) => each >= 0 && each < 1440).map(timeOf);
    return (
      <Banner tone="warn" role="status" title={t("skipped", { time: values.time })} actions={tries.map((time) => <Button key={time} size="small" onClick={() => change({ time })}>{time}</Button>)}>
        {t("skipped_detail")}
      </Banner>
    );
  }
  if (instants.length === 1) return null;
  const offset = (instant: number): string =>
    new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return (
    <Choice
      label={t("twice", { time: values.time })}
      hint={t("twice_hint")}
      value={values.which_hour}
      error={error}
      onChange={(which_hour) => change({ which_hour })}
      options={[
        { value: "earlier", label: t("twice_earlier", { time: values.time, offset: offset(instants[0] ?? 0) }) },
        { value: "later", label: t("twice_later", { time: values.time, offset: offset(instants[1] ?? 0) }) },
      ]}
    />
  );
}

/** Who or what already has another booking then, and when the next free time is. */
function Taken({ found, free, choose }: { found: readonly Collision[]; free: string | undefined; choose: (time: string) => void }) {
  const t = useTexts();
  const format = useFormats();
  const saying = useSaying();
  const staffName = useStaffName();
  const who = ({ what, row, staff }: Collision): string =>
    what === "room" ? saying.room(row) : what === "patient" ? (row.patient_name ?? t("the_person")) : format.list(staff.map((id) => staffName(id)));
  return (
    <Banner tone="warn" role="status" title={t("taken_title")} actions={free && <Button size="small" onClick={() => choose(free)}>{t("next_free", { time: free })}</Button>}>
      <ul className={styles["taken"]}>
        {found.map((each) => (
          <li key={each.row.booking.id}>
            {t("taken_line", { who: who(each), times: timesOf(each.row) })} {[saying.kind(each.row), each.what !== "patient" && each.row.patient_name].filter(Boolean).join(", ")}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

