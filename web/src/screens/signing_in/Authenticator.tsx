import { useMemo, useState } from "react";
import { encode } from "uqr";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { PasswordField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Stack } from "../../parts/Page";
import { useCommonTexts } from "../../parts/texts";
import { User } from "./forms";
import styles from "./signing_in.module.css";
import { useTexts } from "./texts";

type Secret = Shape<"TotpSecretShown">;

/** First the password, then the secret and its first code. */
export function Authenticator({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const [secret, setSecret] = useState<Secret | undefined>(undefined);
  return secret ? <FirstCode secret={secret} onDone={onDone} /> : <AskPassword onDone={setSecret} />;
}

function AskPassword({ onDone }: { onDone: (secret: Secret) => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: "offer_totp",
    initial: { password: "" },
    secrets: ["password"],
    command: "/api/v1/me/factors/totp",
    plain: true,
    places: { password: "/password" },
    check: (values) => ({ password: values.password ? undefined : common("required") }),
    onDone: (answer) => onDone(answer as unknown as Secret),
  });
  return (
    <Form form={form} submit={t("go_on")}>
      <User />
      <PasswordField {...form.field("password")} label={t("password")} hint={t("password_why")} autoComplete="current-password" />
    </Form>
  );
}

function FirstCode({ secret, onDone }: { secret: Secret; onDone: (codes: readonly string[]) => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: "confirm_totp",
    initial: { code: "" },
    secrets: ["code"],
    command: "/api/v1/me/factors/totp/confirm",
    plain: true,
    places: { code: "/code" },
    check: (values) => ({ code: values.code.trim() ? undefined : common("required") }),
    data: (values) => ({ code: values.code.replaceAll(" ", "") }),
    onDone: (answer) => onDone((answer as unknown as Shape<"RecoveryCodes">).recovery_codes),
  });
  return (
    <Form form={form} submit={t("app_confirm")}>
      <Stack>
        <p>{t("app_scan")}</p>
        <QrCode text={secret.uri} label={t("app_picture")} />
        <p>{t("app_type")}</p>
        <p className={styles["secret"]}><code>{secret.secret.match(/.{1,4}/g)?.join(" ")}</code></p>
      </Stack>
      <TextField {...form.field("code")} label={t("app_first_code")} autoComplete="one-time-code" spellCheck={false} maxLength={10} short />
    </Form>
  );
}

/** Dark on light in both themes, with its quiet border: cameras expect that. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "M", border: 4 });
    const cells = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
    return { size, path: cells.join("") };
  }, [text]);
  return (
    <svg className={styles["qr"]} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
