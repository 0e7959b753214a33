import { useEffect, useState } from "react";
import type { Me, SecondFactorWanted } from "../../api/types";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { catalogue, isLanguage, setLanguage } from "../../lib/i18n";
import { passkeysWork } from "../../lib/passkeys";
import { useRead } from "../../lib/read";
import { navigate, useQuery } from "../../lib/router";
import { signedIn } from "../../lib/session";
import { lasting } from "../../lib/storage";
import type texts from "../../locales/en/sign_in.json";
import { PasswordField, TextField } from "../../parts/fields";
import { LeaveButton } from "../../parts/Button";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Card, Page, Row, Stack } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { ProviderProblem, useProviderTexts } from "../../shell/ProviderProblem";
import { PasskeyButton, SecondStep } from "../../shell/SecondStep";
import styles from "./sign_in.module.css";

const useTexts = catalogue<typeof texts>("sign_in");

/**
 * Only a path of this app; anything else could lead a person away right after they typed their password. Browsers drop tabs
 * and line ends from addresses, so that "/\t/elsewhere" would be "//elsewhere".
 */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])[^\t\r\n]*$/.test(next) && !next.startsWith("/sign-in") ? next : "/today";
}

/** Behind the "#" when a provider has said who it is, and a second factor is wanted. */
function ticketInAddress(): SecondFactorWanted | undefined {
  const said = new URLSearchParams(window.location.hash.slice(1));
  const [ticket, ways] = [said.get("ticket"), said.get("ways")];
  return ticket && ways ? { ticket, ways } : undefined;
}

export default function SignIn() {
  const t = useTexts();
  const provider = useProviderTexts();
  const ways = useRead<Shape<"SignInWays">>("/api/v1/sign-in/ways").data;
  const query = useQuery();
  const next = safeNext(query.get("next"));
  const [fromProvider] = useState(ticketInAddress);
  const [wanted, setWanted] = useState(fromProvider);
  // The ticket stands in no history.
  useEffect(() => {
    if (fromProvider) window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, [fromProvider]);
  function come(me: Me): void {
    signedIn(me);
    // Until the person chooses on this device, the language is the one of their account.
    if (!lasting.getItem("afterglow.language") && isLanguage(me.language)) void setLanguage(me.language);
    navigate(next, { replace: true });
  }
  return (
    <div className={styles["column"]}>
      {wanted ? (
        <Page key="code" title={t("second_title")} lead={wanted === fromProvider && ways?.provider ? provider("second_lead", { name: ways.provider }) : t("second_lead")}>
          <Card><SecondStep wanted={wanted} onDone={come} onBack={() => setWanted(undefined)} /></Card>
        </Page>
      ) : (
        <Page key="password" title={t("title")} lead={t("lead")}>
          <ProviderProblem code={query.get("problem")} />
          {ways?.provider && (
            <Row>
              <LeaveButton to={`/api/v1/sign-in/provider?next=${encodeURIComponent(next)}`} icon={<Icon name="person" />}>{provider("sign_in", { name: ways.provider })}</LeaveButton>
            </Row>
          )}
          <Card><Password onDone={come} onWanted={setWanted} /></Card>
        </Page>
      )}
    </div>
  );
}

type PasswordProps = { onDone: (me: Me) => void; onWanted: (wanted: SecondFactorWanted) => void };

function Password({ onDone, onWanted }: PasswordProps) {
  const t = useTexts();
  const [failed, setFailed] = useState<string | undefined>(undefined);
  const form = useForm({
    name: "sign_in",
    initial: { user: "", password: "" },
    secrets: ["user", "password"],
    command: "/api/v1/sign-in",
    plain: true,
    visitor: true,
    check: (values) => ({
      user: values.user.trim() ? undefined : t("user_missing"),
      password: values.password ? undefined : t("password_missing"),
    }),
    data: (values) => ({ user: values.user.trim(), password: values.password }),
    onDone: (answer) => onDone(answer as unknown as Me),
  });
  const wanted = form.problem?.details.second_factor;
  useEffect(() => {
    if (wanted) onWanted(wanted);
  }, [wanted, onWanted]);
  if (wanted) return null;
  return (
    <Stack gap="l">
      <Form form={form} submit={t("submit")}>
        <TextField {...form.field("user")} label={t("user")} autoComplete="username" spellCheck={false} />
        <PasswordField {...form.field("password")} label={t("password")} autoComplete="current-password" />
      </Form>
      {passkeysWork() && (
        <Stack>
          {failed && <Banner tone="bad" role="alert" title={failed} />}
          <Row><PasskeyButton onDone={onDone} onFailed={setFailed} /></Row>
        </Stack>
      )}
      <p><small>{t("forgotten")}</small></p>
    </Stack>
  );
}
