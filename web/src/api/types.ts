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
  source?: string;
  current?: unknown;
  errors?: FieldError[];
};

export type Me = {
  staff: string;
  name: string;
  user: string;
  roles: string[];
  permissions: string[];
  language: string;
  csrf_token: string;
  time_zone?: string;
};

export type Witness = { user: string; password: string };

export type CommandEnvelope<Data = unknown> = {
  id: string;
  expected_version?: number;
  happened_at?: string;
  password?: string;
  witness?: Witness;
  data: Data;
};

export type CommandAnswer = {
  id: string;
  stream: string;
  version: number;
  events: { name: string; stream: string; version: number; sequence: number }[];
};
