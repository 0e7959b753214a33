import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useClinic } from "../../lib/clinic";
import { useForm } from "../../lib/form";
import { languageNames, languages, useLanguage } from "../../lib/i18n";
import { Button, LinkButton } from "../../parts/Button";
import { Checkbox, Choice, Select, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Page, Row, useScreenStart } from "../../parts/Page";
import { Banner } from "../../parts/states";
import styles from "./ask.module.css";
import { JoinWaiting, type Asker } from "./JoinWaiting";
import { useTexts } from "./texts";

type Answers = {
  name: string;
  question: string;
  indication: string;
  complaint: string;
  answer_by: "email" | "phone" | "";
  email: string;
  phone: string;
  language: string;
  consent_to_contact: boolean;
  website: string;
};

const looksLikeEmail = /^\S+@\S+\.\S+$/;

/** Absent is left out of the request, never sent empty. */
const filled = (text: string): string | undefined => text.trim() || undefined;

type Sent = { receipt: Shape<"PublicReceipt">; asker: Asker };

export default function Ask() {
  const [sent, setSent] = useState<Sent | undefined>(undefined);
  return sent ? <Done sent={sent} onMore={() => setSent(undefined)} /> : <Questions onSent={setSent} />;
}

function Questions({ onSent }: { onSent: (sent: Sent) => void }) {
  const t = useTexts();
  const spoken = useLanguage();
  const { answer_within_hours: hours, indications } = useClinic();
  const initial: Answers = {
    name: "", question: "", indication: "", complaint: "", answer_by: "email", email: "", phone: "", language: spoken,
    consent_to_contact: false, website: "",
  };
  const form = useForm<Answers>({
    name: "ask",
    visitor: true,
    initial,
    command: "/api/public/inquiries",
    check: (values) => ({
      name: filled(values.name) ? undefined : t("name_missing"),
      question: filled(values.question) ? undefined : t("question_missing"),
      answer_by: values.answer_by ? undefined : t("by_missing"),
      email: emailError(values),
      phone: values.answer_by === "phone" && !filled(values.phone) ? t("phone_missing") : undefined,
      consent_to_contact: values.consent_to_contact ? undefined : t("consent_missing"),
    }),
    places: {
      name: "/data/question/name", question: "/data/question/question", complaint: "/data/question/complaint", email: "/data/question/email",
      phone: "/data/question/phone", language: "/data/question/language", answer_by: "/data/question/answer_by",
      consent_to_contact: "/data/question/consent_to_contact",
    },
    data: (values) => ({
      question: questionOf(values),
      website: filled(values.website),
    }),
    onDone: (answer, values) => onSent({
      // What this route answers is its own receipt, not that of a command.
      receipt: answer as unknown as Shape<"PublicReceipt">,
      asker: {
        name: values.name.trim(), language: values.language, indication: values.indication,
        email: values.answer_by === "email" ? values.email.trim() : "", phone: values.answer_by === "phone" ? values.phone.trim() : "",
      },
    }),
  });
  const chosen = indications.find(({ code }) => code === form.values.indication);
  const named = indications.map(({ code, name }) => ({ value: code, label: name[spoken] ?? code }));

  function questionOf(values: Answers): Record<string, unknown> {
    return {
      name: values.name.trim(),
      email: values.answer_by === "email" ? filled(values.email) : undefined,
      phone: values.answer_by === "phone" ? filled(values.phone) : undefined,
      language: values.language,
      question: values.question.trim(),
      // Together at most 400 characters, which leaves 300 for their own words.
      complaint: filled([named.find(({ value }) => value === values.indication)?.label, filled(values.complaint)].filter(Boolean).join(": ")),
      answer_by: values.answer_by,
      consent_to_contact: values.consent_to_contact,
    };
  }

  function emailError(values: Answers): string | undefined {
    if (values.answer_by !== "email") return undefined;
    if (!filled(values.email)) return t("email_missing");
    return looksLikeEmail.test(values.email.trim()) ? undefined : t("email_wrong");
  }

  return (
    <Page title={t("title")} lead={t("lead", { hours })}>
      <div className={styles["columns"]}>
        <Card>
          <Form form={form} submit={t("submit")}>
            <TextArea {...form.field("question")} label={t("question")} hint={t("question_hint")} rows={5} maxLength={4000} />
            <TextField {...form.field("name")} label={t("name")} hint={t("name_hint")} autoComplete="name" maxLength={200} />
            <Choice
              {...form.field("answer_by")}
              label={t("answer_by")}
              options={[{ value: "email", label: t("by_email"), icon: "check" }, { value: "phone", label: t("by_phone"), icon: "check" }]}
            />
            {form.values.answer_by === "phone" ? (
              <TextField {...form.field("phone")} label={t("phone")} hint={t("phone_hint")} type="tel" autoComplete="tel" maxLength={40} />
            ) : (
              <TextField {...form.field("email")} label={t("email")} type="email" autoComplete="email" spellCheck={false} maxLength={254} />
            )}
            <Choice {...form.field("language")} label={t("language")} options={languages.map((each) => ({ value: each, label: languageNames[each] }))} />
            {named.length > 0 && <Select {...form.field("indication")} label={t("indication")} hint={t("indication_hint")} optional options={named} placeholder={t("indication_none")} />}
            {chosen && !chosen.open && <Banner tone="info" title={t("closed_title")}>{t("closed_detail")}</Banner>}
            <TextArea {...form.field("complaint")} label={t("complaint")} hint={t("complaint_hint")} optional rows={2} maxLength={300} />
            <Checkbox {...form.field("consent_to_contact")} label={t("consent")} hint={t("consent_hint")} />
            {/* People do not see this field; programs that fill in everything give themselves away. */}
            <div className={styles["trap"]} aria-hidden="true">
              <input name="website" tabIndex={-1} autoComplete="off" value={form.values.website} onChange={(event) => form.set({ website: event.target.value })} />
            </div>
          </Form>
        </Card>
        <aside className={styles["aside"]}>
          <p>{t("privacy")}</p>
          <p>{t("urgent")}</p>
        </aside>
      </div>
    </Page>
  );
}

function Done({ sent: { receipt, asker }, onMore }: { sent: Sent; onMore: () => void }) {
  const t = useTexts();
  const { indications } = useClinic();
  const closed = indications.find(({ code, open }) => code === asker.indication && !open);
  useScreenStart(t("done_title"), { moved: true });
  return (
    <div className={styles["done"]}>
      <h1 tabIndex={-1}>{t("done_title")}</h1>
      <p>{t("done_detail", { hours: receipt.answer_within_hours })}</p>
      {closed && <JoinWaiting asker={asker} indication={closed} inquiry={receipt.received} />}
      <Row>
        <LinkButton to="/" kind={closed ? "secondary" : "primary"}>{t("done_home")}</LinkButton>
        <Button onClick={onMore}>{t("done_more")}</Button>
      </Row>
    </div>
  );
}
