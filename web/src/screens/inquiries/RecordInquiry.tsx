import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormId } from "../../lib/form_id";
import { useLanguage } from "../../lib/i18n";
import { newId } from "../../lib/id";
import { navigate } from "../../lib/router";
import { FieldRow } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Checkbox, Choice, TextArea, TextField } from "../../parts/fields";
import { Page } from "../../parts/Page";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useInquiriesTexts } from "./texts";

const fields = ["name", "email", "phone", "language", "question", "complaint", "answer_by", "consent_to_contact"] as const;

/** An inquiry that came by phone, by e-mail or in person: the promise runs for it too. */
export default function RecordInquiry() {
  const t = useInquiriesTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const language = useLanguage();
  const [id] = useState(newId);
  const form = useForm({
    name: "record_inquiry",
    initial: {
      id, channel: "phone" as "" | Shape<"Channel">, name: "", email: "", phone: "", language: language as "" | Shape<"Language">, question: "", complaint: "",
      answer_by: "phone" as "" | Shape<"AnswerBy">, consent_to_contact: false as boolean,
    },
    command: "record-inquiry",
    places: Object.fromEntries(fields.map((name) => [name, `/data/question/${name}`])),
    data: (v) => {
      const email = v.email.trim() || undefined;
      const phone = v.phone.trim() || undefined;
      const complaint = v.complaint.trim() || undefined;
      return {
        inquiry: v.id, channel: v.channel,
        question: { name: v.name.trim(), email, phone, language: v.language, question: v.question.trim(), complaint, answer_by: v.answer_by, consent_to_contact: v.consent_to_contact },
      };
    },
    check: (v) => ({
      name: v.name.trim() ? undefined : common("required"),
      question: v.question.trim() ? undefined : common("required"),
      phone: v.answer_by === "phone" && !v.phone.trim() ? common("required") : undefined,
      email: v.answer_by === "email" && !v.email.trim() ? common("required") : undefined,
      consent_to_contact: v.consent_to_contact ? undefined : t("consent_needed"),
    }),
    onDone: (_, values) => {
      toast(t("recorded"));
      navigate(`/inquiries/${values.id}`, { replace: true });
    },
  });
  useFormId(form);
  return (
    <Page title={t("record")} lead={t("record_lead")} back={{ to: "/inquiries", label: t("title") }} narrow>
      <Form form={form} submit={t("record_send")}>
        <Choice {...form.field("channel")} label={t("came")} options={(["phone", "email", "in_person"] as const).map((value) => ({ value, label: terms(`channel.${value}`) }))} />
        <TextField {...form.field("name")} label={t("name")} autoComplete="off" />
        <FieldRow>
          <TextField {...form.field("phone")} label={t("phone")} optional={form.values.answer_by !== "phone"} type="tel" inputMode="tel" autoComplete="off" />
          <TextField {...form.field("email")} label={t("email")} optional={form.values.answer_by !== "email"} type="email" inputMode="email" autoComplete="off" spellCheck={false} />
        </FieldRow>
        <Choice {...form.field("answer_by")} label={t("answer_by")} joined options={(["phone", "email"] as const).map((value) => ({ value, label: terms(`answer_by.${value}`), icon: value === "email" ? "mail" : "phone" }))} />
        <Choice {...form.field("language")} label={t("language")} options={(["cs", "uk", "en"] as const).map((value) => ({ value, label: terms(`language.${value}`) }))} />
        <TextArea {...form.field("question")} label={t("question")} rows={5} />
        <TextField {...form.field("complaint")} label={t("complaint")} optional />
        <Checkbox {...form.field("consent_to_contact")} label={t("consent")} />
      </Form>
    </Page>
  );
}
