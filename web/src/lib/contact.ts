/**
 * Whether the server is heard, judged by silence alone: a page that slept or was frozen notices when it wakes, because
 * both of its clocks are asked. The wall clock runs while a machine sleeps; the steady one cannot be set back.
 */
export const silenceLimit = 10_000;

export type Clocks = { wall: number; steady: number };
export type Contact = { heard: Clocks; lostSince?: number };
export type Loss = { since: number; until: number };

export const clocks = (): Clocks => ({ wall: Date.now(), steady: performance.now() });

export const silentFor = (from: Clocks, to: Clocks): number => Math.max(0, to.wall - from.wall, to.steady - from.steady);

/** Nothing heard: after the limit contact counts as lost, and since the last word, not since it was noticed. */
export function looked(before: Contact, at: Clocks): Contact {
  if (before.lostSince !== undefined || silentFor(before.heard, at) < silenceLimit) return before;
  return { ...before, lostSince: before.heard.wall };
}

/** A word of the server. If contact was lost, also in a sleep that nobody saw, the loss is over and is told once. */
export function heard(before: Contact, at: Clocks): { contact: Contact; loss?: Loss } {
  const { lostSince } = looked(before, at);
  const contact: Contact = { heard: at };
  return lostSince === undefined ? { contact } : { contact, loss: { since: Math.min(lostSince, at.wall), until: at.wall } };
}
