import { createContext, use } from "react";
import type { Shape } from "../../api/shapes";
import type { ReadingRow, SessionPage, Watch } from "../../api/live";
import type { LiveState } from "../../lib/live";

export type RoomData = {
  page: SessionPage;
  policy: Shape<"PolicyPage">;
  staff: readonly Shape<"StaffRow">[];
  live: LiveState;
  watch: Watch | undefined;
  /** What the monitor sent, oldest first. */
  readings: readonly ReadingRow[];
};
export const RoomContext = createContext<RoomData | undefined>(undefined);
export function useRoom(): RoomData {
  const data = use(RoomContext);
  if (!data) throw new Error("useRoom outside the room");
  return data;
}

/** What one is doing: at most one thing at a time, and it stands in the address, so that a reload shows it again. */
export const tasks = ["readiness", "vitals", "order", "time_out", "dose", "waste", "adverse", "end", "discharge", "release", "close_out", "cancel"] as const;
export type Task = (typeof tasks)[number];
