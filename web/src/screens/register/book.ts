import { localTime } from "../../lib/days";
import type { BalanceLine, BookRow } from "./shapes";

/** The columns of the book: where an entry's amount stands. */
export const columns = ["received", "issued", "wasted", "returned", "destroyed", "other"] as const;
export type Column = (typeof columns)[number];

/** Amounts of the first five are without a sign: the column says which way. Others are more or less by so much. */
export function amountOf(row: BookRow): { column: Column; micrograms: number } {
  const column = columns.find((each) => each === row.kind) ?? "other";
  if (column === "other") return { column, micrograms: row.change_micrograms };
  return { column, micrograms: Math.abs(row.change_micrograms) };
}

/** What a correction can be made to: a receipt, an issue, a waste, and each only once. */
export const canCorrect = ({ kind, corrected_by_number }: BookRow): boolean =>
  corrected_by_number === undefined && (kind === "received" || kind === "issued" || kind === "wasted");

/** Entries in the order of the book, under the day on which they were entered. */
export function byDay(rows: readonly BookRow[], zone: string): { day: string; rows: BookRow[] }[] {
  const days: { day: string; rows: BookRow[] }[] = [];
  for (const row of [...rows].sort((a, b) => a.number - b.number)) {
    const day = localTime(row.late ? row.recorded_at : row.at, zone).slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}

export type BalanceRow = { medicine: string; strength_mg_per_ml: number; opening: number; closing: number };

/**
 * What there was before the period and what there is after it, medicine by medicine; nothing means none. With `only`, of
 * these medicines alone.
 */
export function balances(opening: readonly BalanceLine[], closing: readonly BalanceLine[], only?: ReadonlySet<string>): BalanceRow[] {
  const rows = new Map<string, BalanceRow>();
  const row = ({ medicine, strength_mg_per_ml }: BalanceLine): BalanceRow => {
    const key = `${medicine}|${strength_mg_per_ml}`;
    const found = rows.get(key) ?? { medicine, strength_mg_per_ml, opening: 0, closing: 0 };
    rows.set(key, found);
    return found;
  };
  for (const line of opening) row(line).opening += line.micrograms;
  for (const line of closing) row(line).closing += line.micrograms;
  return [...rows.values()].filter(({ medicine }) => !only || only.has(medicine)).sort((a, b) => a.medicine.localeCompare(b.medicine) || a.strength_mg_per_ml - b.strength_mg_per_ml);
}
