import type { Alarm, AlarmPriority, AlarmState, SessionRow } from "../../api/live";

/** Alarms in the vocabulary of IEC 60601-1-8, and in the order in which somebody should look at them. */

export const priorities: readonly AlarmPriority[] = ["high", "medium", "low"];
const weight: Record<AlarmPriority, number> = { high: 3, medium: 2, low: 1 };

/** One to three signs, as the standard marks a priority: it is told by shape and count, not only by colour. */
export const signs = (priority: AlarmPriority): string => "!".repeat(weight[priority]);

/** Whether it asks for somebody: the condition is there, or it was and nobody has acknowledged it yet. */
export const signals = ({ state }: { state: AlarmState }): boolean => state === "active" || state === "latched";

/** Those that signal first, the gravest of them first, and of equals the one that waits longest. */
export function inOrder<A extends Pick<Alarm, "state" | "priority" | "raised_at" | "alarm">>(alarms: readonly A[]): A[] {
  return [...alarms].sort(
    (a, b) => Number(signals(b)) - Number(signals(a)) || weight[b.priority] - weight[a.priority] || Date.parse(a.raised_at) - Date.parse(b.raised_at) || a.alarm - b.alarm,
  );
}

export const signalling = (alarms: readonly Alarm[]): Alarm[] => inOrder(alarms.filter(signals));

export function worst(alarms: readonly Alarm[]): AlarmPriority | undefined {
  return signalling(alarms)[0]?.priority;
}

/** The rooms with the gravest alarm first; among equals as they stand. */
export const byAlarm = <R extends Partial<Pick<SessionRow, "alarm">>>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => (b.alarm ? weight[b.alarm] : 0) - (a.alarm ? weight[a.alarm] : 0));

/** What is said aloud once: each alarm when it begins to signal, again when it does so again, and when it escalates. */
export const announced = ({ alarm, raised_at, escalated_at, acknowledged_at }: Pick<Alarm, "alarm" | "raised_at" | "escalated_at" | "acknowledged_at">): string =>
  [alarm, raised_at, acknowledged_at ?? "", escalated_at ?? ""].join(" ");

/** Seconds the sound is still paused; the pause ends by itself. */
export function pauseLeft(pausedUntil: string | undefined, now: number): number {
  return pausedUntil ? Math.max(0, Math.ceil((Date.parse(pausedUntil) - now) / 1000)) : 0;
}
