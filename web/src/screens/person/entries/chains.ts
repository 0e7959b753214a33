/** What corrections need to know of an entry. */
export type Linked = { id: string; correction?: { entry: string } | undefined; corrected_by?: string | undefined };

/** An entry that stands, and before it what it corrected, the nearest first. */
export type Chain<E> = { entry: E; before: E[] };

/** Entries that stand, newest first, each with the wrong ones it replaced. Nothing is left out. */
export function chainsOf<E extends Linked>(entries: readonly E[]): Chain<E>[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  return entries
    .filter((entry) => entry.corrected_by === undefined || !known.has(entry.corrected_by))
    .map((entry) => {
      const before: E[] = [];
      for (let wrong = known.get(entry.correction?.entry ?? ""); wrong && !before.includes(wrong); wrong = known.get(wrong.correction?.entry ?? "")) before.push(wrong);
      return { entry, before };
    })
    .reverse();
}
