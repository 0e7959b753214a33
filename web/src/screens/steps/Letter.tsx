import type { Shape } from "../../api/shapes";
import { formats } from "../../lib/format";
import { Problem } from "../../lib/problem";
import { useRead } from "../../lib/read";
import { Button } from "../../parts/Button";
import { Row } from "../../parts/Page";
import { EmptyState, Reading } from "../../parts/states";
import { clinicZone } from "../../lib/format";
import { useStep } from "./data";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";

/** The letter after a refusal, in the person's language, ready to be printed. */
export default function Letter() {
  const t = useStepTexts();
  const { course } = useStep();
  const letter = useRead<Shape<"LetterPage">>(`/api/v1/courses/${course.id}/letter`);
  if (letter.error instanceof Problem && letter.error.status === 404) return <EmptyState title={t("letter.none")}>{t("letter.none_detail")}</EmptyState>;
  return (
    <Reading of={letter}>
      {(page) => (
        <>
          <div className={styles["noPrint"]}>
            <Row><Button kind="primary" onClick={() => window.print()}>{t("letter.print")}</Button></Row>
          </div>
          <article className={styles["letter"]} lang={page.language}>
            <header>
              <strong>{page.clinic}</strong>
              <time dateTime={page.decided_at}>{formats(page.language, clinicZone()).date(page.decided_at, "longDate")}</time>
            </header>
            <address>{page.recipient}</address>
            <p>{page.greeting}</p>
            <p>{page.opening}</p>
            <h2>{page.reasons_heading}</h2>
            <ul>{page.reasons.map((each) => <li key={each}>{each}</li>)}</ul>
            {page.words && <p className={styles["lines"]}>{page.words}</p>}
            <h2>{page.alternatives_heading}</h2>
            <ul>{page.alternatives.map((each) => <li key={each}>{each}</li>)}</ul>
            <p>{page.closing}</p>
            <footer>{page.signed_by}</footer>
          </article>
        </>
      )}
    </Reading>
  );
}
