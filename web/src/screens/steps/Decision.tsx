import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { navigate } from "../../lib/router";
import { LinkButton } from "../../parts/Button";
import { Choice, TextArea } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Row } from "../../parts/Page";
import { Lines } from "../../parts/Rows";
import { Badge, Banner } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { standing, useStep } from "./data";
import { listError, Section, SignField } from "./kit";
import { ProposalPanel } from "./Proposal";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { decisionForm, type DecisionValues } from "./values";

const verdicts = ["indicated", "not_indicated", "cannot_be_said_yet"] as const;
const forms = ["therapy_centred", "dose_centred"] as const;

export default function Decision() {
  const t = useStepTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const { course, patient, policy, version } = useStep();
  const { proposal } = course;
  const textOf = (id: string, language: Shape<"Language">): string => policy.pack.criteria.find((each) => each.id === id)?.text[language] ?? id;
  const form = useForm<DecisionValues & { password: string }>({
    name: "decide",
    subject: course.id,
    version,
    initial: {
      verdict: "", form: "", conditions: "", reason: "",
      missing: proposal?.missing.map((id) => words(policy.pack.criteria.find((each) => each.id === id)?.text)) ?? [],
      // The letter speaks the person's language.
      reasons: proposal?.against.map((id) => textOf(id, patient.details.language)) ?? [], alternatives: [], words: "", password: "",
    },
    command: "decide",
    secrets: ["password"],
    data: (v) => ({ course: course.id, form: decisionForm(v) }),
    extras: (v) => ({ password: v.password }),
    places: {
      password: "/password", verdict: "/data/form/verdict", form: "/data/form/form", conditions: "/data/form/conditions", reason: "/data/form/reason", missing: "/data/form/missing",
      reasons: "/data/form/letter/reasons", alternatives: "/data/form/letter/alternatives", words: "/data/form/letter/words",
    },
    check: (v) => ({ verdict: v.verdict ? undefined : t("decision.choose"), password: v.password ? undefined : t("password_needed") }),
    onDone: (_, v) => {
      toast(t("decision.done"));
      navigate(v.verdict === "not_indicated" ? `/people/${patient.id}/letter` : `/people/${patient.id}`);
    },
  });
  const { verdict } = form.values;
  const otherwise = verdict !== "" && verdict !== (proposal?.verdict ?? "cannot_be_said_yet");
  const before = standing(course.decisions);
  const options = verdicts.map((each) => ({ value: each, label: terms(`verdict.${each}`) }));
  return (
    <div className={styles["beside"]}>
      <Form form={form} submit={t("decision.sign")} theirs={() => ({})}>
        {before && (
          <Banner tone="info" title={t("decision.before", { verdict: terms(`verdict.${before.data.decision.verdict}`), time: format.date(before.happened_at, "dateTime") })}>
            {before.signature?.name}{before.data.decision.reason ? ` · ${before.data.decision.reason}` : ""}
          </Banner>
        )}
        <Section title={t("decision.verdict")}>
          <Choice {...form.field("verdict")} label={t("decision.verdict_label")} options={options} />
          {otherwise && (
            <>
              <Banner tone="warn" role="status">{t("decision.otherwise", { verdict: terms(`verdict.${proposal?.verdict ?? "cannot_be_said_yet"}`) })}</Banner>
              <TextArea {...form.field("reason")} label={t("decision.reason")} rows={3} />
            </>
          )}
          {verdict === "indicated" && (
            <>
              <Choice {...form.field("form")} label={t("treatment_form")} hint={t("treatment_form_hint")} options={forms.map((each) => ({ value: each, label: terms(`form.${each}`) }))} />
              <TextArea {...form.field("conditions")} label={t("decision.conditions")} hint={t("decision.conditions_hint")} optional rows={3} />
            </>
          )}
          {verdict === "cannot_be_said_yet" && (
            <Lines {...form.field("missing")} error={listError(form, "missing", "/data/form/missing")} label={t("decision.missing")} add={t("add_line")} remove={(n) => t("remove_line", { position: n })} />
          )}
        </Section>
        {verdict === "not_indicated" && (
          <Section title={t("decision.letter")} lead={t("decision.letter_lead", { language: terms(`language.${patient.details.language}`) })}>
            <Lines {...form.field("reasons")} error={listError(form, "reasons", "/data/form/letter/reasons")} label={t("decision.reasons")} hint={t("decision.reasons_hint")} add={t("add_line")} remove={(n) => t("remove_line", { position: n })} />
            <Lines {...form.field("alternatives")} error={listError(form, "alternatives", "/data/form/letter/alternatives")} label={t("decision.alternatives")} hint={t("decision.alternatives_hint")} add={t("add_line")} remove={(n) => t("remove_line", { position: n })} />
            <TextArea {...form.field("words")} label={t("decision.words")} hint={t("decision.words_hint")} optional rows={4} />
          </Section>
        )}
        <Section title={t("signature")} lead={t("decision.sign_lead")}>
          <SignField form={form} hint={t("password_hint")} />
        </Section>
      </Form>
      <aside className={styles["panel"]}>
        <ProposalPanel proposal={proposal} />
        <Given />
        <Row><LinkButton to={`/people/${patient.id}/criteria`}>{t("decision.to_criteria")}</LinkButton></Row>
      </aside>
    </div>
  );
}

/** The answers the proposal rests on. */
function Given() {
  const t = useStepTexts();
  const terms = useTerms();
  const words = useWords();
  const { course, policy } = useStep();
  if (course.criteria.length === 0) return null;
  return (
    <details className={styles["known"]}>
      <summary>{t("decision.answers")}</summary>
      <dl className={styles["answers"]}>
        {policy.pack.criteria.map(({ id, text }) => {
          const known = course.criteria.find(({ criterion }) => criterion === id);
          return (
            <div key={id}>
              <dt>{words(text)}</dt>
              <dd><Badge>{terms(`answer.${known?.answer ?? "unknown"}`)}</Badge> {known?.evidence}</dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
