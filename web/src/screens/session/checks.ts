import type { PlannedCheck } from "../../api/live";

/** The next check: how long until it, how long over it, and from when that is an alarm. */

export type CheckState = { state: "ahead" | "soon" | "due" | "overdue"; seconds: number };

const soon = 120;

export function checkState(check: PlannedCheck | undefined, now: number): CheckState | undefined {
  if (!check) return undefined;
  const seconds = Math.round((Date.parse(check.at) - now) / 1000);
  if (now >= Date.parse(check.overdue_at)) return { state: "overdue", seconds };
  if (seconds <= 0) return { state: "due", seconds };
  return { state: seconds <= soon ? "soon" : "ahead", seconds };
}

/** "4:05", "1:02:09"; what is over has a plus. */
export function countdown(seconds: number): string {
  const size = Math.abs(seconds);
  const [hours, minutes, rest] = [Math.floor(size / 3600), Math.floor((size % 3600) / 60), size % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${seconds < 0 ? "+" : ""}${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}`;
}
