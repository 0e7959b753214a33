import { Choice, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useStep } from "./data";
import { Section } from "./kit";
import { useCourseForm } from "./pausing";
import { useStepTexts } from "./texts";
import { chosen, text } from "./values";

const endings = ["completed", "not_indicated", "abandoned", "stopped", "referred"] as const;

export default function End() {
  const t = useStepTexts();
  const terms = useTerms();
  const { course } = useStep();
  const form = useCourseForm<{ ending: (typeof endings)[number] | ""; reason: string; referred_to: string }>(
    "end-course",
    { ending: course.phase === "outcome" ? "completed" : "", reason: "", referred_to: "" },
    (v) => ({ ending: chosen(v.ending), reason: text(v.reason), referred_to: v.ending === "referred" ? text(v.referred_to) : undefined }),
  );
  const early = form.values.ending === "completed" && (course.phase !== "outcome" || course.outcomes.length === 0);
  return (
    <Form form={form} submit={t("title.end")} kind="danger">
      <Section title={t("end.what")} lead={t("end.lead")}>
        <Choice {...form.field("ending")} label={t("end.how")} options={endings.map((each) => ({ value: each, label: terms(`ending.${each}`) }))} />
        {early && <Banner tone="warn" role="status">{t("end.too_early")}</Banner>}
        {form.values.ending === "referred" && <TextField {...form.field("referred_to")} label={t("end.referred_to")} maxLength={400} />}
        <TextField {...form.field("reason")} label={t("reason")} hint={t("end.reason_hint")} maxLength={400} />
      </Section>
    </Form>
  );
}
