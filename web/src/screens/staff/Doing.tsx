import { useRef, useState } from "react";
import type { CommandData, Shape } from "../../api/shapes";
import { useToday } from "../../lib/days";
import { useForm, type Form as FormState } from "../../lib/form";
import { postJson } from "../../lib/http";
import { languageNames, languages, type Language } from "../../lib/i18n";
import { newId } from "../../lib/id";
import { NoConnection, Problem } from "../../lib/problem";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { DateField } from "../../parts/DateField";
import { Choice, TextField } from "../../parts/fields";
import { FieldGroup } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Row, Stack } from "../../parts/Page";
import { Banner, ErrorState } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useShellTexts } from "../../shell/texts";
import styles from "./staff.module.css";
import { roles, useTexts, userNameFor, type Role } from "./texts";

type Person = Pick<Shape<"StaffRow">, "id" | "name" | "user" | "roles" | "until">;
export type Task = { what: "add" } | { what: "roles" | "password" | "factors" | "identity" | "dismiss" | "reinstate"; person: Person };

/** What an administrator does with the clinic's people, each in its dialog. */
export function Doing({ task, onClose, next }: { task: Task; onClose: () => void; next: (task: Task) => void }) {
  const t = useTexts();
  const title = t(`title.${task.what}`, { name: task.what === "add" ? "" : task.person.name });
  return (
    <Dialog title={title} wide={task.what === "add" || task.what === "roles"} onClose={onClose}>
      {task.what === "add" && <Add onDone={(person) => next({ what: "password", person })} />}
      {task.what === "roles" && <ChangeRoles person={task.person} onDone={onClose} />}
      {task.what === "password" && <NewPassword person={task.person} onDone={onClose} />}
      {task.what === "factors" && <TakeAway what="factors" path="factors/reset" person={task.person} onDone={onClose} />}
      {task.what === "identity" && <TakeAway what="identity" path="identity/remove" person={task.person} onDone={onClose} />}
      {(task.what === "dismiss" || task.what === "reinstate") && <WithReason what={task.what} person={task.person} onDone={onClose} />}
    </Dialog>
  );
}

type Added = { staff: string; name: string; user: string; roles: Role[]; language: Language; until: string };

