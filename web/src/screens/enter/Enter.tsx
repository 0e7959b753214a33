import { useEffect, useState } from "react";
import type { Me } from "../../api/types";
import { catalogue } from "../../lib/i18n";
import { postJson } from "../../lib/http";
import { NoConnection } from "../../lib/problem";
import { Link, navigate } from "../../lib/router";
import { signedIn } from "../../lib/session";
import type texts from "../../locales/en/enter.json";
import { Page, Stack } from "../../parts/Page";
import { ErrorState, Loading } from "../../parts/states";

const useTexts = catalogue<typeof texts>("enter");

/** Takes the ticket that another clinic gave out of the address, so that it stands in no history, and signs in with it. */
function takeTicket(): string {
  const ticket = window.location.hash.slice(1);
  window.history.replaceState(window.history.state, "", window.location.pathname);
  return ticket;
}

// Asked for once, also where React starts a screen twice.
let entering: Promise<Me> | undefined;

export default function Enter() {
  const t = useTexts();
  const [error, setError] = useState<Error | undefined>(undefined);
  useEffect(() => {
    entering ??= postJson<Me>("/api/v1/enter", { ticket: takeTicket() }, { anonymous: true });
    entering.then(
      (me) => {
        signedIn(me);
        navigate("/today", { replace: true });
      },
      (reason: unknown) => setError(reason instanceof Error ? reason : new NoConnection()),
    );
  }, []);
  return (
    <Page title={t("title")} narrow>
      {error ? (
        <Stack>
          <ErrorState error={error} />
          <p><Link to="/sign-in">{t("sign_in")}</Link></p>
        </Stack>
      ) : (
        <>
          <p role="status">{t("wait")}</p>
          <Loading />
        </>
      )}
    </Page>
  );
}
