import { addDays, isDay, mondayOf } from "../../lib/days";

/** What the book is narrowed to. The period stands in the address only where it is not this month. */
export type Filters = { from: string; to: string; medicine: string; stock: string; patient: string; place: string };

const names = ["medicine", "stock", "patient", "place"] as const;
export type FilterName = (typeof names)[number];

export const monthStart = (day: string): string => `${day.slice(0, 7)}-01`;

/** This month where the address says nothing; the whole register with `period=all`. */
export function readFilters(query: URLSearchParams, today: string): Filters {
  const all = query.get("period") === "all";
  const day = (name: string, standard: string): string => {
    const given = query.get(name);
    return isDay(given) ? given : all ? "" : standard;
  };
  return {
    from: day("from", monthStart(today)),
    to: day("to", query.has("from") ? "" : today),
    medicine: query.get("medicine") ?? "",
    stock: query.get("stock") ?? "",
    patient: query.get("patient") ?? "",
    place: query.get("place") ?? "",
  };
}

/** What is asked of the server: only what is filled in. */
export function asked(filters: Filters): string {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== "")).toString();
}

/** The address that shows this: without what goes without saying. */
export function address(filters: Filters, today: string): string {
  const query = new URLSearchParams();
  const thisMonth = filters.from === monthStart(today) && filters.to === today;
  if (!filters.from && !filters.to) query.set("period", "all");
  else if (!thisMonth) {
    if (filters.from) query.set("from", filters.from);
    else query.set("period", "all");
    if (filters.to) query.set("to", filters.to);
  }
  for (const name of names) if (filters[name]) query.set(name, filters[name]);
  return query.toString();
}

export const periods = ["today", "week", "month", "last_month", "all"] as const;
export type Period = (typeof periods)[number];

export function daysOf(period: Period, today: string): Pick<Filters, "from" | "to"> {
  if (period === "all") return { from: "", to: "" };
  if (period === "today") return { from: today, to: today };
  if (period === "week") return { from: mondayOf(today), to: today };
  if (period === "month") return { from: monthStart(today), to: today };
  const last = addDays(monthStart(today), -1);
  return { from: monthStart(last), to: last };
}

export function periodOf({ from, to }: Filters, today: string): Period | "" {
  return periods.find((each) => {
    const days = daysOf(each, today);
    return days.from === from && days.to === to;
  }) ?? "";
}

export const narrowed = (filters: Filters): boolean => names.some((name) => filters[name] !== "");

/** Months that can be closed: over, and after the last closed one. The one that comes next is the first. */
export function monthsToClose(today: string, closedThrough: string | undefined): string[] {
  const last = monthStart(addDays(monthStart(today), -1));
  const months: string[] = [];
  if (closedThrough === undefined) {
    for (let month = last; months.length < 12; month = monthStart(addDays(month, -1))) months.push(month);
    return months;
  }
  for (let month = monthStart(addDays(closedThrough, 1)); month <= last; month = monthStart(addDays(month, 31))) months.push(month);
  return months;
}
