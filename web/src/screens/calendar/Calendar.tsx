import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { addDays, isDay, mondayOf, useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { usePolicy, useStaff, useWords } from "../../lib/reference";
import { setQuery, useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button, IconButton } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Reading } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { Agenda } from "./Agenda";
import { AppointmentForm, type Preset } from "./AppointmentForm";
import { BookingDialog } from "./BookingDialog";
import styles from "./calendar.module.css";
import { Grid, type Column } from "./Grid";
import { hoursFor, isBooked, kinds, online, roomOf, shownDays, type Kind, type Row } from "./layout";
import { useTexts } from "./saying";
import { useWide } from "../../lib/wide";

const views = ["day", "week", "list"] as const;
type View = (typeof views)[number];

const kindIn = (text: string | null): Kind | undefined => kinds.find((kind) => kind === text);

export default function Calendar() {
  const t = useTexts();
  const format = useFormats();
  const query = useQuery();
  const today = useToday();
  const mayBook = useMay("book");
  const asked = query.get("date");
  const date = isDay(asked) ? asked : today;
  const wide = useWide();
  const chosen = views.find((view) => view === query.get("view")) ?? "day";
  const shown: View = wide ? chosen : "list";
  const week = chosen !== "day";
  const from = week ? mondayOf(date) : date;
  const to = week ? addDays(from, 6) : date;
  const gone = query.get("gone") === "1";
  const page = useRead<Shape<"CalendarPage">>(`/api/v1/calendar?from=${from}&to=${to}`, { every: 30_000 });
  const [looking, setLooking] = useState<Row | undefined>(undefined);
  const given = presetFrom(query, date);
  const [booking, setBooking] = useState<Preset | undefined>(mayBook ? given : undefined);

  function closeForm(): void {
    setBooking(undefined);
    for (const name of ["patient", "course", "kind", "new"]) setQuery(name, "");
  }
  function done(day: string, text: string): void {
    closeForm();
    setLooking(undefined);
    setQuery("date", day === today ? "" : day);
    toast(text);
  }
  const free = mayBook ? ({ day, room, person }: Column, time: string) => setBooking({ date: day, time, ...(room ? { room } : {}), ...(person ? { person } : {}) }) : undefined;
  const range = week ? format.dates(from, to) : format.date(date, "weekday");

  return (
    <Page
      title={t("title")}
      wide
      actions={mayBook && <Button kind="primary" icon={<Icon name="plus" />} onClick={() => setBooking({ date: date < today ? today : date })}>{t("book")}</Button>}
    >
      <div className={styles["bar"]}>
        <div className={styles["walk"]}>
          <IconButton label={week ? t("week_before") : t("day_before")} icon={<Icon name="back" />} onClick={() => setQuery("date", addDays(date, week ? -7 : -1))} />
          <Button size="small" disabled={date === today} onClick={() => setQuery("date", "")}>{t("today")}</Button>
          <IconButton label={week ? t("week_after") : t("day_after")} icon={<Icon name="forward" />} onClick={() => setQuery("date", addDays(date, week ? 7 : 1))} />
        </div>
        <h2 className={styles["range"]} aria-live="polite">{range}</h2>
        <div className={styles["switches"]}>
          {shown === "day" && <Switch label={t("columns")} options={[["room", t("by_room")], ["person", t("by_person")]]} value={query.get("by") === "person" ? "person" : "room"} onChange={(by) => setQuery("by", by === "room" ? "" : by)} />}
          <Switch
            label={t("view")}
            options={(wide ? views : (["day", "list"] as const)).map((view) => [view, view === "list" && !wide ? t("view.week") : t(`view.${view}`)] as const)}
            value={!wide && chosen !== "day" ? "list" : chosen}
            onChange={(view) => setQuery("view", view === "day" ? "" : view)}
          />
        </div>
      </div>
      <Reading of={page} lines={8}>
        {({ bookings }) => <Shown view={shown} rows={bookings} from={from} to={to} today={today} gone={gone} byPerson={query.get("by") === "person"} show={setLooking} free={free} />}
      </Reading>
      {booking && (
        <Dialog title={t("book_title")} wide onClose={closeForm}>
          <AppointmentForm preset={booking} onDone={(day) => done(day, t("booked_done"))} />
        </Dialog>
      )}
      {looking && <BookingDialog row={looking} onClose={() => setLooking(undefined)} onMoved={(day) => done(day, t("moved_done"))} />}
    </Page>
  );
}

