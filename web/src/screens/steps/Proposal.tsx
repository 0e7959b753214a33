import type { Shape } from "../../api/shapes";
import { Badge, type Tone } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useStep } from "./data";
import { useRuleText } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";

export const verdictTones: Record<Shape<"Verdict">, Tone> = { indicated: "good", not_indicated: "bad", cannot_be_said_yet: "warn" };

/** What the program proposes from the answers, and why. */
export function ProposalPanel({ proposal, unsaved = 0, level = 2 }: { proposal: Shape<"Proposal"> | undefined; unsaved?: number; level?: 2 | 3 }) {
  const t = useStepTexts();
  const terms = useTerms();
  const Heading = `h${level}` as const;
  return (
    <section className={styles["proposal"]} aria-live="polite">
      <Heading>{t("proposal.title")}</Heading>
      {proposal ? (
        <>
          <p><Badge tone={verdictTones[proposal.verdict]}>{terms(`verdict.${proposal.verdict}`)}</Badge></p>
          <RuleList title={t("proposal.against")} rules={proposal.against} />
          <RuleList title={t("proposal.missing")} rules={proposal.missing} />
          <RuleList title={t("proposal.notes")} rules={proposal.notes} />
        </>
      ) : <p className={styles["lead"]}>{t("proposal.none")}</p>}
      {unsaved > 0 && <p className={styles["unsaved"]}>{t("proposal.unsaved", { n: unsaved })}</p>}
      <p className={styles["lead"]}><small>{t("proposal.who_decides")}</small></p>
    </section>
  );
}

function RuleList({ title, rules }: { title: string; rules: readonly string[] }) {
  const { policy } = useStep();
  const ruleText = useRuleText(policy);
  if (rules.length === 0) return null;
  return (
    <div>
      <strong>{title}</strong>
      <ul className={styles["bullets"]}>{rules.map((rule) => <li key={rule}>{ruleText(rule)}</li>)}</ul>
    </div>
  );
}
