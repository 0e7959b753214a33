import type { Shape } from "../../api/shapes";
import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/rules.json";

export const useTexts = catalogue<typeof texts>("rules");

export type Pack = Shape<"Pack">;
export type Rule = Pick<Shape<"NumberRule">, "id" | "text" | "source" | "evidence" | "author" | "since">;

/** A rule as it is shown: with its numbers in words where it has any. */
export type Shown = { rule: Rule; numbers?: string | undefined };
export type Group = { id: GroupId; rules: Shown[] };
export const groupIds = ["promise", "admission", "course", "dose", "before", "leaving", "measures", "appointments", "records"] as const;
export type GroupId = (typeof groupIds)[number];

/** Says a rule's numbers; the words come from the screen. */
export type Say = {
  dose: (rule: Shape<"DoseRule">) => string;
  plausible: (rule: Shape<"PlausibilityRule">) => string;
  start: (rule: Shape<"StartRule">) => string;
  length: (rule: Shape<"AppointmentRule">) => string;
  kind: (rule: Shape<"Criterion">) => string;
};

/** Every rule of the pack, in the order in which the path of care meets them. */
export function groupsOf(pack: Pack, say: Say): Group[] {
  const plain = (rules: readonly Rule[]): Shown[] => rules.map((rule) => ({ rule }));
  const { course } = pack;
  return [
    { id: "promise", rules: plain([pack.answer_within_hours, pack.follow_up_days, pack.clock_skew_max_minutes]) },
    { id: "admission", rules: [...plain([pack.age_min_years]), ...pack.criteria.map((rule) => ({ rule, numbers: say.kind(rule) }))] },
    { id: "course", rules: plain([course.sessions_min, course.hours_min, course.hours_max, course.weeks_min, course.weeks_max, course.days_between_doses_min]) },
    { id: "dose", rules: pack.doses.map((rule) => ({ rule, numbers: say.dose(rule) })) },
    { id: "before", rules: [...pack.start.map((rule) => ({ rule, numbers: say.start(rule) })), ...plain(pack.readiness)] },
    { id: "leaving", rules: [...plain([pack.observation_min_minutes, pack.no_driving_hours]), ...plain(pack.discharge)] },
    { id: "measures", rules: pack.plausibility.map((rule) => ({ rule, numbers: say.plausible(rule) })) },
    { id: "appointments", rules: pack.appointments.map((rule) => ({ rule, numbers: say.length(rule) })) },
    { id: "records", rules: plain([pack.record_kept_years]) },
  ];
}

/** Whether a rule holds nothing back because nobody has verified its source, and nobody here has confirmed it. */
export const isUnverified = (rule: Rule, confirmed: ReadonlySet<string>): boolean => rule.evidence === "M" && !confirmed.has(rule.id);
