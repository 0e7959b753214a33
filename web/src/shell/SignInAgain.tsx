import { useRef, useState, type FormEvent } from "react";
import type { Me, SecondFactorWanted } from "../api/types";
import { postJson } from "../lib/http";
import { NoConnection, Problem } from "../lib/problem";
import { forgetReads } from "../lib/read";
import { navigate } from "../lib/router";
import { signedIn, signedOut } from "../lib/session";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { PasswordField } from "../parts/fields";
import { Row, Stack } from "../parts/Page";
import { useCommonTexts } from "../parts/texts";
import { SecondStep } from "./SecondStep";
import { useShellTexts } from "./texts";

/** The session ended while somebody worked. They sign in over the page; what waits for it then goes on by itself. */
export default function SignInAgain({ me }: { me: Me }) {
  const t = useShellTexts();
  const common = useCommonTexts();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [wanted, setWanted] = useState<SecondFactorWanted | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);

  async function signIn(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      signedIn(await postJson<Me>("/api/v1/sign-in", { user: me.user, password }, { anonymous: true }));
    } catch (reason) {
      if (reason instanceof Problem && reason.details.second_factor) return setWanted(reason.details.second_factor);
      if (reason instanceof NoConnection) setError(common("no_connection_detail"));
      else setError(reason instanceof Problem ? reason.message : common("error_detail"));
      form.current?.querySelector("input")?.focus();
    } finally {
      setBusy(false);
    }
  }

  function leave(): void {
    signedOut();
    forgetReads();
    navigate("/sign-in");
  }

  if (wanted) {
    return (
      <Dialog title={t("again_title")} firm onClose={leave}>
        <SecondStep wanted={wanted} onDone={signedIn} onBack={() => setWanted(undefined)} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("again_title")} firm onClose={leave}>
      <form ref={form} onSubmit={(event) => void signIn(event)} noValidate>
        <Stack gap="l">
          <p>{t("again_detail", { name: me.name })}</p>
          <input type="text" name="user" autoComplete="username" value={me.user} readOnly hidden />
          <PasswordField label={t("password")} name="password" autoComplete="current-password" value={password} onChange={setPassword} error={error} />
          <Row>
            <Button type="submit" kind="primary" busy={busy}>{t("again_go_on")}</Button>
            <Button kind="quiet" onClick={leave}>{t("again_leave")}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}
