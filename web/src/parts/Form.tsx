import type { FormEvent, ReactNode } from "react";
import { useFormats } from "../lib/format";
import type { Form as FormState, FormValue, FormValues } from "../lib/form";
import { readAgain } from "../lib/read";
import { Button, type ButtonKind } from "./Button";
import { Icon } from "./Icon";
import { Banner } from "./states";
import styles from "./Form.module.css";
import { useCommonTexts } from "./texts";

type Labels<V> = Partial<Record<keyof V & string, string>>;

type FormProps<V extends FormValues> = {
  form: FormState<V>;
  /** The fields' names in words: for the two versions side by side after a conflict. */
  labels?: Labels<V>;
  /** Where the newer version keeps these fields, if not under the same names. */
  theirs?: (current: unknown) => Partial<V>;
  /** The button that sends; or give `actions` for more than one. */
  submit?: string;
  kind?: ButtonKind;
  actions?: ReactNode;
  children: ReactNode;
};

/**
 * A form with everything around its fields: the note about restored text, the summary of errors, waiting for a lost
 * connection, a conflict with both versions, the button.
 */
export function Form<V extends FormValues>({ form, labels, theirs, submit, kind = "primary", actions, children }: FormProps<V>) {
  const t = useCommonTexts();
  function send(event: FormEvent): void {
    event.preventDefault();
    if (!form.busy) void form.submit();
  }
  return (
    <form ref={form.element} className={styles["form"]} noValidate onSubmit={send}>
      <RestoredNote form={form} />
      {form.status === "conflict" && <Conflict form={form} labels={labels ?? {}} theirs={theirs ?? pick(form.names)} />}
      <Refusal form={form} />
      {/* While an answer is awaited the fields hold still: what was sent is what is shown. */}
      <div className={styles["fields"]} inert={form.busy}>{children}</div>
      {form.status === "waiting" && (
        <Banner tone="warn" icon="offline" role="status" title={t(form.problem ? "busy_title" : "waiting_title")} actions={<Button size="small" onClick={form.stop}>{t("waiting_stop")}</Button>}>
          {form.problem?.details.detail ?? t("waiting_detail")}
        </Banner>
      )}
      {form.status === "failed" && <Banner tone="bad" role="alert" title={t("error_title")}>{t("error_detail")}</Banner>}
      {!form.kept && <Banner tone="warn">{t("draft_not_kept")}</Banner>}
      {(submit || actions) && (
        <div className={styles["actions"]}>
          {submit && <Button type="submit" kind={kind} busy={form.busy}>{submit}</Button>}
          {actions}
        </div>
      )}
    </form>
  );
}

function RestoredNote<V extends FormValues>({ form }: { form: FormState<V> }) {
  const t = useCommonTexts();
  const format = useFormats();
  if (form.restoredAt === undefined) return null;
  return (
    <p className={styles["note"]} role="status">
      <Icon name="note" size={17} />
      {t("restored", { time: format.date(form.restoredAt, "dateTime") })}
      <button type="button" className={styles["linkLike"]} onClick={form.discard}>{t("discard")}</button>
    </p>
  );
}

/** What the server said no to, where it is more than one field's error. */
function Refusal<V extends FormValues>({ form }: { form: FormState<V> }) {
  const t = useCommonTexts();
  const { problem } = form;
  const count = Object.keys(form.errors).length;
  const refused = form.status === "refused" && problem;
  if (!refused) return count > 1 ? <Banner tone="bad" role="alert" title={t("errors", { n: count })} /> : null;
  const general = form.otherErrors.length > 0 || count === 0;
  if (!general && count < 2) return null;
  const { detail, rule, rule_text, source } = problem.details;
  return (
    <Banner tone="bad" role="alert" title={general ? t("refused") : t("errors", { n: count })}>
      <div className={styles["summary"]}>
        {general && detail && !form.otherErrors.includes(detail) && <p>{detail}</p>}
        {form.otherErrors.length > 0 && <ul>{form.otherErrors.map((text) => <li key={text}>{text}</li>)}</ul>}
        {general && rule && <p className={styles["rule"]}>{[rule_text ?? rule, source].filter(Boolean).join(" · ")}</p>}
      </div>
    </Banner>
  );
}

function pick<V extends FormValues>(names: readonly (keyof V & string)[]): (current: unknown) => Partial<V> {
  return (current) => {
    const found: Partial<V> = {};
    if (typeof current !== "object" || current === null) return found;
    for (const name of names) {
      const value: unknown = Reflect.get(current, name);
      if (value !== undefined) found[name] = value as V[typeof name];
    }
    return found;
  };
}

function shown(value: FormValue | undefined): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "object") return Array.isArray(value) ? value.map(shown).join(", ") : JSON.stringify(value);
  return String(value);
}

/** Somebody else was faster. Both versions are shown; nothing typed is lost, nothing of theirs is overwritten unseen. */
function Conflict<V extends FormValues>({ form, labels, theirs }: { form: FormState<V>; labels: Labels<V>; theirs: (current: unknown) => Partial<V> }) {
  const t = useCommonTexts();
  const newer = theirs(form.problem?.current);
  const rows = form.names.filter((name) => labels[name] !== undefined || newer[name] !== undefined);
  function takeTheirs(): void {
    form.discard();
    readAgain();
  }
  return (
    <Banner
      tone="warn"
      role="alert"
      title={t("conflict_title")}
      actions={
        <>
          <Button size="small" onClick={takeTheirs}>{t("conflict_theirs")}</Button>
          <Button size="small" onClick={() => void form.sendAnyway()}>{t("conflict_mine")}</Button>
        </>
      }
    >
      <p>{t("conflict_detail")}</p>
      {rows.length > 0 && (
        <div className={styles["scroll"]}>
          <table className={styles["versions"]}>
            <thead><tr><th scope="col">{t("what")}</th><th scope="col">{t("conflict_now")}</th><th scope="col">{t("conflict_yours")}</th></tr></thead>
            <tbody>
              {rows.map((name) => {
                const [now, yours] = [shown(newer[name]), shown(form.values[name])];
                return (
                  <tr key={name} data-differs={now === yours ? undefined : ""}>
                    <th scope="row">{labels[name] ?? name}</th>
                    <td>{now}</td>
                    <td>{yours}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Banner>
  );
}
