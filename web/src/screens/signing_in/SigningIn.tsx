import { useState } from "react";
import type { Shape } from "../../api/shapes";
import type { Me } from "../../api/types";
import { useFormats } from "../../lib/format";
import { getJson } from "../../lib/http";
import { readAgain, useRead } from "../../lib/read";
import { signedIn, useMe } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Card, Page, Row, Stack } from "../../parts/Page";
import { Badge, Banner, Reading } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { Authenticator } from "./Authenticator";
import { Codes } from "./Codes";
import { NewCodes, Removal } from "./forms";
import { Passkeys } from "./Passkeys";
import { Provider, ProviderNotices } from "./Provider";
import { useTexts } from "./texts";

type Factors = Shape<"OwnFactors">;

/** What a person has besides the password, and what they can do about it. */
export default function SigningIn() {
  const t = useTexts();
  const me = useMe();
  const factors = useRead<Factors>("/api/v1/me/factors");
  const [codes, setCodes] = useState<readonly string[]>([]);

  /** Something was added: everything may open now, and there may be codes to keep. */
  async function changed(fresh: readonly string[]): Promise<void> {
    if (fresh.length > 0) setCodes(fresh);
    readAgain();
    signedIn(await getJson<Me>("/api/v1/me"));
  }
  return (
    <Page title={t("title")} lead={t("lead")} back={{ to: "/account", label: t("account") }} narrow>
      {me.second_factor_missing && <Banner tone="warn" icon="lock" title={t("missing_title")}>{t("missing_detail")}</Banner>}
      {!me.second_factor_missing && <ProviderNotices />}
      {codes.length > 0 && <Codes codes={codes} onKept={() => setCodes([])} />}
      <Reading of={factors}>
        {(data) => (
          <Stack gap="l">
            <Reset reset={data.reset} />
            <App since={data.totp_since} changed={changed} />
            <Passkeys passkeys={data.passkeys} origin={data.origin} changed={changed} />
            {(data.totp_since || data.passkeys.length > 0) && <Recovery left={data.recovery_codes_left} changed={changed} />}
          </Stack>
        )}
      </Reading>
      {!me.second_factor_missing && <Provider />}
    </Page>
  );
}

function Reset({ reset }: { reset: Factors["reset"] }) {
  const t = useTexts();
  const format = useFormats();
  if (!reset) return null;
  return <Banner tone="info" title={t("reset_title")}>{t("reset_detail", { by: reset.by, date: format.date(reset.at, "dateTime"), reason: reset.reason })}</Banner>;
}

type Changed = (codes: readonly string[]) => Promise<void>;

function App({ since, changed }: { since: string | undefined; changed: Changed }) {
  const t = useTexts();
  const format = useFormats();
  const [doing, setDoing] = useState<"add" | "remove" | undefined>(undefined);
  return (
    <Card title={t("app_title")} actions={<Badge tone={since ? "good" : "still"}>{t(since ? "app_on" : "app_off")}</Badge>}>
      <Stack>
        <p>{t("app_detail")}</p>
        {since && <p>{t("app_since", { date: format.date(since, "dateTime") })}</p>}
        <Row>
          {since
            ? <Button onClick={() => setDoing("remove")}>{t("app_remove")}</Button>
            : <Button kind="primary" onClick={() => setDoing("add")}>{t("app_set_up")}</Button>}
        </Row>
      </Stack>
      {doing === "add" && (
        <Dialog title={t("app_set_up")} onClose={() => setDoing(undefined)}>
          <Authenticator onDone={(codes) => {
            setDoing(undefined);
            toast(t("app_done"));
            void changed(codes);
          }} />
        </Dialog>
      )}
      {doing === "remove" && (
        <Dialog title={t("remove_title", { what: t("app_title") })} onClose={() => setDoing(undefined)}>
          <Removal path="/api/v1/me/factors/totp/remove" onDone={() => {
            setDoing(undefined);
            toast(t("app_removed"));
            void changed([]);
          }} />
        </Dialog>
      )}
    </Card>
  );
}

function Recovery({ left, changed }: { left: number; changed: Changed }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Card title={t("codes_title")} actions={<Badge tone={left > 2 ? "still" : "warn"} icon={null}>{t("codes_left", { n: left })}</Badge>}>
      <Stack>
        <p>{t("codes_detail")}</p>
        <Row><Button onClick={() => setOpen(true)}>{t("codes_anew")}</Button></Row>
      </Stack>
      {open && (
        <Dialog title={t("codes_anew")} onClose={() => setOpen(false)}>
          <NewCodes onDone={(codes) => {
            setOpen(false);
            void changed(codes);
          }} />
        </Dialog>
      )}
    </Card>
  );
}
