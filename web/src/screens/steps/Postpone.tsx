import { useToday } from "../../lib/days";
import { DateField } from "../../parts/DateField";
import { TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Section } from "./kit";
import { useCourseForm } from "./pausing";
import { useStepTexts } from "./texts";
import { text } from "./values";

export default function Postpone() {
  const t = useStepTexts();
  const today = useToday();
  const form = useCourseForm("postpone-course", { reason: "", until: "" }, (v) => ({ reason: text(v.reason), until: text(v.until) }));
  return (
    <Form form={form} submit={t("title.postpone")}>
      <Section title={t("postpone.what")} lead={t("postpone.lead")}>
        <DateField {...form.field("until")} label={t("postpone.until")} hint={t("postpone.until_hint")} min={today} optional />
        <TextField {...form.field("reason")} label={t("reason")} hint={t("hold.reason_hint")} maxLength={400} />
      </Section>
    </Form>
  );
}
