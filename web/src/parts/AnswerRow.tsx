import { useId, type ReactNode } from "react";
import type { Trinary } from "./fields";
import { FieldError } from "./Field";
import { Icon, type IconName } from "./Icon";
import styles from "./AnswerRow.module.css";
import fields from "./fields.module.css";
import { useCommonTexts } from "./texts";

type AnswerRowProps = {
  label: ReactNode;
  value: Trinary | "";
  onChange: (answer: Trinary) => void;
  error?: string | undefined;
  /** Marks the row where the answer speaks against; the caller says it in words too. */
  tone?: "bad" | "warn" | undefined;
  children?: ReactNode;
};

const answers: readonly { value: Trinary; icon: IconName }[] = [{ value: "yes", icon: "check" }, { value: "no", icon: "cross" }, { value: "unknown", icon: "question" }];

/** One of many questions with yes, no or not known: the question beside its answers where there is room. */
export function AnswerRow({ label, value, onChange, error, tone, children }: AnswerRowProps) {
  const t = useCommonTexts();
  const id = useId();
  return (
    <div className={styles["row"]} data-tone={tone} data-invalid={error ? "" : undefined}>
      <fieldset className={styles["ask"]} aria-describedby={error ? `${id}-error` : undefined}>
        {/* A legend takes no place in a grid: what is read is hidden, what is seen stands beside the answers. */}
        <legend className="hidden-text">{label}</legend>
        <span className={styles["label"]} aria-hidden="true">{label}</span>
        <div className={`${fields["choices"]} ${fields["joined"]}`}>
          {answers.map((answer) => (
            <label key={answer.value} className={fields["choice"]}>
              <input type="radio" name={id} value={answer.value} checked={value === answer.value} aria-invalid={error ? true : undefined} onChange={() => onChange(answer.value)} />
              <span className={fields["choiceFace"]}>
                <span className={fields["choiceMark"]} aria-hidden="true"><Icon name={answer.icon} size={13} /></span>
                {t(answer.value)}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <FieldError id={`${id}-error`} text={error} />
      {children}
    </div>
  );
}
