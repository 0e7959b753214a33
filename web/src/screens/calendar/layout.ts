import type { Shape } from "../../api/shapes";
import { addDays, minuteOf, timeOf } from "../../lib/days";

export type Row = Shape<"BookingRow">;
export type Appointment = Shape<"Appointment">;
export type Kind = Shape<"BookingKind">;

export const kinds: readonly Kind[] = ["interview", "evaluation", "examination", "preparation", "dosing", "integration", "outcome", "other"];

/** No room: the people meet online. */
export const online = "-online";

export const startOf = ({ booking }: Row): number => minuteOf(booking.appointment.starts);
export const endOf = (row: Row): number => startOf(row) + row.booking.appointment.length_min;
export const timesOf = (row: Row): string => `${timeOf(startOf(row))}–${timeOf(Math.min(endOf(row), 24 * 60))}`;
export const roomOf = ({ booking }: Row): string => booking.appointment.room ?? online;
export const isBooked = ({ booking }: Row): boolean => booking.status === "booked";
/** A booking that moved stands in the calendar more than once: the id alone does not name one of them. */
export const keyOf = ({ booking, day }: Row): string => [booking.id, day, booking.status, booking.appointment.starts, booking.moved_to ?? ""].join(" ");

export type Placed = { row: Row; lane: number; lanes: number };

/** Beside each other where they overlap; those that overlap share the width. */
export function inLanes(rows: readonly Row[]): Placed[] {
  const sorted = [...rows].sort((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a));
  const placed: Placed[] = [];
  let group: Placed[] = [];
  let ends: number[] = [];
  for (const row of sorted) {
    if (ends.every((end) => end <= startOf(row))) {
      finish(group, ends.length);
      group = [];
      ends = [];
    }
    const free = ends.findIndex((end) => end <= startOf(row));
    const lane = free === -1 ? ends.length : free;
    ends[lane] = endOf(row);
    const one = { row, lane, lanes: 1 };
    group.push(one);
    placed.push(one);
  }
  finish(group, ends.length);
  return placed;
}

function finish(group: Placed[], lanes: number): void {
  for (const each of group) each.lanes = lanes;
}

export type Hours = { first: number; last: number };

/** The working day, and more of it where something is booked earlier or later. */
export function hoursFor(rows: readonly Row[], usual: Hours = { first: 8, last: 18 }): Hours {
  const first = Math.min(usual.first, ...rows.map((row) => Math.floor(startOf(row) / 60)));
  const last = Math.max(usual.last, ...rows.map((row) => Math.ceil(endOf(row) / 60)));
  return { first, last: Math.min(last, 24) };
}

/** Saturday and Sunday only where something happens on them. */
export function shownDays(monday: string, rows: readonly Row[], today: string): string[] {
  const week = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  return week.filter((day, index) => index < 5 || day === today || rows.some((row) => row.day === day));
}

export type Wanted = { starts: string; length_min: number; staff: readonly string[]; room: string; patient: string };
export type Collision = { row: Row; what: "room" | "patient" | "staff"; staff: string[] };

/** What a wished-for time cannot have because somebody else has it; the server decides, this says it earlier. */
export function collisions(wanted: Wanted, rows: readonly Row[], except = ""): Collision[] {
  const from = minuteOf(wanted.starts);
  const to = from + wanted.length_min;
  const day = wanted.starts.slice(0, 10);
  const found: Collision[] = [];
  for (const row of rows) {
    if (row.day !== day || !isBooked(row) || row.booking.id === except || to <= startOf(row) || endOf(row) <= from) continue;
    const { appointment } = row.booking;
    const staff = appointment.staff.filter((each) => wanted.staff.includes(each));
    if (appointment.room && appointment.room === wanted.room) found.push({ row, what: "room", staff });
    else if (appointment.patient && appointment.patient === wanted.patient) found.push({ row, what: "patient", staff });
    else if (staff.length > 0) found.push({ row, what: "staff", staff });
  }
  return found;
}

const step = 15;

/** The nearest later time of that day at which nothing is in the way; undefined where there is none. */
export function nextFree(wanted: Wanted, rows: readonly Row[], except = "", last = 20 * 60): string | undefined {
  const day = wanted.starts.slice(0, 10);
  const first = Math.ceil((minuteOf(wanted.starts) + 1) / step) * step;
  for (let minute = first; minute + wanted.length_min <= last; minute += step) {
    if (collisions({ ...wanted, starts: `${day}T${timeOf(minute)}` }, rows, except).length === 0) return timeOf(minute);
  }
  return undefined;
}
