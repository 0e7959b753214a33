import { addDays } from "../../lib/days";
import { fromMilligrams, parseMicrograms, parseWhole, sum } from "./amounts";
import type { Lot, Medicine, OpenContainer, StockPlace } from "./shapes";

// ---- what there is, by medicine and lot ----

export type MedicineGroup = { key: string; medicine: Medicine; lots: Lot[]; balance: number };

/** The same name in another strength or another container is another medicine. */
export const medicineKey = ({ name, strength_mg_per_ml, container_mg }: Medicine): string => `${name}|${strength_mg_per_ml}|${container_mg}`;

/** Medicines by name and strength; of each the lot that expires first comes first. Used-up lots stand at the end. */
export function byMedicine(lots: readonly Lot[]): MedicineGroup[] {
  const groups = new Map<string, MedicineGroup>();
  for (const lot of lots) {
    const key = medicineKey(lot.medicine);
    const group = groups.get(key) ?? { key, medicine: lot.medicine, lots: [], balance: 0 };
    group.lots.push(lot);
    group.balance += lot.balance_micrograms;
    groups.set(key, group);
  }
  const empty = (lot: Lot): number => (lot.balance_micrograms === 0 ? 1 : 0);
  for (const { lots: of } of groups.values()) of.sort((a, b) => empty(a) - empty(b) || a.expires.localeCompare(b.expires) || a.lot.localeCompare(b.lot));
  return [...groups.values()].sort((a, b) => a.medicine.name.localeCompare(b.medicine.name) || a.medicine.strength_mg_per_ml - b.medicine.strength_mg_per_ml || a.key.localeCompare(b.key));
}

/** Where something of the lot is. The safe comes first. */
export function filledPlaces({ places }: Lot): StockPlace[] {
  const rank = (place: string): number => (place === "safe" ? 0 : 1);
  return places.filter((each) => each.balance_micrograms > 0).sort((a, b) => rank(a.place) - rank(b.place) || a.place.localeCompare(b.place));
}

export const placeOf = (lot: Lot | undefined, place: string): StockPlace | undefined => lot?.places.find((each) => each.place === place);
export const byNumber = (opened: readonly OpenContainer[]): OpenContainer[] => [...opened].sort((a, b) => a.container - b.container);

// ---- expiry ----

const soonDays = 90;
export type Expiry = "past" | "soon" | "later";

/** A lot may still be used on the day it expires. */
export function expiryOf(expires: string, today: string): Expiry {
  if (expires < today) return "past";
  return expires <= addDays(today, soonDays) ? "soon" : "later";
}

// ---- counting ----

export type CountTyped = { sealed: string; opened: Record<string, string> };
export type Counted = { sealed: number; opened: { container: number; left: number }[] };

/** What was counted, once all of it is typed. An opened container holds at most what a full one does. */
export function counted(typed: CountTyped, at: StockPlace | undefined, medicine: Medicine): Counted | undefined {
  const sealed = parseWhole(typed.sealed);
  if (typeof sealed !== "number") return undefined;
  const full = fromMilligrams(medicine.container_mg);
  const opened: Counted["opened"] = [];
  for (const { container } of byNumber(at?.opened ?? [])) {
    const left = parseMicrograms(typed.opened[container] ?? "");
    if (typeof left !== "number" || left > full) return undefined;
    opened.push({ container, left });
  }
  return { sealed, opened };
}

/** One line of the comparison; `container` is missing for the sealed ones. */
export type Line = { container?: number; counted: number; expected: number; variance: number };
export type Comparison = { lines: Line[]; counted: number; expected: number; variance: number; differs: boolean };

/** All in micrograms, the sealed ones too. Lines that differ both ways differ even where the sum does not. */
export function compare(found: Counted, at: StockPlace | undefined, medicine: Medicine): Comparison {
  const full = fromMilligrams(medicine.container_mg);
  const line = (is: number, was: number, container?: number): Line => ({ ...(container === undefined ? {} : { container }), counted: is, expected: was, variance: is - was });
  const expected = new Map(at?.opened.map(({ container, left_micrograms: left }) => [container, left]));
  const lines = [
    line(found.sealed * full, (at?.sealed ?? 0) * full),
    ...found.opened.map(({ container, left }) => line(left, expected.get(container) ?? 0, container)),
  ];
  const [is, was] = [sum(lines.map((each) => each.counted)), sum(lines.map((each) => each.expected))];
  return { lines, counted: is, expected: was, variance: is - was, differs: lines.some(({ variance }) => variance !== 0) };
}
