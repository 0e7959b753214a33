import { describe, expect, it } from "vitest";
import { amountOf, balances, byDay, canCorrect } from "./book";
import type { BookRow } from "./shapes";

const row = (change: Partial<BookRow>): BookRow => ({
  number: 1, entry: "e", stock: "s", medicine: "Ketamine", strength_mg_per_ml: 50, lot: "A", expires: "2027-01-01", kind: "received",
  at: "2026-11-20T08:00:00Z", recorded_at: "2026-11-20T08:00:00Z", late: false, place: "safe", change_micrograms: 0, balance_micrograms: 0,
  lot_balance_micrograms: 0, medicine_balance_micrograms: 0, containers: 0, who: "w", ...change,
});

describe("the columns of the book", () => {
  it("hold amounts without a sign where the column says which way", () => {
    expect(amountOf(row({ kind: "issued", change_micrograms: -25_000 }))).toEqual({ column: "issued", micrograms: 25_000 });
    expect(amountOf(row({ kind: "received", change_micrograms: 500_000 }))).toEqual({ column: "received", micrograms: 500_000 });
  });
  it("keep the sign of counts, corrections and transfers", () => {
    for (const kind of ["counted", "corrected", "transferred"] as const) expect(amountOf(row({ kind, change_micrograms: -100 }))).toEqual({ column: "other", micrograms: -100 });
  });
});

describe("a correction", () => {
  it("is made once, and only of what can be said anew", () => {
    expect(canCorrect(row({ kind: "wasted" }))).toBe(true);
    expect(canCorrect(row({ kind: "wasted", corrected_by_number: 7 }))).toBe(false);
    expect(canCorrect(row({ kind: "counted" }))).toBe(false);
  });
});

describe("the days of the book", () => {
  it("follow the clinic's clock", () => {
    const days = byDay([row({ number: 2, at: "2026-11-20T23:30:00Z" }), row({ number: 1, at: "2026-11-20T22:30:00Z" })], "Europe/Prague");
    expect(days.map(({ day, rows }) => [day, rows.map(({ number }) => number)])).toEqual([["2026-11-20", [1]], ["2026-11-21", [2]]]);
  });
  it("have a late entry where it was entered, so that the balances go on", () => {
    const late = row({ number: 2, at: "2026-11-18T09:00:00Z", recorded_at: "2026-11-20T09:00:00Z", late: true });
    expect(byDay([row({ number: 1 }), late, row({ number: 3 })], "Europe/Prague")).toHaveLength(1);
  });
});

describe("opening and closing balances", () => {
  it("stand side by side, also where one of them is nothing", () => {
    const line = (medicine: string, micrograms: number) => ({ medicine, strength_mg_per_ml: 50, micrograms });
    expect(balances([line("B", 5)], [line("A", 7), line("B", 2)])).toEqual([
      { medicine: "A", strength_mg_per_ml: 50, opening: 0, closing: 7 },
      { medicine: "B", strength_mg_per_ml: 50, opening: 5, closing: 2 },
    ]);
    expect(balances([line("B", 5)], [line("A", 7), line("B", 2)], new Set(["A"]))).toEqual([{ medicine: "A", strength_mg_per_ml: 50, opening: 0, closing: 7 }]);
  });
});
