import type { Session } from "../../api/live";
import { dosesGiven } from "./room";

/** The simulated person's life in real time: it runs `speed` times faster, from the first dose on. */
export function simulatedMinute(session: Pick<Session, "doses" | "rehearsal">, now: number): number | undefined {
  const [first] = dosesGiven(session);
  if (!first || !session.rehearsal) return undefined;
  return ((now - Date.parse(first.happened_at)) / 60_000) * session.rehearsal.speed;
}

/** Whether a lost network is on the script of this rehearsal now. */
export function networkLost(session: Pick<Session, "doses" | "rehearsal">, now: number): boolean {
  const minute = simulatedMinute(session, now);
  if (minute === undefined) return false;
  return (session.rehearsal?.troubles ?? []).some(({ kind, at_min, for_min }) => kind === "network_lost" && minute >= at_min && minute < at_min + for_min);
}
