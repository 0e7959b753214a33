import { describe, expect, it } from "vitest";
import type { Lot, Medicine, StockPlace } from "./shapes";
import { byMedicine, compare, counted, expiryOf, filledPlaces } from "./stock";

const ketamine: Medicine = { name: "Ketamine", strength_mg_per_ml: 50, container_mg: 500 };
const weaker: Medicine = { ...ketamine, strength_mg_per_ml: 10, container_mg: 200 };
const opened = (container: number, left: number) => ({ container, left_micrograms: left, opened_at: "2026-11-20T08:00:00Z" });
const at = (place: string, sealed: number, ...open: ReturnType<typeof opened>[]): StockPlace => ({
  place, sealed, opened: open, balance_micrograms: sealed * 500_000 + open.reduce((all, each) => all + each.left_micrograms, 0),
});
function lot(name: string, expires: string, medicine = ketamine, places: StockPlace[] = [at("safe", 2)]): Lot {
  return { id: name, medicine, lot: name, expires, places, balance_micrograms: places.reduce((all, each) => all + each.balance_micrograms, 0) };
}

describe("stock by medicine", () => {
  it("keeps strengths apart and adds up each", () => {
    const groups = byMedicine([lot("A", "2027-01-01"), lot("W", "2027-01-01", weaker), lot("B", "2026-12-01")]);
    expect(groups.map(({ medicine, lots }) => [medicine.strength_mg_per_ml, lots.map((each) => each.lot)])).toEqual([[10, ["W"]], [50, ["B", "A"]]]);
    expect(groups[1]?.balance).toBe(2_000_000);
  });
  it("has what expires first at the top and what is used up at the end", () => {
    const [group] = byMedicine([lot("gone", "2026-01-01", ketamine, [at("safe", 0)]), lot("late", "2028-01-01"), lot("early", "2027-01-01")]);
    expect(group?.lots.map((each) => each.lot)).toEqual(["early", "late", "gone"]);
  });
  it("shows only places that hold something, the safe first", () => {
    const places = filledPlaces(lot("A", "2027-01-01", ketamine, [at("room-2", 1), at("room-1", 0), at("safe", 1)]));
    expect(places.map(({ place }) => place)).toEqual(["safe", "room-2"]);
  });
  it("is empty without lots", () => expect(byMedicine([])).toEqual([]));
});

describe("expiry", () => {
  it("is past on the day after", () => {
    expect(expiryOf("2026-11-21", "2026-11-22")).toBe("past");
    expect(expiryOf("2026-11-22", "2026-11-22")).toBe("soon");
    expect(expiryOf("2027-02-20", "2026-11-22")).toBe("soon");
    expect(expiryOf("2027-02-21", "2026-11-22")).toBe("later");
  });
});

describe("a count", () => {
  const safe = at("safe", 3, opened(4, 120_500), opened(2, 50_000));
  it("is there once everything is typed", () => {
    expect(counted({ sealed: "3", opened: { "2": "50" } }, safe, ketamine)).toBeUndefined();
    expect(counted({ sealed: "", opened: { "2": "50", "4": "120,5" } }, safe, ketamine)).toBeUndefined();
    expect(counted({ sealed: "3", opened: { "2": "50", "4": "501" } }, safe, ketamine), "more than a full one").toBeUndefined();
    expect(counted({ sealed: "3", opened: { "2": "50", "4": "120,5" } }, safe, ketamine)).toEqual({
      sealed: 3, opened: [{ container: 2, left: 50_000 }, { container: 4, left: 120_500 }],
    });
  });
  it("that agrees has no variance", () => {
    const result = compare({ sealed: 3, opened: [{ container: 2, left: 50_000 }, { container: 4, left: 120_500 }] }, safe, ketamine);
    expect(result).toMatchObject({ expected: 1_670_500, counted: 1_670_500, variance: 0, differs: false });
  });
  it("says line by line what is missing and what is too much", () => {
    const result = compare({ sealed: 2, opened: [{ container: 2, left: 50_000 }, { container: 4, left: 120_600 }] }, safe, ketamine);
    expect(result.lines.map(({ variance }) => variance)).toEqual([-500_000, 0, 100]);
    expect(result).toMatchObject({ variance: -499_900, differs: true });
  });
  it("differs also where the differences cancel out", () => {
    const result = compare({ sealed: 3, opened: [{ container: 2, left: 60_000 }, { container: 4, left: 110_500 }] }, safe, ketamine);
    expect(result).toMatchObject({ variance: 0, differs: true });
  });
  it("finds something where nothing should be", () => {
    const found = counted({ sealed: "1", opened: {} }, undefined, ketamine);
    expect(found && compare(found, undefined, ketamine)).toMatchObject({ expected: 0, variance: 500_000, differs: true });
  });
});
