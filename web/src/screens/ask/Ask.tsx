import { useState } from "react";
import { useClinic } from "../../lib/clinic";
import { useForm } from "../../lib/form";
import { catalogue, languageNames, languages, useLanguage } from "../../lib/i18n";
import type texts from "../../locales/en/ask.json";
import { Button, LinkButton } from "../../parts/Button";
import { Checkbox, Choice, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Page, Row, useScreenStart } from "../../parts/Page";
import styles from "./ask.module.css";

const useTexts = catalogue<typeof texts>("ask");

type Answers = {
  name: string;
  question: string;
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

export default function Ask() {
  const [sent, setSent] = useState(false);
  return sent ? <Done onMore={() => setSent(false)} /> : <Questions onSent={() => setSent(true)} />;
}

function Questions({ onSent }: { onSent: () => void }) {
  const t = useTexts();
  const spoken = useLanguage();
  const { answer_within_hours: hours } = useClinic();
  const initial: Answers = {
    name: "", question: "", complaint: "", answer_by: "email", email: "", phone: "", language: spoken,
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
    onDone: onSent,
  });

  function questionOf(values: Answers): Record<string, unknown> {
    return {
      name: values.name.trim(),
      email: values.answer_by === "email" ? filled(values.email) : undefined,
      phone: values.answer_by === "phone" ? filled(values.phone) : undefined,
      language: values.language,
      question: values.question.trim(),
      complaint: filled(values.complaint),
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
            <TextArea {...form.field("complaint")} label={t("complaint")} hint={t("complaint_hint")} optional rows={2} maxLength={1000} />
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

function Done({ onMore }: { onMore: () => void }) {
  const t = useTexts();
  const { answer_within_hours: hours } = useClinic();
  useScreenStart(t("done_title"), { moved: true });
  return (
    <div className={styles["done"]}>
      <h1 tabIndex={-1}>{t("done_title")}</h1>
      <p>{t("done_detail", { hours })}</p>
      <Row>
        <LinkButton to="/" kind="primary">{t("done_home")}</LinkButton>
        <Button onClick={onMore}>{t("done_more")}</Button>
      </Row>
    </div>
  );
}
