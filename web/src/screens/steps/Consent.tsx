import { useEffect, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm, type Form as FormState } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { languageNames, languages, setLanguage, useLanguage, type Language } from "../../lib/i18n";
import { useStaffName } from "../../lib/reference";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Checkbox, Choice, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Markdown } from "../../parts/Markdown";
import { Card, List, ListRow, Row, Stack } from "../../parts/Page";
import { Badge, Banner, EmptyState } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { fullName, useStep, validConsent } from "./data";
import { SignField } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { text } from "./values";

type Values = {
  text: string; language: Language; signed_name: string; understood: boolean; questions_answered: boolean; password: string;
  /** The reader's own language, while the person reads in theirs. */
  language_before: string; handed: boolean;
};

/** The newest version of a text in a language. */
export const newestText = (texts: readonly Shape<"ConsentText">[], id: string, language: string): Shape<"ConsentText"> | undefined =>
  texts.filter((each) => each.id === id && each.language === language).reduce<Shape<"ConsentText"> | undefined>((best, each) => (best && best.version > each.version ? best : each), undefined);

export default function Consent() {
  const t = useStepTexts();
  const { course, patient, policy } = useStep();
  const here = useLanguage();
  const texts = policy.pack.consents;
  const ids = [...new Set(texts.map(({ id }) => id))];
  const firstMissing = ids.find((id) => !validConsent(course, id)) ?? ids[0] ?? "";
  const form = useForm<Values>({
    name: "sign-consent",
    subject: course.id,
    initial: { text: ids.includes("treatment") && firstMissing !== "treatment" && !validConsent(course, "treatment") ? "treatment" : firstMissing, language: patient.details.language, signed_name: "", understood: false, questions_answered: false, password: "", language_before: "", handed: false },
    command: "sign-consent",
    secrets: ["password"],
    data: (v) => {
      const shown = newestText(texts, v.text, v.language);
      return {
        course: course.id,
        form: { text: v.text, version: shown?.version, language: v.language, text_sha256: shown?.sha256, signed_name: text(v.signed_name), understood: v.understood, questions_answered: v.questions_answered },
      };
    },
    extras: (v) => ({ password: v.password }),
    places: {
      password: "/password", text: "/data/form/text", language: "/data/form/language", signed_name: "/data/form/signed_name", understood: "/data/form/understood",
      questions_answered: "/data/form/questions_answered", handed: "/data/form/text_sha256",
    },
    check: (v) => ({ password: v.password ? undefined : t("password_needed") }),
    onDone: () => toast(t("consent.done")),
  });
  const shown = newestText(texts, form.values.text, form.values.language);
  const available = languages.filter((each) => newestText(texts, form.values.text, each));

  async function handOver(): Promise<void> {
    form.set({ handed: true, language_before: here });
    await setLanguage(form.values.language);
  }
  async function takeBack(): Promise<void> {
    const before = languages.find((each) => each === form.values.language_before);
    form.set({ handed: false });
    if (before) await setLanguage(before);
    window.scrollTo(0, 0);
  }

  if (ids.length === 0) return <EmptyState title={t("consent.no_texts")} />;
  if (form.values.handed && shown) return <ForThePerson form={form} shown={shown} onBack={() => void takeBack()} />;
  const ready = form.values.signed_name.trim() !== "" && form.values.understood && form.values.questions_answered;
  return (
    <Stack gap="l">
      <Given ids={ids} />
      <Form form={form} submit={ready ? t("consent.sign") : undefined}>
        <Card title={t("consent.new")}>
          <Choice {...form.field("text")} onChange={(id) => form.set({ text: id, understood: false, questions_answered: false })} label={t("consent.which")} options={ids.map((id) => ({ value: id, label: newestText(texts, id, here)?.title ?? texts.find((each) => each.id === id)?.title ?? id }))} />
          <Choice {...form.field("language")} onChange={(language) => language && form.set({ language, understood: false, questions_answered: false })} label={t("consent.language")} options={available.map((each) => ({ value: each, label: languageNames[each] }))} />
          {form.values.language !== patient.details.language && <Banner tone="warn">{t("consent.other_language", { language: languageNames[patient.details.language] })}</Banner>}
          {shown?.note && <Banner tone="info" title={t("consent.note")}>{shown.note}</Banner>}
        </Card>
        {shown ? (
          <Card title={<span lang={shown.language}>{shown.title}</span>} actions={<Badge>{t("consent.version", { n: shown.version })}</Badge>}>
            <div className={styles["consentText"]} tabIndex={0} role="group" aria-label={shown.title}><Markdown text={shown.body} lang={shown.language} /></div>
            {form.errors.handed && <Banner tone="bad">{form.errors.handed}</Banner>}
            <Row>
              <Button kind={ready ? "secondary" : "primary"} size="large" onClick={() => void handOver()}>{t("consent.hand_over", { name: fullName(patient.details) })}</Button>
            </Row>
            <p className={styles["lead"]}>{t("consent.hand_over_hint")}</p>
          </Card>
        ) : <Banner tone="warn">{t("consent.not_in_language")}</Banner>}
        {ready && (
          <Card title={t("consent.clinician")}>
            <Banner tone="good" title={t("consent.person_signed", { name: form.values.signed_name.trim() })}>{t("consent.person_signed_detail")}</Banner>
            <p className={styles["lead"]}>{t("consent.clinician_lead")}</p>
            <SignField form={form} hint={t("password_hint")} />
          </Card>
        )}
      </Form>
    </Stack>
  );
}

