import { useEffect, useRef, type ReactNode } from "react";
import { Button, IconButton } from "./Button";
import { FieldGroup, type FieldProps } from "./Field";
import { Icon } from "./Icon";
import styles from "./Rows.module.css";
import fields from "./fields.module.css";

type RowsProps<T> = FieldProps & {
  value: readonly T[];
  onChange: (rows: T[]) => void;
  /** A new, empty row. */
  fresh: T;
  add: string;
  /** What the button that takes a row away is called: "Remove diagnosis 2". */
  remove: (position: number) => string;
  least?: number;
  children: (row: T, change: (part: Partial<T>) => void, index: number) => ReactNode;
};

/** Any number of the same few fields: diagnoses, medicines. A new row gets the focus. */
export function Rows<T extends object>({ label, hint, error, optional, value, onChange, fresh, add, remove, least = 0, children }: RowsProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const count = useRef(value.length);
  useEffect(() => {
    if (value.length === count.current + 1) list.current?.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    count.current = value.length;
  }, [value.length]);
  return (
    <FieldGroup label={label} hint={hint} error={error} optional={optional ?? false}>
      <ul ref={list} className={styles["rows"]}>
        {value.map((row, index) => (
          <li key={index} className={styles["row"]}>
            <div className={styles["inside"]}>
              {children(row, (part) => onChange(value.map((each, at) => (at === index ? { ...each, ...part } : each))), index)}
            </div>
            {value.length > least && (
              <IconButton className={styles["remove"]} label={remove(index + 1)} icon={<Icon name="cross" size={18} />} onClick={() => onChange(value.filter((_, at) => at !== index))} />
            )}
          </li>
        ))}
      </ul>
      <div><Button size="small" icon={<Icon name="plus" size={18} />} onClick={() => onChange([...value, fresh])}>{add}</Button></div>
    </FieldGroup>
  );
}

type LinesProps = FieldProps & { value: readonly string[]; onChange: (lines: string[]) => void; add: string; remove: (position: number) => string };

/** A list of short texts, one line each. Enter adds the next. */
export function Lines({ label, hint, error, optional, name, value, onChange, add, remove }: LinesProps) {
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number | undefined>(undefined);
  const shown = value.length === 0 ? [""] : value;
  useEffect(() => {
    if (wanted.current === undefined) return;
    list.current?.querySelectorAll("input")[wanted.current]?.focus();
    wanted.current = undefined;
  });
  function insert(at: number): void {
    wanted.current = at;
    onChange([...shown.slice(0, at), "", ...shown.slice(at)]);
  }
  return (
    <FieldGroup label={label} hint={hint} error={error} optional={optional ?? false}>
      <ul ref={list} className={styles["lines"]}>
        {shown.map((line, index) => (
          <li key={index} className={styles["line"]}>
            <input
              type="text"
              name={name}
              value={line}
              maxLength={400}
              aria-label={`${typeof label === "string" ? label : ""} ${index + 1}`.trim()}
              aria-invalid={error ? true : undefined}
              className={fields["input"]}
              onChange={(event) => onChange(shown.map((each, at) => (at === index ? event.target.value : each)))}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                event.preventDefault();
                if (line.trim()) insert(index + 1);
              }}
            />
            {shown.length > 1 && (
              <IconButton label={remove(index + 1)} icon={<Icon name="cross" size={18} />} onClick={() => onChange(shown.filter((_, at) => at !== index))} />
            )}
          </li>
        ))}
      </ul>
      {shown.at(-1)?.trim() && <div><Button size="small" icon={<Icon name="plus" size={18} />} onClick={() => insert(shown.length)}>{add}</Button></div>}
    </FieldGroup>
  );
}
