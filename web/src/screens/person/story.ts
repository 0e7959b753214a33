import type { Shape } from "../../api/shapes";
import type { IconName } from "../../parts/Icon";
import type { Tone } from "../../parts/states";

export type StoryEntry = Shape<"StoryEntry">;
export type StoryGroup = "path" | "meetings" | "sessions" | "safety" | "appointments" | "details";
export const storyGroups: readonly StoryGroup[] = ["path", "meetings", "sessions", "safety", "appointments", "details"];

type Telling = { group: StoryGroup; icon: IconName; tone?: Tone };

/** How each event of a person's streams is told. A test holds that every event of the server is here or in `echoes`. */
export const tellings = {
  PatientRegistered: { group: "details", icon: "person" },
  PatientAmended: { group: "details", icon: "pen" },

  CourseOpened: { group: "path", icon: "dusk", tone: "act" },
  CourseMoved: { group: "path", icon: "arrow", tone: "act" },
  CourseHeld: { group: "path", icon: "pause", tone: "warn" },
  CoursePostponed: { group: "path", icon: "pause", tone: "warn" },
  CourseResumed: { group: "path", icon: "arrow", tone: "act" },
  CourseEnded: { group: "path", icon: "stop" },

  InterviewRecorded: { group: "meetings", icon: "phone" },
  EvaluationRecorded: { group: "meetings", icon: "note" },
  ExaminationRecorded: { group: "meetings", icon: "heart" },
  ScaleRecorded: { group: "meetings", icon: "figures" },
  CriteriaAssessed: { group: "path", icon: "question" },
  DecisionRecorded: { group: "path", icon: "pen", tone: "act" },
  ConsentFormRecorded: { group: "path", icon: "pen", tone: "good" },
  ConsentWithdrawn: { group: "path", icon: "return", tone: "warn" },
  PlanRecorded: { group: "path", icon: "note" },
  PreparationRecorded: { group: "meetings", icon: "people" },
  IntegrationRecorded: { group: "meetings", icon: "people" },
  OutcomeRecorded: { group: "meetings", icon: "sun", tone: "act" },
  AddendumAdded: { group: "meetings", icon: "plus" },

  SessionOpened: { group: "sessions", icon: "session", tone: "act" },
  ReadinessRecorded: { group: "sessions", icon: "check" },
  MeasuredRecorded: { group: "sessions", icon: "heart" },
  OrderRecorded: { group: "sessions", icon: "pen" },
  WitnessedTimeOutRecorded: { group: "sessions", icon: "people" },
  DoseRecorded: { group: "sessions", icon: "dusk", tone: "act" },
  MarkRecorded: { group: "sessions", icon: "note" },
  MarkWorded: { group: "sessions", icon: "pen" },
  AdverseEventRecorded: { group: "safety", icon: "warning", tone: "warn" },
  DosingEnded: { group: "sessions", icon: "stop" },
  DischargeRecorded: { group: "sessions", icon: "check" },
  ReleaseRecorded: { group: "sessions", icon: "leave", tone: "good" },
  CloseOutFormRecorded: { group: "sessions", icon: "lock" },
  RemainderWasted: { group: "sessions", icon: "cross" },
  DoseCorrected: { group: "sessions", icon: "pen", tone: "warn" },
  SessionCancelled: { group: "sessions", icon: "cross", tone: "warn" },

  TaskRaised: { group: "safety", icon: "warning", tone: "bad" },
  TaskClosed: { group: "safety", icon: "check", tone: "good" },

  EmergencyOpened: { group: "safety", icon: "warning", tone: "bad" },
  EmergencyClosed: { group: "safety", icon: "lock" },

  Booked: { group: "appointments", icon: "calendar" },
  BookingCancelled: { group: "appointments", icon: "cross" },
} as const satisfies Record<string, Telling>;

export type Told = keyof typeof tellings;

/** Events that say of the same act what another event of it says already: the session's own, the booking on its new day. */
export const echoes: readonly string[] = ["CourseSessionOpened", "CourseDoseGiven", "CourseDoseCorrected", "CourseSessionEnded", "BookingMovedAway"];

export const isTold = (name: string): name is Told => Object.hasOwn(tellings, name);

/** The form that an event put into the record, by its name: "PlanRecorded" holds a "Plan". */
export function formOf({ name, payload }: StoryEntry): { name: string; data: unknown } | undefined {
  if (!name.endsWith("Recorded") || !("form" in payload)) return undefined;
  return { name: name.slice(0, -"Recorded".length), data: payload["form"] };
}

export const correctionOf = ({ payload }: StoryEntry): { entry: string; reason: string } | undefined =>
  payload["correction"] as { entry: string; reason: string } | undefined;

/** Newest first by when it happened; of two at the same time the one written down later comes first. */
export function inOrder(entries: Iterable<StoryEntry>): StoryEntry[] {
  return [...entries].sort((a, b) => Date.parse(b.happened_at) - Date.parse(a.happened_at) || b.sequence - a.sequence);
}