function Add({ onDone }: { onDone: (person: Person) => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const fresh = useRef(newId());
  const form = useForm<Added>({
    name: "add_staff",
    initial: { staff: "", name: "", user: "", roles: [], language: "cs", until: "" },
    command: "add-staff",
    check: ({ name, user, roles: chosen }) => ({
      name: name.trim() ? undefined : common("required"),
      user: user.trim() ? undefined : common("required"),
      roles: chosen.length > 0 ? undefined : t("roles_missing"),
    }),
    data: (values): CommandData<"add-staff"> => ({
      staff: values.staff || fresh.current, name: values.name.trim(), user: values.user.trim(), roles: values.roles, language: values.language,
      until: values.until || undefined,
    }),
    onDone: (_, values) => onDone({ id: values.staff || fresh.current, name: values.name, user: values.user, roles: values.roles }),
  });
  const { values } = form;
  function rename(name: string): void {
    const followed = values.user === userNameFor(values.name);
    form.set({ name, staff: values.staff || fresh.current, ...(followed ? { user: userNameFor(name) } : {}) });
  }
  return (
    <Form form={form} submit={t("add_submit")}>
      <TextField {...form.field("name")} onChange={rename} label={t("name")} hint={t("name_hint")} autoComplete="off" maxLength={200} />
      <TextField {...form.field("user")} label={t("user")} hint={t("user_hint")} autoComplete="off" spellCheck={false} maxLength={60} />
      <RolesField {...form.field("roles")} />
      <UntilField form={form} />
      <Choice {...form.field("language")} onChange={(chosen) => chosen && form.set({ language: chosen })} label={t("language")} hint={t("language_hint")} options={languages.map((each) => ({ value: each, label: languageNames[each] }))} />
    </Form>
  );
}

function ChangeRoles({ person, onDone }: { person: Person; onDone: () => void }) {
  const t = useTexts();
  const form = useForm<{ roles: Role[]; until: string }>({
    name: "change_roles",
    subject: person.id,
    initial: { roles: person.roles, until: person.until ?? "" },
    command: "change-roles",
    check: ({ roles: chosen }) => ({ roles: chosen.length > 0 ? undefined : t("roles_missing") }),
    data: (values): CommandData<"change-roles"> => ({ staff: person.id, roles: values.roles, until: values.until || undefined }),
    onDone: () => {
      toast(t("roles_done", { name: person.name }));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t("roles_submit")}>
      <p>{t("roles_at_once")}</p>
      <RolesField {...form.field("roles")} />
      <UntilField form={form} />
    </Form>
  );
}

/** For those who are here for a time; most people have no such day. */
function UntilField<V extends { until: string; roles: Role[] }>({ form: given }: { form: FormState<V> }) {
  const form = given as unknown as FormState<{ until: string; roles: Role[] }>;
  const t = useTexts();
  const today = useToday();
  const hint = t(form.values.roles.includes("inspector") ? "until_hint_inspector" : "until_hint");
  return <DateField {...form.field("until")} label={t("until")} hint={hint} min={today} optional />;
}

type RolesFieldProps = { value: Role[]; onChange: (roles: Role[]) => void; error: string | undefined };

/** Every role with what it means: whoever gives one should know. */
function RolesField({ value, onChange, error }: RolesFieldProps) {
  const t = useTexts();
  const shell = useShellTexts();
  return (
    <FieldGroup label={t("roles")} hint={t("roles_hint")} error={error}>
      <div className={styles["roles"]}>
        {roles.map((role) => {
          const on = value.includes(role);
          return (
            <label key={role} className={styles["role"]}>
              <input type="checkbox" checked={on} aria-describedby={`role-${role}`} onChange={() => onChange(roles.filter((each) => (each === role ? !on : value.includes(each))))} />
              <span className={styles["roleBox"]} aria-hidden="true"><Icon name="check" size={16} /></span>
              <span className={styles["roleName"]}>{shell(`role.${role}`)}</span>
              <span className={styles["roleText"]} id={`role-${role}`}>{t(`role_text.${role}`)}</span>
            </label>
          );
        })}
      </div>
    </FieldGroup>
  );
}

/** The password is shown once and kept nowhere; the next one ends this one. */
function NewPassword({ person, onDone }: { person: Person; onDone: () => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const [password, setPassword] = useState<string | undefined>(undefined);
  const [copied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | undefined>(undefined);

  async function make(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      setPassword((await postJson<Shape<"NewPassword">>(`/api/v1/staff/${person.id}/password`, {})).password);
    } catch (reason) {
      setError(reason instanceof Problem || reason instanceof NoConnection ? reason : new Error(common("error_detail")));
    } finally {
      setBusy(false);
    }
  }
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(password ?? "");
      setCopied(true);
    } catch {
      // Without the permission it can be marked and copied by hand: it is on the page.
      setCopied(false);
    }
  }
  if (password === undefined) {
    return (
      <Stack>
        <p>{t("password_detail", { name: person.name })}</p>
        {error && <ErrorState error={error} />}
        <Row>
          <Button kind="primary" busy={busy} onClick={() => void make()}>{t("password_make")}</Button>
          <Button onClick={onDone}>{common("cancel")}</Button>
        </Row>
      </Stack>
    );
  }
  return (
    <Stack>
      <Banner tone="warn" role="status" title={t("password_once")}>{t("password_once_detail", { user: person.user })}</Banner>
      <p className={styles["password"]}><code tabIndex={0} aria-label={t("password_label")}>{password}</code></p>
      <Row>
        <Button kind="primary" icon={copied ? <Icon name="check" /> : undefined} onClick={() => void copy()}>{copied ? t("copied") : t("copy")}</Button>
        <Button onClick={onDone}>{t("password_given")}</Button>
      </Row>
    </Stack>
  );
}

type TakeAwayProps = { what: "factors" | "identity"; path: string; person: Person; onDone: () => void };

/** What somebody signs in with besides the password; the reason is kept, and they see it. */
function TakeAway({ what, path, person, onDone }: TakeAwayProps) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: `remove_${what}`,
    subject: person.id,
    initial: { reason: "" },
    command: `/api/v1/staff/${person.id}/${path}`,
    plain: true,
    check: ({ reason }) => ({ reason: reason.trim() ? undefined : common("required") }),
    data: ({ reason }): Shape<"WhyReset"> => ({ reason: reason.trim() }),
    onDone: () => {
      toast(t(`done.${what}`, { name: person.name }));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t(`submit.${what}`)} kind="danger">
      <p>{t(`detail.${what}`, { name: person.name })}</p>
      <TextField {...form.field("reason")} label={t("reason")} maxLength={400} />
    </Form>
  );
}

function WithReason({ what, person, onDone }: { what: "dismiss" | "reinstate"; person: Person; onDone: () => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: `${what}_staff`,
    subject: person.id,
    initial: { reason: "" },
    command: `${what}-staff`,
    check: ({ reason }) => ({ reason: reason.trim() ? undefined : common("required") }),
    data: ({ reason }): CommandData<"dismiss-staff"> => ({ staff: person.id, reason: reason.trim() }),
    onDone: () => {
      toast(t(`done.${what}`, { name: person.name }));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t(`submit.${what}`)} kind={what === "dismiss" ? "danger" : "primary"}>
      <p>{t(`detail.${what}`)}</p>
      <TextField {...form.field("reason")} label={t("reason")} maxLength={400} />
    </Form>
  );
}
