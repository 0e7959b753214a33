import type { Session } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { dosesGiven } from "./room";

/** How many of the simulated person's minutes go by in one of the room's. */
export const paceOf = ({ speed, slower }: Pick<Shape<"RehearsalForm">, "speed" | "slower">): number => speed / (slower ?? 1);

/** The simulated person's life in real time: at its own pace, from the first dose on. */
export function simulatedMinute(session: Pick<Session, "doses" | "rehearsal">, now: number): number | undefined {
  const [first] = dosesGiven(session);
  if (!first || !session.rehearsal) return undefined;
  return ((now - Date.parse(first.happened_at)) / 60_000) * paceOf(session.rehearsal);
}

/** Whether a lost network is on the script of this rehearsal now. */
export function networkLost(session: Pick<Session, "doses" | "rehearsal">, now: number): boolean {
  const minute = simulatedMinute(session, now);
  if (minute === undefined) return false;
  return (session.rehearsal?.troubles ?? []).some(({ kind, at_min, for_min }) => kind === "network_lost" && minute >= at_min && minute < at_min + for_min);
}
