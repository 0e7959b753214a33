import { useMemo } from "react";
import { clinicZone, useFormats } from "./format";
import { useNow } from "./now";

/**
 * Days and wall-clock times of the clinic: a day is `2026-11-22`, a local time `2026-11-22T14:30`, as the server writes
 * them. A local time may happen once, twice (clocks set back) or never (clocks set forward).
 */
const dayLength = 86_400_000;

const asUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

export const isDay = (text: string | null | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(asUtc(text ?? ""));
export const addDays = (day: string, days: number): string => isoDay(asUtc(day) + days * dayLength);
export const daysBetween = (from: string, to: string): number => Math.round((asUtc(to) - asUtc(from)) / dayLength);
/** 0 is Monday. */
export const weekday = (day: string): number => (new Date(asUtc(day)).getUTCDay() + 6) % 7;
export const mondayOf = (day: string): string => addDays(day, -weekday(day));

/** Minutes since midnight of a local time, and back. */
export const minuteOf = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
export const timeOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

const clocks = new Map<string, Intl.DateTimeFormat>();
function clock(zone: string): Intl.DateTimeFormat {
  let found = clocks.get(zone);
  if (!found) {
    const parts: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    found = new Intl.DateTimeFormat("en-CA", { ...parts, hourCycle: "h23", timeZone: zone });
    clocks.set(zone, found);
  }
  return found;
}

/** What the clock on the clinic's wall shows at an instant. */
export function localTime(instant: number | string, zone = clinicZone()): string {
  const found = Object.fromEntries(clock(zone).formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${found["year"]}-${found["month"]}-${found["day"]}T${found["hour"]}:${found["minute"]}`;
}

/** The instants at which the clinic's clock shows this, in order: one, or two or none where clocks change. */
export function instantsOf(local: string, zone = clinicZone()): number[] {
  const shown = Date.parse(`${local}:00Z`);
  if (Number.isNaN(shown)) return [];
  const offsets = [shown - dayLength, shown + dayLength].map((near) => Date.parse(`${localTime(near, zone)}:00Z`) - near);
  const tries = [...new Set(offsets)].map((offset) => shown - offset);
  return tries.filter((instant) => localTime(instant, zone) === local).sort((a, b) => a - b);
}

/** Today by the clinic's clock; changes at its midnight. */
export function useToday(): string {
  const { zone } = useFormats();
  const now = useNow();
  return useMemo(() => localTime(now, zone).slice(0, 10), [now, zone]);
}
