import { createContext, use } from "react";
import type { Shape } from "../../api/shapes";

/** What every form of a step may look at. */
export type StepData = {
  patient: Shape<"Patient">;
  course: Shape<"Course">;
  sessions: readonly Shape<"Session">[];
  policy: Shape<"PolicyPage">;
  staff: readonly Shape<"StaffRow">[];
  /** The course's stream as it was read; missing where only its outline may be read. */
  version: number | undefined;
  /** What is missing before the course can go on to its next phase. */
  missing: readonly string[];
  /** The entry that is being corrected. */
  corrects: string | undefined;
};

export const StepContext = createContext<StepData | undefined>(undefined);

export function useStep(): StepData {
  const data = use(StepContext);
  if (!data) throw new Error("useStep outside a step");
  return data;
}

export const fullName = (details: Shape<"PatientDetails">): string => `${details.given_name} ${details.family_name}`;

type Standing = { corrected_by?: string };
/** The newest entry that was not corrected. */
export const standing = <E extends Standing>(entries: readonly E[]): E | undefined => entries.findLast((entry) => !entry.corrected_by);

/** The outline of a course as a course without forms: for those who may interview but not read records. */
export const outlineOf = (row: Shape<"CourseRow">): Shape<"Course"> => ({
  id: row.id, patient: row.patient, indication: row.indication, language: "cs", cycle: row.cycle, phase: row.phase, status: row.status, opened_at: row.opened_at,
  path: row.path, interviews: row.interviews, evaluations: [], examinations: [], scales: [], criteria: [], decisions: [], consents: [], withdrawals: [], plans: [],
  preparations: [], sessions: [], doses: [], integrations: [], outcomes: [],
  ...(row.ending ? { ending: row.ending } : {}), ...(row.ended_at ? { ended_at: row.ended_at } : {}), ...(row.open_session ? { open_session: row.open_session } : {}),
});

export type Consenting = Pick<Shape<"Course">, "consents" | "withdrawals">;
/** The newest consent to a text, unless it was withdrawn; an older one never comes back to life. */
export function validConsent({ consents, withdrawals }: Consenting, text: string): Shape<"Entry_ConsentForm"> | undefined {
  const newest = consents.findLast((each) => each.data.text === text && !each.corrected_by);
  if (!newest) return undefined;
  const taken = withdrawals.some(({ consent, at }) => {
    const of = consents.find(({ id }) => id === consent);
    return of?.data.text === text && (of.id === newest.id || Date.parse(at) >= Date.parse(newest.recorded_at));
  });
  return taken ? undefined : newest;
}

export const isContraindication = (kind: Shape<"CriterionKind">): boolean => kind === "psychiatric_contraindication" || kind === "other_contraindication";
