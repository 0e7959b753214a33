import type { Shape } from "../../api/shapes";

export type Row = Pick<Shape<"ErasureRow">, "person" | "requested_at" | "held_at" | "erased_at" | "erased_by" | "patient" | "patient_name" | "kept_until">;

export const standings = ["asked", "held", "erased"] as const;
export type Standing = (typeof standings)[number];

/** What came last counts: erased, else held, else asked for. Of a hold that was let go nothing is left to show. */
export function standingOf({ erased_at, held_at, requested_at }: Row): Standing | undefined {
  if (erased_at) return "erased";
  if (held_at) return "held";
  return requested_at ? "asked" : undefined;
}

/** `kept_until` is the last day of keeping. */
export const isOver = (keptUntil: string | undefined, today: string): boolean => keptUntil !== undefined && keptUntil < today;

/** Each kind in its order: what can be erased soonest first, what was erased last first. */
export function sortedOut(rows: readonly Row[]): Record<Standing, Row[]> {
  const of = (standing: Standing): Row[] => rows.filter((row) => standingOf(row) === standing);
  const soonest = (a: Row, b: Row): number => (a.kept_until ?? "").localeCompare(b.kept_until ?? "");
  return {
    asked: of("asked").sort(soonest),
    held: of("held").sort(soonest),
    erased: of("erased").sort((a, b) => Date.parse(b.erased_at ?? "") - Date.parse(a.erased_at ?? "")),
  };
}

export type Erased = { kind: "patient" | "inquiry" | "waiting"; id: string };

/** "patient:0190…": what is left of somebody. */
export function erasedOf(person: string): Erased {
  const [kind = "", id = ""] = person.split(":");
  return { kind: kind === "inquiry" || kind === "waiting" ? kind : "patient", id };
}
