import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormId } from "../../lib/form_id";
import { useLanguage } from "../../lib/i18n";
import { newId } from "../../lib/id";
import { usePolicy, useWords } from "../../lib/reference";
import { Dialog } from "../../parts/Dialog";
import { FieldRow } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Checkbox, Choice, Select, TextField } from "../../parts/fields";
import { Reading } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useWaitingTexts } from "./texts";

type Props = { inquiry?: Shape<"InquiryPage">["inquiry"]; onClose: () => void };

export default function JoinWaitingList(props: Props) {
  const t = useWaitingTexts();
  const policy = usePolicy();
  return (
    <Dialog title={t("join")} onClose={props.onClose}>
      <Reading of={policy} lines={4}>{(data) => <JoinForm {...props} policy={data} />}</Reading>
    </Dialog>
  );
}

const fields = ["name", "email", "phone", "language", "indication", "consent_to_be_told"] as const;

function JoinForm({ inquiry, onClose, policy }: Props & { policy: Shape<"PolicyPage"> }) {
  const t = useWaitingTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const words = useWords();
  const language = useLanguage();
  const [id] = useState(newId);
  const { question } = inquiry ?? {};
  const closed = policy.pack.indications.filter(({ code }) => !policy.open_indications.includes(code));
  const form = useForm({
    name: "join_waiting_list",
    subject: inquiry?.id ?? "",
    initial: {
      id, name: question?.name ?? "", email: question?.email ?? "", phone: question?.phone ?? "", language: (question?.language ?? language) as "" | Shape<"Language">,
      indication: closed.length === 1 ? (closed[0]?.code ?? "") : "", consent_to_be_told: false as boolean,
    },
    command: "join-waiting-list",
    places: Object.fromEntries(fields.map((name) => [name, `/data/person/${name}`])),
    data: (v) => ({
      waiting: v.id,
      person: {
        name: v.name.trim(), email: v.email.trim() || undefined, phone: v.phone.trim() || undefined, language: v.language, indication: v.indication,
        consent_to_be_told: v.consent_to_be_told, inquiry: inquiry?.id,
      },
    }),
    check: (v) => ({
      name: v.name.trim() ? undefined : common("required"),
      indication: v.indication ? undefined : common("required"),
      phone: v.phone.trim() || v.email.trim() ? undefined : t("contact_needed"),
      consent_to_be_told: v.consent_to_be_told ? undefined : t("consent_needed"),
    }),
    onDone: () => {
      toast(t("joined"));
      onClose();
    },
  });
  useFormId(form);
  return (
    <Form form={form} submit={t("join_send")}>
      <TextField {...form.field("name")} label={t("name")} autoComplete="off" />
      <FieldRow>
        <TextField {...form.field("phone")} label={t("phone")} optional type="tel" inputMode="tel" autoComplete="off" />
        <TextField {...form.field("email")} label={t("email")} optional type="email" inputMode="email" autoComplete="off" spellCheck={false} />
      </FieldRow>
      <Select {...form.field("indication")} label={t("indication")} options={closed.map(({ code, name }) => ({ value: code, label: words(name) }))} />
      <Choice {...form.field("language")} label={t("language")} options={(["cs", "uk", "en"] as const).map((value) => ({ value, label: terms(`language.${value}`) }))} />
      <Checkbox {...form.field("consent_to_be_told")} label={t("consent")} />
    </Form>
  );
}
