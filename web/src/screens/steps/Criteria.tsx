import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { useStaffName, useWords } from "../../lib/reference";
import { Button, LinkButton } from "../../parts/Button";
import { AnswerRow } from "../../parts/AnswerRow";
import { TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Row } from "../../parts/Page";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { isContraindication, useStep } from "./data";
import { RuleSource } from "./kit";
import { ProposalPanel } from "./Proposal";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { criteriaAnswers, criteriaValues, type CriteriaValues } from "./values";

const kinds = ["indication", "condition", "psychiatric_contraindication", "other_contraindication"] as const;

/** One indication that is no says nothing while another may be yes. */
function speaksAgainst(kind: Shape<"CriterionKind">, answer: string): boolean {
  return isContraindication(kind) ? answer === "yes" : kind === "condition" && answer === "no";
}

export default function Criteria() {
  const t = useStepTexts();
  const common = useCommonTexts();
  const { course, policy, patient, version } = useStep();
  const standing = criteriaValues(policy.pack.criteria, course.criteria);
  const form = useForm<CriteriaValues>({
    name: "assess-criteria",
    subject: course.id,
    version,
    initial: { answers: {} },
    command: "assess-criteria",
    data: (v) => ({ course: course.id, answers: criteriaAnswers({ ...standing, ...v.answers }, course.criteria) }),
    check: (v) => (criteriaAnswers({ ...standing, ...v.answers }, course.criteria).length === 0 ? { answers: t("criteria.nothing_changed") } : {}),
    onDone: () => toast(t("criteria.saved")),
  });
  const typed = { ...standing, ...form.values.answers };
  const changed = criteriaAnswers(typed, course.criteria);
  const wrong = new Set(changed.filter(({ answer, evidence }) => answer !== "unknown" && !evidence).map(({ criterion }) => criterion));
  const refused = form.errors.answers !== undefined;

  return (
    <div className={styles["beside"]}>
      <Form form={form} submit={changed.length > 0 ? t("criteria.save", { n: changed.length }) : common("save")}>
        <p className={styles["lead"]}>{t("criteria.lead")} {t("unknown_is_an_answer")}</p>
        {kinds.map((kind) => {
          const ofKind = policy.pack.criteria.filter((each) => each.kind === kind);
          if (ofKind.length === 0) return null;
          return (
            <Card key={kind} title={t(`criteria.kind.${kind}`)}>
              <p className={styles["lead"]}>{t(`criteria.rule.${kind}`)}</p>
              {ofKind.map((criterion) => (
                <CriterionRow
                  key={criterion.id}
                  criterion={criterion}
                  value={typed[criterion.id] ?? { answer: "", evidence: "" }}
                  known={course.criteria.find((each) => each.criterion === criterion.id)}
                  error={refused && wrong.has(criterion.id) ? t("criteria.evidence_needed") : undefined}
                  onChange={(value) => form.set({ answers: { ...form.values.answers, [criterion.id]: value } })}
                />
              ))}
            </Card>
          );
        })}
      </Form>
      <aside className={styles["panel"]}>
        <ProposalPanel proposal={course.proposal} unsaved={changed.length} />
        <Row>
          {changed.length > 0 && <Button kind="primary" busy={form.busy} onClick={() => void form.submit()}>{t("criteria.save", { n: changed.length })}</Button>}
          <LinkButton to={`/people/${patient.id}/decision`}>{t("criteria.to_decision")}</LinkButton>
        </Row>
      </aside>
    </div>
  );
}

type RowProps = {
  criterion: Shape<"Criterion">;
  value: CriteriaValues["answers"][string];
  known: Shape<"CriterionStanding"> | undefined;
  error: string | undefined;
  onChange: (value: CriteriaValues["answers"][string]) => void;
};

function CriterionRow({ criterion, value, known, error, onChange }: RowProps) {
  const t = useStepTexts();
  const words = useWords();
  const format = useFormats();
  const staffName = useStaffName();
  const { policy } = useStep();
  return (
    <AnswerRow label={words(criterion.text)} value={value.answer} onChange={(answer) => onChange({ ...value, answer })} tone={speaksAgainst(criterion.kind, value.answer) ? "bad" : undefined}>
      {(value.answer !== "" || value.evidence !== "") && (
        <TextField label={t("criteria.evidence")} value={value.evidence} onChange={(evidence) => onChange({ ...value, evidence })} error={error} optional={value.answer === "unknown"} maxLength={400} />
      )}
      <div className={styles["criterionFoot"]}>
        <RuleSource rule={criterion} policy={policy} />
        {known && <small>{t("criteria.answered_by", { name: staffName(known.by), time: format.date(known.at, "dateTime") })}</small>}
      </div>
    </AnswerRow>
  );
}
