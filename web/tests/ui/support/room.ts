// Running sessions of the demo clinic, and what is done to them from beside the screen.
import { expect } from "vitest";
import type { Visit } from "./browser";

export type Row = { id: string; stage: string; patient_name: string; room?: string };
type Session = { session: { marks: { id: string; happened_at: string; data: { kind: string } }[] }; watch?: { alarms: { alarm: number; state: string }[]; burden: { raised: number } } };

export async function read<T>({ context }: Visit, path: string): Promise<T> {
  const answer = await context.request.get(path);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

export async function command({ context, csrf }: Visit, name: string, data: unknown): Promise<void> {
  const answer = await context.request.post(`/api/v1/commands/${name}`, { headers: { "X-CSRF-Token": csrf }, data: { id: crypto.randomUUID(), data } });
  expect(answer.status(), `${name}: ${await answer.text()}`).toBe(200);
}

/** A session in which a dose was given and which has not ended. */
export async function dosed(visit: Visit): Promise<Row> {
  const { sessions } = await read<{ sessions: Row[] }>(visit, "/api/v1/sessions");
  const found = sessions.find(({ stage }) => stage === "dosed");
  if (!found) throw new Error("the demo clinic has no session after its dose");
  return found;
}

export const pageOf = (visit: Visit, session: string): Promise<Session> => read<Session>(visit, `/api/v1/sessions/${session}`);

/** A pressure that no pack leaves without an alarm; typed twice, as such a value must be. */
export function measureHigh(visit: Visit, session: string): Promise<void> {
  const vitals = { systolic_mmhg: 204, diastolic_mmhg: 96 };
  return command(visit, "record-vitals", { session, form: { vitals, again: vitals } });
}

export async function marksOf(visit: Visit, session: string, kind: string): Promise<number> {
  const { session: record } = await pageOf(visit, session);
  return record.marks.filter(({ data }) => data.kind === kind).length;
}

/** Asks until it is so. */
export async function until(so: () => Promise<boolean>, what: string, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`still not so: ${what}`);
    await new Promise((later) => setTimeout(later, 250));
  }
}
