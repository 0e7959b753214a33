import { TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Section } from "./kit";
import { useCourseForm } from "./pausing";
import { useStepTexts } from "./texts";
import { text } from "./values";

export default function Hold() {
  const t = useStepTexts();
  const form = useCourseForm("hold-course", { reason: "" }, (v) => ({ reason: text(v.reason) }));
  return (
    <Form form={form} submit={t("title.hold")}>
      <Section title={t("hold.what")} lead={t("hold.lead")}>
        <TextField {...form.field("reason")} label={t("reason")} hint={t("hold.reason_hint")} maxLength={400} />
      </Section>
    </Form>
  );
}
