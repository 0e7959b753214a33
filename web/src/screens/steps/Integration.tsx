import { useFormats } from "../../lib/format";
import { NumberField, Select, TextArea, YesNo } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner, EmptyState } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { standing, useStep } from "./data";
import { CorrectionNote, EntryEnd, Section, Told, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { integrationForm, integrationValues, notNumbers, type IntegrationValues } from "./values";

export default function Integration() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const format = useFormats();
  const { course, policy } = useStep();
  const usual = policy.pack.appointments.find(({ kind }) => kind === "integration")?.usual_min;
  // One line for each session, with its first dose.
  const sessions = [...new Map([...course.doses].reverse().map((dose) => [dose.session, dose])).values()];
  const form = useEntryForm<IntegrationValues, (typeof course.integrations)[number]>({
    command: "record-integration",
    entries: course.integrations,
    initial: { session: sessions[0]?.session ?? "", themes: "", insights: "", difficult: "", everyday: "", feels_worse: "", length_min: usual === undefined ? "" : String(usual) },
    form: integrationForm,
    typed: (data) => integrationValues(data as Parameters<typeof integrationValues>[0]),
    check: (v) => notNumbers(v, ["length_min"], common("not_a_number")),
  });
  const intentions = standing(course.preparations)?.data.intentions;
  if (sessions.length === 0) return <EmptyState title={t("integration.no_dose")}>{t("integration.no_dose_detail")}</EmptyState>;
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      {intentions && <div className={styles["known"]}><Told label={t("integration.intentions")}>{intentions}</Told></div>}
      <Section title={t("integration.content")} lead={t("integration.lead")}>
        <Select
          {...form.field("session")}
          label={t("integration.session")}
          options={sessions.map((dose) => ({ value: dose.session, label: `${format.date(dose.at, "longDate")} · ${format.number(dose.dose_mg)} ${terms("unit.mg")}, ${terms(`route.${dose.route}`)}` }))}
        />
        <TextArea {...form.field("themes")} label={t("integration.themes")} rows={4} />
        <TextArea {...form.field("insights")} label={t("integration.insights")} optional rows={3} />
        <TextArea {...form.field("difficult")} label={t("integration.difficult")} optional rows={3} />
        <TextArea {...form.field("everyday")} label={t("integration.everyday")} optional rows={3} />
      </Section>
      <Section title={t("integration.state")}>
        <YesNo {...form.field("feels_worse")} label={t("integration.feels_worse")} hint={t("integration.feels_worse_hint")} />
        {form.values.feels_worse === "yes" && <Banner tone="warn" role="status" title={t("safety_task_title")}>{t("integration.task")}</Banner>}
        <NumberField {...form.field("length_min")} label={t("length")} unit={terms("unit.min")} whole />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}
