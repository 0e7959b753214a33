import type { Shape } from "../../api/shapes";

/** What was offered, accepted and declined of touch, beside what was agreed before. */

export type Touch = Shape<"Touch">;
export const touches: readonly Touch[] = ["hand", "shoulder", "as_asked"];
export type TouchAct = "offered" | "accepted" | "declined";
export const touchActs: readonly TouchAct[] = ["offered", "accepted", "declined"];
export const touchKind = (act: TouchAct): Shape<"MarkKind"> => `touch_${act}`;

export function touchAct(kind: Shape<"MarkKind">): TouchAct | undefined {
  return touchActs.find((act) => touchKind(act) === kind);
}

const nearness: Record<Touch, number> = { none: 0, hand: 1, shoulder: 2, as_asked: 3 };

/** Nearer than what was agreed. Without an agreement any touch is. What was declined did not happen. */
export function beyond(touch: Touch, agreed: Touch | undefined, act: TouchAct = "accepted"): boolean {
  return act !== "declined" && nearness[touch] > nearness[agreed ?? "none"];
}

export type TouchRow = { id: string; at: string; by: string; act: TouchAct; touch: Touch | undefined; beyond: boolean; words: string | undefined };

/** Every mark about touch that stands, newest first. What the server says of it counts before our own judgement. */
export function touchLedger(marks: readonly Shape<"Entry_Mark">[], agreed: Touch | undefined): TouchRow[] {
  return marks
    .filter(({ corrected_by }) => !corrected_by)
    .flatMap((entry) => {
      const mark = entry.data;
      const act = touchAct(mark.kind);
      if (!act) return [];
      const judged = mark.beyond_agreement ?? (mark.touch ? beyond(mark.touch, agreed, act) : false);
      return [{ id: entry.id, at: entry.happened_at, by: entry.by, act, touch: mark.touch, beyond: judged, words: mark.words }];
    })
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

export type TouchCounts = Record<TouchAct, number> & { beyond: number };
export function countTouch(rows: readonly TouchRow[]): TouchCounts {
  const counts: TouchCounts = { offered: 0, accepted: 0, declined: 0, beyond: 0 };
  for (const row of rows) {
    counts[row.act] += 1;
    if (row.beyond) counts.beyond += 1;
  }
  return counts;
}