/** The screen the person holds: the text, their name, two confirmations, and nothing of the record. */
function ForThePerson({ form, shown, onBack }: { form: FormState<Values>; shown: Shape<"ConsentText">; onBack: () => void }) {
  const t = useStepTexts();
  const [tried, setTried] = useState(false);
  useEffect(() => {
    window.scrollTo(0, 0);
    document.getElementById("person-reads")?.focus({ preventScroll: true });
  }, []);
  const missing = {
    name: form.values.signed_name.trim() === "" ? t("consent.name_needed") : undefined,
    understood: form.values.understood ? undefined : t("consent.tick_needed"),
    questions: form.values.questions_answered ? undefined : t("consent.tick_needed"),
  };
  const complete = !missing.name && !missing.understood && !missing.questions;
  return (
    <div className={styles["cover"]}>
      <div className={styles["sheet"]}>
        <h2 id="person-reads" tabIndex={-1} lang={shown.language}>{shown.title}</h2>
        <div className={styles["large"]}><Markdown text={shown.body} lang={shown.language} /></div>
        <div className={styles["signing"]}>
          <Checkbox {...form.field("understood")} label={t("consent.understood")} error={tried ? missing.understood : undefined} />
          <Checkbox {...form.field("questions_answered")} label={t("consent.questions")} error={tried ? missing.questions : undefined} />
          <TextField {...form.field("signed_name")} label={t("consent.your_name")} hint={t("consent.your_name_hint")} error={tried ? missing.name : undefined} maxLength={120} autoComplete="off" spellCheck={false} />
        </div>
        <Row>
          <Button kind="primary" size="large" onClick={() => (complete ? onBack() : setTried(true))}>{t("consent.give_back")}</Button>
          <Button kind="quiet" onClick={() => { form.set({ understood: false, questions_answered: false, signed_name: "" }); onBack(); }}>{t("consent.not_now")}</Button>
        </Row>
      </div>
    </div>
  );
}

function Given({ ids }: { ids: readonly string[] }) {
  const t = useStepTexts();
  const format = useFormats();
  const staffName = useStaffName();
  const { course } = useStep();
  const [withdrawing, setWithdrawing] = useState<string | undefined>(undefined);
  if (course.consents.length === 0) return null;
  const valid = ids.map((id) => validConsent(course, id)?.id);
  return (
    <>
      <List label={t("consent.given")}>
        {[...course.consents].reverse().map((each) => {
          const withdrawal = course.withdrawals.find(({ consent }) => consent === each.id);
          const stands = valid.includes(each.id);
          return (
            <ListRow
              key={each.id}
              title={<ConsentTitle of={each.data} />}
              detail={
                <>
                  {t("consent.signed", { name: each.data.signed_name, time: format.date(each.happened_at, "dateTime"), by: each.signature?.name ?? staffName(each.by) })}
                  {withdrawal && <> · {t("consent.withdrawn_at", { time: format.date(withdrawal.at, "dateTime") })}{withdrawal.reason && `: ${withdrawal.reason}`}</>}
                </>
              }
              end={
                <>
                  {stands ? <Badge tone="good">{t("consent.valid")}</Badge> : <Badge tone={withdrawal ? "bad" : "still"}>{t(withdrawal ? "consent.withdrawn" : "consent.replaced")}</Badge>}
                  {stands && <Button size="small" onClick={() => setWithdrawing(each.id)}>{t("consent.withdraw")}</Button>}
                </>
              }
            />
          );
        })}
      </List>
      {withdrawing && <Withdraw consent={withdrawing} onClose={() => setWithdrawing(undefined)} />}
    </>
  );
}

function ConsentTitle({ of }: { of: Shape<"ConsentForm"> }) {
  const t = useStepTexts();
  const here = useLanguage();
  const { policy } = useStep();
  const title = newestText(policy.pack.consents, of.text, here)?.title ?? of.text;
  return <>{title} · {t("consent.version", { n: of.version })} · {languageNames[of.language]}</>;
}

function Withdraw({ consent, onClose }: { consent: string; onClose: () => void }) {
  const t = useStepTexts();
  const common = useCommonTexts();
  const { course } = useStep();
  const form = useForm({
    name: "withdraw-consent",
    subject: consent,
    initial: { reason: "" },
    command: "withdraw-consent",
    data: (v) => ({ course: course.id, consent, reason: text(v.reason) }),
    onDone: () => {
      toast(t("consent.withdraw_done"));
      onClose();
    },
  });
  return (
    <Dialog title={t("consent.withdraw_title")} onClose={onClose}>
      <Form form={form} submit={t("consent.withdraw")} kind="danger" actions={<Button kind="quiet" onClick={onClose}>{common("cancel")}</Button>}>
        <p>{t("consent.withdraw_lead")}</p>
        <TextField {...form.field("reason")} label={t("reason")} hint={t("consent.withdraw_reason_hint")} optional maxLength={400} />
      </Form>
    </Dialog>
  );
}

