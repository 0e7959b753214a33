import { useFormats } from "../../lib/format";
import { TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { useStep } from "./data";
import { Section } from "./kit";
import { useCourseForm } from "./pausing";
import { useStepTexts } from "./texts";
import { text } from "./values";

export default function Resume() {
  const t = useStepTexts();
  const format = useFormats();
  const { course } = useStep();
  const form = useCourseForm("resume-course", { reason: "" }, (v) => ({ reason: text(v.reason) }));
  const paused = course.path.at(-1);
  return (
    <Form form={form} submit={t("title.resume")}>
      <Section title={t("resume.what")} lead={t("resume.lead")}>
        {paused && course.status !== "active" && <Banner tone="info" title={t("resume.since", { time: format.date(paused.at, "dateTime") })}>{paused.reason}</Banner>}
        <TextField {...form.field("reason")} label={t("note")} optional maxLength={400} />
      </Section>
    </Form>
  );
}
