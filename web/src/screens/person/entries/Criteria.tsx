import { useEffect, useState } from "react";
import type { Shape } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { usePolicy, useStaffName, useWords } from "../../../lib/reference";
import { Icon } from "../../../parts/Icon";
import { Badge, type Tone } from "../../../parts/states";
import { useTerms } from "../../../parts/texts";
import styles from "./entries.module.css";
import { useEntryTexts } from "./texts";

type Kind = Shape<"CriterionKind">;

/** Indications and conditions should be answered yes, contraindications no. */
function toneOf(kind: Kind | undefined, answer: Shape<"YesNoUnknown">): Tone {
  if (answer === "unknown" || kind === undefined) return "still";
  const wanted = kind === "indication" || kind === "condition" ? "yes" : "no";
  if (answer === wanted) return "good";
  return kind === "indication" ? "still" : "bad";
}

const marks = { yes: "check", no: "cross", unknown: "question" } as const;

/** How each criterion of admission stands: the latest answer, its evidence, whose it is and when it was given. */
export function Criteria({ course, open }: { course: Shape<"Course">; open: boolean }) {
  const t = useEntryTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const who = useStaffName();
  const { data: policy } = usePolicy();
  const [shown, setShown] = useState(open);
  useEffect(() => setShown(open), [open]);
  return (
    <details className={styles["entry"]} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className={styles["summary"]}>
        <span className={styles["turn"]} aria-hidden="true"><Icon name="down" size={18} /></span>
        <div className={styles["head"]}>
          <h4>{t("criteria")}</h4>
          {course.proposal && <p className={styles["quiet"]}>{t("program_proposes", { verdict: terms(`verdict.${course.proposal.verdict}`) })}</p>}
        </div>
      </summary>
      <ul className={`${styles["checks"]} ${styles["inside"]}`}>
        {course.criteria.map((each) => {
          const criterion = policy?.pack.criteria.find(({ id }) => id === each.criterion);
          return (
            <li key={each.criterion}>
              <Badge tone={toneOf(criterion?.kind, each.answer)} icon={marks[each.answer]}>{terms(`answer.${each.answer}`)}</Badge>
              <span>
                {words(criterion?.text) || each.criterion}
                <span className={styles["evidence"]}>{[each.evidence, who(each.by), format.date(each.at, "date")].filter(Boolean).join(" · ")}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
