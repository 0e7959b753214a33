import { useRef, useState, type FormEvent } from "react";
import type { Shape } from "../api/shapes";
import type { Me, SecondFactorWanted } from "../api/types";
import { postJson } from "../lib/http";
import { askPasskey, NoPasskey, passkeysWork } from "../lib/passkeys";
import { NoConnection, Problem } from "../lib/problem";
import { Button, type ButtonKind } from "../parts/Button";
import { TextField } from "../parts/fields";
import { Icon } from "../parts/Icon";
import { Row, Stack } from "../parts/Page";
import { Banner } from "../parts/states";
import { useCommonTexts } from "../parts/texts";
import { useShellTexts } from "./texts";

/** What goes wrong on the way in, in words. */
function useReasons(): (reason: unknown) => string | undefined {
  const t = useShellTexts();
  const common = useCommonTexts();
  return (reason) => {
    if (reason instanceof NoPasskey) return reason.elsewhere ? t("passkey_elsewhere") : t("passkey_none");
    if (reason instanceof NoConnection) return common("no_connection_detail");
    if (reason instanceof Problem) return reason.errors[0]?.text ?? reason.message;
    return common("error_detail");
  };
}

type PasskeyProps = { ticket?: string; kind?: ButtonKind; onDone: (me: Me) => void; onFailed: (text: string | undefined) => void };

/** With a ticket the second step after a password; without one instead of it. */
export function PasskeyButton({ ticket, kind = "secondary", onDone, onFailed }: PasskeyProps) {
  const t = useShellTexts();
  const inWords = useReasons();
  const [busy, setBusy] = useState(false);

  async function signIn(): Promise<void> {
    setBusy(true);
    onFailed(undefined);
    try {
      const question = await postJson<Shape<"PasskeyQuestion">>("/api/v1/sign-in/passkey/question", ticket === undefined ? {} : { ticket }, { anonymous: true });
      onDone(await postJson<Me>("/api/v1/sign-in/passkey", await askPasskey(question, ticket), { anonymous: true }));
    } catch (reason) {
      onFailed(inWords(reason));
    } finally {
      setBusy(false);
    }
  }
  return <Button kind={kind} icon={<Icon name="lock" />} busy={busy} onClick={() => void signIn()}>{t(ticket === undefined ? "passkey_instead" : "passkey_use")}</Button>;
}

type StepProps = { wanted: SecondFactorWanted; onDone: (me: Me) => void; onBack: () => void };

/** The password was right; now the second factor. */
export function SecondStep({ wanted, onDone, onBack }: StepProps) {
  const t = useShellTexts();
  const common = useCommonTexts();
  const inWords = useReasons();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const [failed, setFailed] = useState<string | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  const ways = wanted.ways.split(" ");
  const passkey = ways.includes("passkey") && passkeysWork();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    if (!code.trim()) return setError(common("required"));
    setBusy(true);
    setError(undefined);
    setFailed(undefined);
    try {
      onDone(await postJson<Me>("/api/v1/sign-in/code", { ticket: wanted.ticket, code: code.trim() }, { anonymous: true }));
    } catch (reason) {
      if (reason instanceof Problem && reason.errors.length > 0) setError(inWords(reason));
      else setFailed(inWords(reason));
      form.current?.querySelector("input")?.focus();
    } finally {
      setBusy(false);
    }
  }
  return (
    <Stack gap="l">
      {failed && <Banner tone="bad" role="alert" title={failed} />}
      {passkey && (
        <Stack>
          <Row><PasskeyButton ticket={wanted.ticket} kind="primary" onDone={onDone} onFailed={setFailed} /></Row>
          <p>{t("or_code")}</p>
        </Stack>
      )}
      <form ref={form} onSubmit={(event) => void send(event)} noValidate>
        <Stack gap="l">
          <TextField
            label={t("code")} hint={t(ways.includes("totp") ? "code_hint" : "code_hint_recovery")} name="code" value={code} onChange={setCode} error={error}
            autoComplete="one-time-code" spellCheck={false} maxLength={40} autoFocus={!passkey}
          />
          <Row>
            <Button type="submit" kind={passkey ? "secondary" : "primary"} busy={busy}>{t("code_go_on")}</Button>
            <Button kind="quiet" onClick={onBack}>{t("code_back")}</Button>
          </Row>
        </Stack>
      </form>
    </Stack>
  );
}
