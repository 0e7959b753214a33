/** What the server is asked and answers, as src/pharmacology/simulate.h says it. */
export const routes = ["iv", "im", "sc", "oral", "oral_tablet", "oral_prolonged", "sublingual", "sublingual_spat", "nasal", "nasal_racemic", "rectal"] as const;
export type Route = (typeof routes)[number];
export const drugs = ["racemate", "esketamine", "arketamine"] as const;
export type Drug = (typeof drugs)[number];
export type Evidence = "R" | "R2" | "C" | "M";
export type Sex = "female" | "male";
export type Site = "arterial" | "venous";
export type Analyte = "ketamine" | "norketamine" | "dehydronorketamine" | "hydroxynorketamine";
export type Species = "s" | "r" | "mixture";
export type Words = { cs: string; en: string; uk: string };
export type Bounded = "weight_kg" | "age_years" | "dose_mg" | "dose_mg_per_kg" | "duration_h" | "until_h";

export type Covariates = { weight_kg: number; height_cm?: number; age_years?: number; sex?: Sex };
export type DoseAsked = { at_h: number; route: Route; drug: Drug; dose_mg: number; duration_min?: number };
export type SimulationAsked = {
  model?: string;
  person: Covariates;
  doses: DoseAsked[];
  with?: string[];
  until_h: number;
  every_min: number;
  population?: number;
  seed?: number;
  session_number?: number;
  resting_heart_rate_bpm?: number;
  days?: number;
};

export type Quantity =
  | "concentration" | "effect_site" | "cadss" | "systolic_rise" | "diastolic_rise" | "heart_rate_rise" | "cardiac_output_rise"
  | "sedated" | "unresponsive";
export type Band = { p05: number[]; p50: number[]; p95: number[] };
export type Curve = {
  name: string;
  quantity: Quantity;
  analyte?: Analyte;
  enantiomer?: Species;
  site?: Site;
  unit: string;
  typical: number[];
  band?: Band;
  summary: { maximum: number; maximum_at_h: number; auc_h?: number; half_life_h?: number };
  evidence: Evidence;
  sources: string[];
  warning?: Words;
};

export type DaysAfter = {
  times_d: number[];
  drug_points: number[];
  drug_band: Band;
  placebo_points: number[];
  shares: { day: number; response: number; remission: number }[];
  baseline_points: number;
  evidence: Evidence;
  sources: string[];
  cannot_say: Words[];
};

export type InteractionKind =
  | "exposure" | "dissociation" | "benefit" | "more_sedation" | "blood_pressure_up" | "blood_pressure_down" | "overlapping_block"
  | "seizure_threshold";
export type NoteKind =
  | "calibrated_here" | "outside_range" | "interaction_applied" | "interaction_not_measured" | "benefit_factor"
  | "dissociation_factor" | "alert" | "few_people";
export type Note = {
  kind: NoteKind;
  what: string;
  effect?: InteractionKind;
  value?: number;
  min?: number;
  max?: number;
  assumed?: boolean;
  source: string;
  evidence: Evidence;
};

export type Population = { text: string; people: number; source: string; evidence: Evidence };
export type Simulation = {
  model: string;
  model_name: string;
  published: boolean;
  population: Population;
  about: Words;
  cannot_say: Words[];
  times_h: number[];
  curves: Curve[];
  days_after?: DaysAfter;
  notes: Note[];
  simulated_people: number;
  seed: number;
};

export type ModelRow = {
  id: string;
  name: string;
  published: boolean;
  source: string;
  about: Words;
  cannot_say: Words[];
  population: Population;
  routes: Route[];
  drugs: Drug[];
  ranges: { of: Bounded; min: number; max: number; outside: "mark" | "refuse"; source: string; evidence: Evidence }[];
  default_for: Route[];
};
export type InteractionRow = {
  id: string;
  name: Words;
  at?: string;
  also: string[];
  effects: { kind: InteractionKind; routes?: Route[]; factor?: number; cmax_factor?: number; source: string; evidence: Evidence; assumed: boolean }[];
};
export type Pharmacology = { models: ModelRow[]; interactions: InteractionRow[] };

export type DoseFacts = {
  patient: string;
  name: string;
  weight_kg?: number;
  height_cm?: number;
  age_years: number;
  sex?: string;
  resting_heart_rate_bpm?: number;
  session_number: number;
};
