import { useState, type HTMLInputTypeAttribute } from "react";
import { parseNumber } from "../lib/format";
import { Field, FieldError, FieldGroup, useFieldIds, type FieldProps } from "./Field";
import { Icon, type IconName } from "./Icon";
import styles from "./fields.module.css";
import { useCommonTexts } from "./texts";
import { IconButton } from "./Button";

type Bound<T> = FieldProps & { value: T; onChange: (value: T) => void; disabled?: boolean };

type TextFieldProps = Bound<string> & {
  type?: Extract<HTMLInputTypeAttribute, "text" | "email" | "tel" | "search" | "url">;
  autoComplete?: string;
  inputMode?: "text" | "numeric" | "decimal" | "email" | "tel";
  maxLength?: number;
  short?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  spellCheck?: boolean;
};

export function TextField({ label, hint, error, optional, name, value, onChange, disabled, short, type = "text", ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(ids) => (
        <input
          {...rest}
          id={ids.input}
          name={name}
          type={type}
          value={value}
          disabled={disabled}
          required={!optional}
          aria-invalid={error ? true : undefined}
          aria-describedby={ids.describedBy}
          className={`${styles["input"]} ${short ? styles["short"] : ""}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type PasswordFieldProps = Bound<string> & { autoComplete: "current-password" | "new-password" };

/** Pasting and password managers are welcome; what is typed can be shown. */
export function PasswordField({ label, hint, error, name, value, onChange, disabled, autoComplete }: PasswordFieldProps) {
  const t = useCommonTexts();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <span className={styles["selectBox"]}>
          <input
            id={ids.input}
            name={name}
            type={shown ? "text" : "password"}
            value={value}
            disabled={disabled}
            required
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={error ? true : undefined}
            aria-describedby={ids.describedBy}
            className={`${styles["input"]} ${styles["password"]}`}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton className={styles["reveal"]} label={shown ? t("hide_password") : t("show_password")} aria-pressed={shown} icon={<Icon name={shown ? "eye_off" : "eye"} />} onClick={() => setShown(!shown)} />
        </span>
      )}
    </Field>
  );
}

type TextAreaProps = Bound<string> & { rows?: number; maxLength?: number; placeholder?: string };

/** Grows with what is written. */
export function TextArea({ label, hint, error, optional, name, value, onChange, disabled, rows = 4, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(ids) => (
        <span className={styles["grow"]}>
          <textarea
            {...rest}
            id={ids.input}
            name={name}
            rows={rows}
            value={value}
            disabled={disabled}
            required={!optional}
            aria-invalid={error ? true : undefined}
            aria-describedby={ids.describedBy}
            className={`${styles["input"]} ${styles["area"]}`}
            onChange={(event) => onChange(event.target.value)}
          />
          {/* This unseen copy of the text gives the height. */}
          <span className={styles["ghost"]} aria-hidden="true">{value}{"\n"}</span>
        </span>
      )}
    </Field>
  );
}

type NumberFieldProps = Bound<string> & { unit?: string; whole?: boolean };

/**
 * Keeps exactly what was typed ("36,6"), so that nothing is lost or silently rounded; `parseNumber` from lib/format
 * reads it when the form is sent.
 */
export function NumberField({ label, hint, error, optional, name, value, onChange, disabled, unit, whole = false }: NumberFieldProps) {
  const t = useCommonTexts();
  const [left, setLeft] = useState(false);
  const wrong = left && parseNumber(value) === undefined ? t("not_a_number") : undefined;
  return (
    <Field label={label} hint={hint} error={error ?? wrong} optional={optional ?? false}>
      {(ids) => {
        const input = (
          <input
            id={ids.input}
            name={name}
            type="text"
            inputMode={whole ? "numeric" : "decimal"}
            autoComplete="off"
            value={value}
            disabled={disabled}
            required={!optional}
            aria-invalid={(error ?? wrong) ? true : undefined}
            aria-describedby={[ids.describedBy, unit && `${ids.input}-unit`].filter(Boolean).join(" ") || undefined}
            className={`${styles["input"]} ${styles["short"]}`}
            onBlur={() => setLeft(true)}
            onChange={(event) => onChange(event.target.value)}
          />
        );
        if (!unit) return input;
        return <span className={styles["withUnit"]}>{input}<span id={`${ids.input}-unit`} className={styles["unit"]}>{unit}</span></span>;
      }}
    </Field>
  );
}

export type Option<T extends string = string> = { value: T; label: string; hint?: string; icon?: IconName; disabled?: boolean };

type SelectProps<T extends string> = Bound<T | ""> & { options: readonly Option<T>[]; placeholder?: string };

export function Select<T extends string>({ label, hint, error, optional, name, value, onChange, disabled, options, placeholder }: SelectProps<T>) {
  const t = useCommonTexts();
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(ids) => (
        <span className={styles["selectBox"]}>
          <select
            id={ids.input}
            name={name}
            value={value}
            disabled={disabled}
            required={!optional}
            aria-invalid={error ? true : undefined}
            aria-describedby={ids.describedBy}
            className={`${styles["input"]} ${styles["select"]}`}
            onChange={(event) => onChange(event.target.value as T | "")}
          >
            {(value === "" || optional) && <option value="">{placeholder ?? t("choose")}</option>}
            {options.map((option) => <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>)}
          </select>
          <Icon name="down" size={18} />
        </span>
      )}
    </Field>
  );
}

type ChoiceProps<T extends string> = Bound<T | ""> & { options: readonly Option<T>[]; joined?: boolean };

/** A few alternatives, all in view. Real radio buttons: arrow keys move, one is chosen. */
export function Choice<T extends string>({ label, hint, error, optional, name, value, onChange, disabled, options, joined = false }: ChoiceProps<T>) {
  const ids = useFieldIds(undefined, undefined);
  return (
    <FieldGroup label={label} hint={hint} error={error} optional={optional ?? false}>
      <div className={`${styles["choices"]} ${joined ? styles["joined"] : ""}`}>
        {options.map((option) => (
          <label key={option.value} className={styles["choice"]}>
            <input
              type="radio"
              name={`${ids.input}-${name ?? ""}`}
              value={option.value}
              checked={value === option.value}
              disabled={disabled || option.disabled}
              aria-invalid={error ? true : undefined}
              onChange={() => onChange(option.value)}
            />
            <span className={styles["choiceFace"]}>
              <span className={styles["choiceMark"]} aria-hidden="true"><Icon name={option.icon ?? "check"} size={13} /></span>
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

export type Trinary = "yes" | "no" | "unknown";

/** Three honest answers: not knowing is one of them, and no answer yet is not the same as "unknown". */
export function YesNoUnknown(props: Omit<ChoiceProps<Trinary>, "options" | "joined">) {
  const t = useCommonTexts();
  const options: Option<Trinary>[] = [
    { value: "yes", label: t("yes"), icon: "check" },
    { value: "no", label: t("no"), icon: "cross" },
    { value: "unknown", label: t("unknown"), icon: "question" },
  ];
  return <Choice {...props} options={options} joined />;
}

export function YesNo(props: Omit<ChoiceProps<"yes" | "no">, "options" | "joined">) {
  const t = useCommonTexts();
  const options: Option<"yes" | "no">[] = [
    { value: "yes", label: t("yes"), icon: "check" },
    { value: "no", label: t("no"), icon: "cross" },
  ];
  return <Choice {...props} options={options} joined />;
}

export function Checkbox({ label, hint, error, name, value, onChange, disabled }: Bound<boolean>) {
  const ids = useFieldIds(hint, error);
  return (
    <div className={styles["field"]}>
      <label className={styles["check"]}>
        <input
          id={ids.input}
          type="checkbox"
          name={name}
          checked={value}
          disabled={disabled}
          aria-invalid={error ? true : undefined}
          aria-describedby={ids.describedBy}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={styles["box"]} aria-hidden="true"><Icon name="check" size={16} /></span>
        <span className={styles["checkText"]}>{label}</span>
      </label>
      {hint && <p id={ids.hint} className={`${styles["hint"]} ${styles["checkHint"]}`}>{hint}</p>}
      <FieldError id={ids.error} text={error} />
    </div>
  );
}

type CheckboxesProps<T extends string> = Bound<T[]> & { options: readonly Option<T>[] };

/** Any number of several. */
export function Checkboxes<T extends string>({ label, hint, error, optional, name, value, onChange, disabled, options }: CheckboxesProps<T>) {
  return (
    <FieldGroup label={label} hint={hint} error={error} optional={optional ?? false}>
      <div className={styles["choices"]}>
        {options.map((option) => {
          const on = value.includes(option.value);
          return (
            <label key={option.value} className={styles["choice"]}>
              <input
                type="checkbox"
                name={name}
                value={option.value}
                checked={on}
                disabled={disabled || option.disabled}
                onChange={() => onChange(on ? value.filter((each) => each !== option.value) : [...value, option.value])}
              />
              <span className={styles["choiceFace"]}>
                <span className={styles["choiceMark"]} aria-hidden="true"><Icon name="check" size={13} /></span>
                {option.label}
              </span>
            </label>
          );
        })}
      </div>
    </FieldGroup>
  );
}
