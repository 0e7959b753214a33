/**
 * The shapes every screen needs. Written by hand until `npm run api` has made ./schema.d.ts from the server's own
 * description; then each becomes an alias: `export type Me = components["schemas"]["Me"]`.
 */

export type FieldError = { pointer: string; code: string; text: string };

export type ProblemDetails = {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  rule?: string;
  rule_text?: string;
  source?: string;
  current?: unknown;
  errors?: FieldError[];
  /** With "second_factor_wanted". */
  second_factor?: SecondFactorWanted;
};

/** The password was right. `ways`: of "totp", "passkey" and "recovery", with spaces between. */
export type SecondFactorWanted = { ticket: string; ways: string };

export type Role =
  | "coordinator" | "psychiatrist" | "physician" | "therapist" | "nurse" | "custodian" | "billing" | "manager" | "inspector" | "administrator"
  | "network_manager";

export type Permission =
  | "signed_in" | "handle_inquiries" | "open_indications" | "read_calendar" | "book" | "read_people" | "register_people" | "read_records"
  | "interview" | "evaluate" | "examine" | "fill_scales" | "move_courses" | "assess" | "decide" | "take_consent" | "plan" | "prepare"
  | "integrate" | "record_outcomes" | "attend_sessions" | "order_doses" | "give_doses" | "release_people" | "add_addenda" | "close_tasks"
  | "confirm_rules" | "read_figures" | "read_network_figures" | "manage_staff" | "read_access_log" | "erase_records" | "explore_doses"
  | "read_register" | "keep_register" | "handle_drugs" | "witness_drugs" | "rehearse" | "open_in_emergency" | "review_emergency_access";

export type Me = {
  staff: string;
  name: string;
  user: string;
  roles: Role[];
  permissions: Permission[];
  language: string;
  csrf_token: string;
  clinic_name: string;
  zone: string;
  /** Other clinics of the installation where this person has an account. */
  clinics: { host: string; name: string }[];
  /** The clinic asks for a second factor, and they have none: nothing else is open. */
  second_factor_missing: boolean;
};

/** What anybody may know of the clinic. */
export type PublicClinic = {
  name: string;
  zone: string;
  languages: string[];
  answer_within_hours: number;
  indications: { code: string; name: Record<string, string>; open: boolean }[];
};

/** What the second person types, for one command. */
export type Witness = { user: string; password: string };

/** What they get for it: it goes with that command, once. */
export type WitnessProof = { proof: string };

/** All of the command that the second person confirms. */
export type WitnessRequest = { command: string; id: string; happened_at?: string; witness: Witness; data: unknown };

export type CommandEnvelope<Data = unknown> = {
  id: string;
  expected_version?: number;
  happened_at?: string;
  password?: string;
  witness?: WitnessProof;
  data: Data;
};

export type CommandAnswer = {
  id: string;
  stream: string;
  version: number;
  events: { name: string; stream: string; version: number; sequence: number }[];
};