/** `?patient=&course=&kind=` (from a person's page) or `?new=1` opens the form. */
function presetFrom(query: URLSearchParams, date: string): Preset | undefined {
  const [patient, course, kind] = [query.get("patient"), query.get("course"), kindIn(query.get("kind"))];
  if (!patient && !query.get("new")) return undefined;
  return { date, ...(patient ? { patient } : {}), ...(course ? { course } : {}), ...(kind ? { kind } : {}) };
}

type ShownProps = { view: View; rows: readonly Row[]; from: string; to: string; today: string; gone: boolean; byPerson: boolean; show: (row: Row) => void; free: ((column: Column, time: string) => void) | undefined };

function Shown({ view, rows, from, to, today, gone, byPerson, show, free }: ShownProps) {
  const t = useTexts();
  const format = useFormats();
  const hidden = rows.filter((row) => !isBooked(row)).length;
  const visible = gone ? rows : rows.filter(isBooked);
  const rooms = useRoomColumns(from, visible);
  const people = usePersonColumns(from, visible);
  const days = from === to ? [from] : shownDays(from, visible, today);
  const weekend = from !== to && days.length < 7;
  const columns: Column[] =
    from === to
      ? (byPerson ? people : rooms)
      : days.map((day) => ({ id: day, day, title: format.date(day, "weekday"), current: day === today, rows: visible.filter((row) => row.day === day) }));
  return (
    <>
      {view === "list" ? (
        <Agenda days={from === to ? [from] : days} rows={visible} today={today} show={show} />
      ) : (
        <Grid omit={from !== to ? undefined : byPerson ? "staff" : "room"} caption={from === to ? t("day_caption", { date: format.date(from, "weekday") }) : t("week_caption", { from: format.date(from), to: format.date(to) })} columns={columns} hours={hoursFor(visible)} show={show} free={free} />
      )}
      <div className={styles["foot"]}>
        {visible.length === 0 && <p>{from === to ? t("empty_day") : t("empty_week")}</p>}
        {weekend && visible.length > 0 && <p>{t("weekend_free")}</p>}
        {(hidden > 0 || gone) && (
          <Button size="small" kind="quiet" aria-pressed={gone} icon={<Icon name={gone ? "eye_off" : "eye"} size={18} />} onClick={() => setQuery("gone", gone ? "" : "1")}>
            {gone ? t("hide_gone") : t("show_gone", { n: hidden })}
          </Button>
        )}
      </div>
    </>
  );
}

function useRoomColumns(day: string, rows: readonly Row[]): Column[] {
  const t = useTexts();
  const words = useWords();
  const rooms = usePolicy().data?.pack.rooms ?? [];
  const places = [...rooms.map(({ code, name }) => ({ id: code, title: words(name) })), { id: online, title: t("online") }];
  return places.map((place) => ({ ...place, day, room: place.id, rows: rows.filter((row) => row.day === day && roomOf(row) === place.id) }));
}

function usePersonColumns(day: string, rows: readonly Row[]): Column[] {
  const staff = useStaff().data?.staff ?? [];
  const on = rows.filter((row) => row.day === day);
  const sees = new Set(["coordinator", "psychiatrist", "physician", "therapist", "nurse"]);
  const isIn = (row: Row, id: string): boolean => row.booking.appointment.staff.includes(id);
  return staff
    .filter(({ id, active, roles }) => on.some((row) => isIn(row, id)) || (active && roles.some((role) => sees.has(role))))
    .map(({ id, name }) => ({ id, day, title: name, person: id, rows: on.filter((row) => isIn(row, id)) }));
}

type SwitchProps<T extends string> = { label: string; options: readonly (readonly [T, string])[]; value: T; onChange: (value: T) => void };

function Switch<T extends string>({ label, options, value, onChange }: SwitchProps<T>) {
  return (
    <div className={styles["switch"]} role="group" aria-label={label}>
      {options.map(([id, text]) => <button key={id} type="button" aria-pressed={id === value} onClick={() => onChange(id)}>{text}</button>)}
    </div>
  );
}
