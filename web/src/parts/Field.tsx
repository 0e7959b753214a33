import { useId, type ReactNode } from "react";
import { useCommonTexts } from "./texts";
import { Icon } from "./Icon";
import styles from "./fields.module.css";

/** What every field has. Spread `form.field("name")` into the part and add these. */
export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Fields are required unless marked optional: the mark stands at the rarer case. */
  optional?: boolean;
  name?: string;
};

export type FieldIds = { input: string; label: string; describedBy: string | undefined };

export function useFieldIds(hint: ReactNode, error: string | undefined): FieldIds & { hint: string; error: string } {
  const id = useId();
  const ids = { input: `${id}-input`, label: `${id}-label`, hint: `${id}-hint`, error: `${id}-error` };
  const describedBy = [error ? ids.error : "", hint ? ids.hint : ""].filter(Boolean).join(" ") || undefined;
  return { ...ids, describedBy };
}

export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  return (
    <p id={id} className={text ? styles["error"] : undefined} aria-live="polite" hidden={!text}>
      {text && <Icon name="warning" size={17} />}
      {text}
    </p>
  );
}

/** Label, hint, the control, and the error beside it, in that order. */
export function Field({ label, hint, error, optional = false, children }: FieldProps & { children: (ids: FieldIds) => ReactNode }) {
  const ids = useFieldIds(hint, error);
  return (
    <div className={styles["field"]}>
      <FieldHead label={<label id={ids.label} htmlFor={ids.input} className={styles["label"]}>{label}</label>} optional={optional} />
      {hint && <p id={ids.hint} className={styles["hint"]}>{hint}</p>}
      {children(ids)}
      <FieldError id={ids.error} text={error} />
    </div>
  );
}

/** The same for a group of controls: a fieldset with its legend. */
export function FieldGroup({ label, hint, error, optional = false, children }: FieldProps & { children: ReactNode }) {
  const ids = useFieldIds(hint, error);
  return (
    <fieldset className={`${styles["field"]} ${styles["group"]}`} data-invalid={error ? "" : undefined} aria-describedby={ids.describedBy}>
      <FieldHead label={<legend className={styles["label"]}>{label}{optional && <OptionalMark />}</legend>} optional={false} />
      {hint && <p id={ids.hint} className={styles["hint"]}>{hint}</p>}
      {children}
      <FieldError id={ids.error} text={error} />
    </fieldset>
  );
}

function FieldHead({ label, optional }: { label: ReactNode; optional: boolean }) {
  return optional ? <div className={styles["head"]}>{label}<OptionalMark /></div> : <>{label}</>;
}

function OptionalMark() {
  const t = useCommonTexts();
  return <span className={styles["mark"]}> {t("optional")}</span>;
}

/** Two or more fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles["pair"]}>{children}</div>;
}
