import { languages } from "../../lib/i18n";
import { FieldRow } from "../../parts/Field";
import { Choice, Select, TextArea, YesNo, YesNoUnknown } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { useStep } from "./data";
import { CorrectionNote, EntryEnd, Section, useEntryForm } from "./kit";
import { useStepTexts } from "./texts";
import { interviewForm, interviewValues, type InterviewValues } from "./values";

export default function Interview() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const { patient, course, policy } = useStep();
  const form = useEntryForm<InterviewValues, (typeof course.interviews)[number]>({
    command: "record-interview",
    entries: course.interviews,
    initial: {
      expectations: "", language: patient.details.language, insurer_code: patient.details.insurer_code ?? "", therapists_wanted: "",
      first_therapy: course.cycle > 1 ? "no" : "", subsidy_interest: "", goes_on: "", note: "",
    },
    form: interviewForm,
    typed: (data) => interviewValues(data as Parameters<typeof interviewValues>[0]),
  });
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      <Section title={t("interview.wishes")}>
        <TextArea {...form.field("expectations")} label={t("interview.expectations")} hint={t("interview.expectations_hint")} rows={5} />
        <YesNo {...form.field("first_therapy")} label={t("interview.first_therapy")} />
        <Choice {...form.field("therapists_wanted")} label={t("interview.therapists")} options={[{ value: "1", label: t("interview.one_therapist") }, { value: "2", label: t("interview.two_therapists") }]} />
        <Choice {...form.field("language")} label={t("therapy_language")} options={languages.map((each) => ({ value: each, label: terms(`language.${each}`) }))} />
      </Section>
      <Section title={t("interview.payment")}>
        <FieldRow>
          <Select {...form.field("insurer_code")} label={t("interview.insurer")} optional placeholder={t("interview.no_insurer")} options={policy.pack.insurers.map(({ code, name, contracted }) => ({ value: code, label: `${name} (${code})${contracted ? ` · ${t("interview.contracted")}` : ""}` }))} />
        </FieldRow>
        <YesNo {...form.field("subsidy_interest")} label={t("interview.subsidy")} hint={t("interview.subsidy_hint")} />
      </Section>
      <Section title={t("interview.end")}>
        <YesNoUnknown {...form.field("goes_on")} label={t("interview.goes_on")} hint={t("interview.goes_on_hint")} />
        <TextArea {...form.field("note")} label={t("note")} optional rows={3} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}
