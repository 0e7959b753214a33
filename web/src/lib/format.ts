import { useMemo } from "react";
import { useLanguage, type Language } from "./i18n";
import { makeStore, useStore } from "./store";

/** The clinic's time zone: every time is shown as the clock on the clinic's wall shows it. */
const zone = makeStore("Europe/Prague");
export const clinicZone = (): string => zone.get();
export function setClinicZone(name: string): void {
  zone.set(name);
}

const dateFormats = {
  date: { day: "numeric", month: "numeric", year: "numeric" },
  longDate: { day: "numeric", month: "long", year: "numeric" },
  dayMonth: { day: "numeric", month: "long" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  timeWithSeconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  dateTime: { day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  monthYear: { month: "long", year: "numeric" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateFormat = keyof typeof dateFormats;

const locales: Record<Language, string> = { cs: "cs-CZ", en: "en-GB", uk: "uk-UA" };

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>();
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>(
  key: string,
  make: () => T,
): T {
  const found = cache.get(key);
  if (found) return found as T;
  const made = make();
  cache.set(key, made);
  return made;
}

/** A plain date (`2026-11-22`) is the same day everywhere; an instant is shown in the clinic's zone. */
const plainDate = /^\d{4}-\d{2}-\d{2}$/;

export type Formats = {
  zone: string;
  /** An instant (RFC 3339, milliseconds or Date), or a plain date. */
  date: (when: string | number | Date, as?: DateFormat) => string;
  /** "23.–29. listopadu 2026": two plain dates as one text. */
  dates: (from: string, to: string) => string;
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  percent: (share: number) => string;
  money: (amount: number, currency?: string) => string;
  /** "2 h 10 min", "3 days": the two largest units that say something. */
  duration: (milliseconds: number) => string;
  /** "in 3 hours", "yesterday". */
  relative: (when: string | number | Date, now: number) => string;
  list: (items: readonly string[]) => string;
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function unit(locale: string, value: number, name: string, display: "short" | "long"): string {
  const format = cached(`unit ${locale} ${name} ${display}`, () =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: display }));
  return format.format(value);
}

export function formats(language: Language, timeZone: string): Formats {
  const locale = locales[language];
  return {
    zone: timeZone,
    date: (when, as = "date") => {
      const plain = typeof when === "string" && plainDate.test(when);
      const inZone = plain ? "UTC" : timeZone;
      const format = cached(`date ${locale} ${as} ${inZone}`, () =>
        new Intl.DateTimeFormat(locale, { ...dateFormats[as], timeZone: inZone }));
      return format.format(new Date(when));
    },
    dates: (from, to) =>
      cached(`dates ${locale}`, () => new Intl.DateTimeFormat(locale, { ...dateFormats.longDate, timeZone: "UTC" })).formatRange(new Date(from), new Date(to)),
    number: (value, options = {}) =>
      cached(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value),
    percent: (share) =>
      cached(`percent ${locale}`, () => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }))
        .format(share),
    money: (amount, currency = "CZK") =>
      cached(`money ${locale} ${currency}`, () =>
        new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 })).format(amount),
    duration: (milliseconds) => {
      const total = Math.round(Math.abs(milliseconds) / minute) * minute;
      const days = Math.floor(total / day);
      const hours = Math.floor((total % day) / hour);
      const minutes = Math.floor((total % hour) / minute);
      if (days >= 3) return unit(locale, days, "day", "long");
      if (days > 0) {
        const whole = unit(locale, days, "day", "long");
        return hours > 0 ? `${whole} ${unit(locale, hours, "hour", "short")}` : whole;
      }
      if (hours >= 6 || (hours > 0 && minutes === 0)) return unit(locale, hours, "hour", "short");
      if (hours > 0) return `${unit(locale, hours, "hour", "short")} ${unit(locale, minutes, "minute", "short")}`;
      return unit(locale, minutes, "minute", "short");
    },
    relative: (when, now) => {
      const format = cached(`relative ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
      const away = new Date(when).getTime() - now;
      if (Math.abs(away) < 45 * minute) return format.format(Math.round(away / minute), "minute");
      if (Math.abs(away) < 22 * hour) return format.format(Math.round(away / hour), "hour");
      return format.format(Math.round(away / day), "day");
    },
    list: (items) => cached(`list ${locale}`, () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items),
  };
}

export function useFormats(): Formats {
  const language = useLanguage();
  const timeZone = useStore(zone);
  return useMemo(() => formats(language, timeZone), [language, timeZone]);
}

/** Reads a number as people write it: "36,6", "36.6", "1 250". Empty is null; not a number is undefined. */
export function parseNumber(text: string): number | null | undefined {
  const tidy = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (tidy === "") return null;
  if (!/^[+-]?\d+(\.\d+)?$/.test(tidy)) return undefined;
  return Number(tidy);
}
