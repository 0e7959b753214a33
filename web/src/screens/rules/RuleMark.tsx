import { Badge } from "../../parts/states";
import { isUnverified, useTexts, type Rule } from "./rules";

/** How sure a rule is: unverified, confirmed here, or how we came by its source. */
export function RuleMark({ rule, confirmed }: { rule: Rule; confirmed: boolean }) {
  const t = useTexts();
  if (isUnverified(rule, new Set(confirmed ? [rule.id] : []))) return <Badge tone="warn">{t("unverified")}</Badge>;
  return confirmed ? <Badge tone="good">{t("confirmed")}</Badge> : <Badge icon={null}>{t(`tag.${rule.evidence}`)}</Badge>;
}
