import type { Shape } from "./shapes";

/** The shapes of what runs live: the room, the wall, the morning after. */
export type Alarm = Shape<"Alarm">;
export type AlarmRow = Shape<"AlarmRow">;
export type AlarmPriority = Shape<"AlarmPriority">;
export type AlarmState = Shape<"AlarmState">;
export type AlarmRule = Shape<"AlarmRule">;
export type ExpectedCourse = Shape<"ExpectedCourse">;
export type ExpectedCurve = Shape<"ExpectedCurve">;
export type LatestValue = Shape<"LatestValue">;
export type PlannedCheck = Shape<"PlannedCheck">;
export type ReadingRow = Shape<"ReadingRow">;
export type Session = Shape<"Session">;
export type SessionPage = Shape<"SessionPage">;
export type SessionRow = Shape<"SessionRow">;
export type Stock = Shape<"Stock">;
export type StockPlace = Shape<"StockPlace">;
export type Watch = Shape<"Watch">;

/** What `…/live` sends, by the name of the event. */
export type LiveEvents = {
  watch: { now: string; watch: Watch; readings: readonly ReadingRow[] };
  session: { now: string; version: number };
  rooms: { now: string };
  beat: { now: string };
};

/** The curves a model may draw; one that is not known here is not drawn. */
export const curveNames = ["systolic_rise_mmhg", "diastolic_rise_mmhg", "heart_rate_rise_bpm", "cadss", "sedated_probability"] as const;
export type CurveName = (typeof curveNames)[number];
