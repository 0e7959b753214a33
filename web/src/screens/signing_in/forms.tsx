import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useMe } from "../../lib/session";
import { PasswordField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { useCommonTexts } from "../../parts/texts";
import { useTexts } from "./texts";

/** For password managers: whose password is asked for. */
export function User() {
  return <input type="text" name="user" autoComplete="username" value={useMe().user} readOnly hidden />;
}

type Props = { name: string; path: string; subject?: Record<string, string>; submit: string; danger?: boolean; detail?: string; onDone: (answer: unknown) => void };

/** The password again, and a code: before something is taken away. */
function PasswordAndCode({ name, path, subject = {}, submit, danger = false, detail, onDone }: Props) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name,
    initial: { password: "", code: "" },
    secrets: ["password", "code"],
    command: path,
    plain: true,
    places: { password: "/password", code: "/code" },
    check: (values) => ({ password: values.password ? undefined : common("required"), code: values.code.trim() ? undefined : common("required") }),
    data: (values) => ({ ...subject, password: values.password, code: values.code.trim() }),
    onDone: (answer) => onDone(answer),
  });
  return (
    <Form form={form} submit={submit} kind={danger ? "danger" : "primary"}>
      {detail && <p>{detail}</p>}
      <User />
      <PasswordField {...form.field("password")} label={t("password")} hint={t("password_why")} autoComplete="current-password" />
      <TextField {...form.field("code")} label={t("code")} hint={t("code_hint")} autoComplete="one-time-code" spellCheck={false} maxLength={40} />
    </Form>
  );
}

export function Removal({ path, subject, onDone }: { path: string; subject?: Record<string, string>; onDone: () => void }) {
  const t = useTexts();
  return <PasswordAndCode name="remove_factor" path={path} {...(subject ? { subject } : {})} submit={t("remove")} danger onDone={onDone} />;
}

export function NewCodes({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const t = useTexts();
  return (
    <PasswordAndCode
      name="new_recovery_codes" path="/api/v1/me/factors/recovery-codes" submit={t("codes_anew")} detail={t("codes_anew_detail")}
      onDone={(answer) => onDone((answer as Shape<"RecoveryCodes">).recovery_codes)}
    />
  );
}
