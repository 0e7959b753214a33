import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { navigate } from "../../lib/router";
import { LinkButton } from "../../parts/Button";
import { Choice, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useQuery } from "../../lib/router";
import { useStep } from "./data";
import { Section } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { chosen, text } from "./values";

export const phases = ["interview", "evaluation", "examination", "decision", "preparation", "dosing", "integration", "outcome"] as const;
type Phase = Shape<"Phase">;

/** One phase on, or any earlier one. The first dose itself begins the dosing. */
export function placesFrom(phase: Phase, dosed: boolean): { next: Phase | undefined; back: Phase[] } {
  const at = phases.indexOf(phase);
  const next = phases[at + 1];
  return { next: next === "dosing" && !dosed ? undefined : next, back: phases.slice(0, at).reverse() };
}

/** Where what is missing gets filled in. */
const cures: Record<string, string> = {
  interview_missing: "interview", interview_does_not_go_on: "interview", evaluation_missing: "evaluation", examination_missing: "examination",
  not_indicated_yet: "decision", integration_missing: "integration", outcome_missing: "outcome",
};
const known = ["interview_missing", "interview_does_not_go_on", "evaluation_missing", "examination_missing", "not_indicated_yet", "dose_missing", "integration_missing"] as const;

export default function Move() {
  const t = useStepTexts();
  const terms = useTerms();
  const { course, patient, missing, version } = useStep();
  const { next, back } = placesFrom(course.phase, course.doses.length > 0);
  const asked = useQuery().get("to");
  const wanted = [next, ...back].find((each) => each === asked) ?? (missing.length === 0 ? next : undefined);
  const form = useForm<{ to: Phase | ""; reason: string }>({
    name: "move-course",
    subject: course.id,
    version,
    initial: { to: wanted ?? "", reason: "" },
    command: "move-course",
    data: (v) => ({ course: course.id, to: chosen(v.to), reason: text(v.reason) }),
    onDone: () => {
      toast(t("move.done"));
      navigate(`/people/${patient.id}`);
    },
  });
  const goesBack = form.values.to !== "" && back.includes(form.values.to);
  const forward = next ? [{ value: next, label: t("move.on_to", { phase: terms(`phase.${next}`) }), icon: "arrow" as const }] : [];
  const options = [...forward, ...back.map((each) => ({ value: each, label: t("move.back_to", { phase: terms(`phase.${each}`) }), icon: "return" as const }))];
  return (
    <Form form={form} submit={goesBack ? t("move.submit_back") : t("move.submit")}>
      <Section title={t("move.now", { phase: terms(`phase.${course.phase}`) })} lead={t("move.lead")}>
        {!next && course.phase === "preparation" && <Banner tone="info" actions={<LinkButton size="small" to={`/people/${patient.id}/session`}>{t("open.submit")}</LinkButton>}>{t("move.by_dose")}</Banner>}
        {missing.length > 0 && next && (
          <Banner tone="warn" title={t("move.missing", { phase: terms(`phase.${next}`) })}>
            <ul className={styles["bullets"]}>
              {missing.map((code) => {
                const name = known.find((each) => each === code);
                return <li key={code}>{name ? t(`missing.${name}`) : code}{cures[code] && <>{" "}<LinkButton kind="quiet" size="small" to={`/people/${patient.id}/${cures[code]}`}>{t("move.fill_in")}</LinkButton></>}</li>;
              })}
            </ul>
          </Banner>
        )}
        <Choice {...form.field("to")} label={t("move.to")} options={options} />
        <TextField {...form.field("reason")} label={t("reason")} hint={goesBack ? t("move.reason_hint") : undefined} optional={!goesBack} maxLength={400} />
      </Section>
    </Form>
  );
}
