import type { SessionRow } from "../../api/live";

/** Rooms in which somebody still has to be watched, by their name. */
export function shownOn(sessions: readonly SessionRow[]): SessionRow[] {
  return sessions.filter(({ stage }) => stage === "arrival" || stage === "dosed" || stage === "recovery").sort((a, b) => Number(a.room === undefined) - Number(b.room === undefined) || (a.room ?? "").localeCompare(b.room ?? "") || a.opened_at.localeCompare(b.opened_at));
}

/** Without contact nothing is current; a monitor's values are not beyond its limit of silence (in seconds). */
export function staleOn(row: Pick<SessionRow, "device_at">, now: number, limit: number | undefined, lost: boolean): boolean {
  if (lost) return true;
  return row.device_at !== undefined && limit !== undefined && now - Date.parse(row.device_at) > limit * 1000;
}
