import type { Shape } from "./shapes";

/** What the room, the wall and the morning page hear of the server, beside what its own description already names. */

export type AlarmPriority = "low" | "medium" | "high";
export type AlarmState = "active" | "latched" | "acknowledged" | "ended";
export type AlarmSource = "typed" | "device" | "silence" | "overdue";

export type Alarm = {
  alarm: number;
  rule: string;
  source: AlarmSource;
  priority: AlarmPriority;
  unverified: boolean;
  measure?: Shape<"Measure">;
  value?: number;
  limit?: number;
  state: AlarmState;
  raised_at: string;
  escalate_at: string;
  condition_ended_at?: string;
  escalated_at?: string;
  acknowledged_at?: string;
  remind_at?: string;
  acknowledged_by?: string;
};

/** An alarm as the list of the whole session tells it. */
export type AlarmRow = Omit<Alarm, "escalate_at" | "condition_ended_at" | "remind_at"> & { actionable?: boolean; words?: string; ended_at?: string };
export type AlarmList = { alarms: AlarmRow[] };

export type PlannedCheck = { rule: string; at: string; overdue_at: string };
export type DeviceReading = { device: string; control_id: string; vitals: Shape<"Vitals"> };
export type LastReading = { reading: DeviceReading; measured_at: string; received_at: string; silent_at?: string };
export type LatestValue = { measure: Shape<"Measure">; value: number; measured_at: string };
export type DeviceRefusal = { code: string; text: string; device?: string; bed?: string };
export type AlarmBurden = { raised: number; acknowledged: number; escalated: number; actionable: number; not_actionable: number; not_said: number };

export type Watch = {
  session: string;
  patient: string;
  course: string;
  room?: string;
  rehearsal: boolean;
  began_at: string;
  ended_at?: string;
  last?: LastReading;
  latest: LatestValue[];
  last_refusal?: DeviceRefusal;
  last_refusal_at?: string;
  next_check?: PlannedCheck;
  noticed: { rule: string; since: string }[];
  alarms: Alarm[];
  paused_until?: string;
  burden: AlarmBurden;
};

export type ReadingRow = { at: string; received_at: string; device: string; vitals: Shape<"Vitals"> };
export type ReadingList = { readings: ReadingRow[] };

export type CurveName = "systolic_rise_mmhg" | "diastolic_rise_mmhg" | "heart_rate_rise_bpm" | "cadss" | "sedated_probability";
export type ExpectedCurve = { name: CurveName; unit: string; evidence: string; p05: number[]; p50: number[]; p95: number[] };
export type ExpectedCourse = {
  dosed_at?: string;
  planned: boolean;
  model: string;
  evidence: string;
  sources: string[];
  notes: string[];
  minutes: number[];
  curves: ExpectedCurve[];
  baseline: { systolic_mmhg?: number; diastolic_mmhg?: number; heart_rate_bpm?: number };
};

export type TroubleKind = "pressure_crisis" | "vomiting" | "panic" | "desaturation" | "monitor_lost" | "network_lost";
export type Trouble = { kind: TroubleKind; at_min: number; for_min: number };
export type RehearsalForm = {
  name: string;
  sex: Shape<"Sex">;
  age_years: number;
  weight_kg: number;
  agreed_touch: Shape<"Touch">;
  speed: number;
  troubles: Trouble[];
  seed: number;
};

export type Mark = Shape<"Mark"> & { touch?: Shape<"Touch">; drug?: string; beyond_agreement?: boolean };
export type DoseForm = Shape<"DoseForm"> & { stock?: string; place?: string; container?: number; expired_because?: string };
export type WastedRemainder = { wasted: { stock: string; amount_mg: number; reason: string; method: string; witness: string }; by: string; at: string };
export type CorrectedDose = { corrected: { dose: string; was_mg: number; is_mg: number; reason: string; witness: string }; by: string; at: string };

export type Session = Shape<"Session"> & { rehearsal?: RehearsalForm; remainders?: WastedRemainder[]; corrected_doses?: CorrectedDose[] };
export type SessionRow = Shape<"SessionRow"> & { rehearsal?: boolean; alarm?: AlarmPriority; alarms_open?: number; escalated?: boolean; next_check_at?: string };
export type SessionList = { sessions: SessionRow[] };

export type MorningForm = { items: string[]; words?: string; call_me: boolean };
export type Morning = {
  language: string;
  email?: string;
  send_at: string;
  answer_by: string;
  attempts: number;
  sending_since?: string;
  outcome?: "sent" | "refused_for_now" | "refused_for_good" | "unknown";
  outcome_text?: string;
  again_at?: string;
  answer?: MorningForm;
  answered_at?: string;
  worrying: boolean;
  reported: boolean;
};
export type MorningPage = { clinic: string; phone?: string; language: string; zone: string; items: { code: string; text: Shape<"Words"> }[]; answered: boolean; too_old: boolean };

export type SessionPage = Omit<Shape<"SessionPage">, "session" | "others"> & { session: Session; others: SessionRow[]; watch?: Watch; morning?: Morning };

export type OpenContainer = { container: number; left_micrograms: number; opened_at: string };
export type StockPlace = { place: string; sealed: number; opened: OpenContainer[]; balance_micrograms: number };
export type Stock = {
  id: string;
  medicine: { name: string; strength_mg_per_ml: number; container_mg: number };
  lot: string;
  expires: string;
  places: StockPlace[];
  balance_micrograms: number;
};
export type StockList = { stocks: Stock[]; places: string[] };

type Sourced = { id: string; text: Shape<"Words">; source: string; evidence: Shape<"Evidence"> };
export type AlarmRule = Sourced & { measure: Shape<"Measure">; above?: number; below?: number; priority: AlarmPriority; for_s: number };
type NumberRule = Sourced & { value: number };
export type AlarmPolicy = {
  pause_longest_s: NumberRule;
  remind_s: NumberRule;
  escalate_high_s: NumberRule;
  escalate_medium_s: NumberRule;
  escalate_low_s: NumberRule;
  device_silence_s: NumberRule & { priority: AlarmPriority };
  check_overdue_min: NumberRule & { priority: AlarmPriority };
};
export type MonitoringRule = Sourced & { route: Shape<"Route">; from_min: number; until_min: number; every_min: number };
/** The clinic's rules as far as they watch over a session. */
export type WatchRules = { monitoring?: MonitoringRule[]; alarms?: AlarmRule[]; alarm_policy?: AlarmPolicy; clinic_phone?: string };

export const watchRules = (policy: Shape<"PolicyPage">): WatchRules => policy.pack as unknown as WatchRules;
