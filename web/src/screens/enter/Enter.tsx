import { useEffect, useState } from "react";
import type { Me } from "../../api/types";
import { catalogue } from "../../lib/i18n";
import { postJson } from "../../lib/http";
import { NoConnection, Problem } from "../../lib/problem";
import { Link, navigate } from "../../lib/router";
import { signedIn } from "../../lib/session";
import type texts from "../../locales/en/enter.json";
import { Card, Page, Stack } from "../../parts/Page";
import { ErrorState, Loading } from "../../parts/states";
import { SecondStep } from "../../shell/SecondStep";

const useTexts = catalogue<typeof texts>("enter");

/** Takes the ticket that another clinic gave out of the address, so that it stands in no history, and signs in with it. */
function takeTicket(): string {
  const ticket = window.location.hash.slice(1);
  window.history.replaceState(window.history.state, "", window.location.pathname);
  return ticket;
}

// Asked for once, also where React starts a screen twice.
let entering: Promise<Me> | undefined;

function come(me: Me): void {
  signedIn(me);
  navigate("/today", { replace: true });
}

export default function Enter() {
  const t = useTexts();
  const [error, setError] = useState<Error | undefined>(undefined);
  useEffect(() => {
    entering ??= postJson<Me>("/api/v1/enter", { ticket: takeTicket() }, { anonymous: true });
    entering.then(
      come,
      (reason: unknown) => setError(reason instanceof Error ? reason : new NoConnection()),
    );
  }, []);
  const wanted = error instanceof Problem ? error.details.second_factor : undefined;
  return (
    <Page title={t("title")} narrow>
      {wanted ? (
        <Card><SecondStep wanted={wanted} onDone={come} onBack={() => navigate("/sign-in", { replace: true })} /></Card>
      ) : error ? (
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
