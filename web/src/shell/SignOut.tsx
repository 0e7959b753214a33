import { useCallback, useEffect, useState } from "react";
import type { Shape } from "../api/shapes";
import type { Me } from "../api/types";
import { draftsOf, removeDraftsOf } from "../lib/drafts";
import { postJson } from "../lib/http";
import { Problem } from "../lib/problem";
import { forgetReads } from "../lib/read";
import { navigate } from "../lib/router";
import { signedOut } from "../lib/session";
import { lasting } from "../lib/storage";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Row, Stack } from "../parts/Page";
import { Banner } from "../parts/states";
import { useCommonTexts } from "../parts/texts";
import { useShellTexts } from "./texts";

type SwitchTicket = Shape<"SwitchTicket">;

/**
 * Leaving on purpose: nothing of one's own stays on the computer. Where something is still unsent, the person decides;
 * where the server cannot be told, they learn that they are still signed in. Who goes to another clinic leaves this one.
 */
export default function SignOut({ me, to, onClose }: { me: Me; to?: string | undefined; onClose: () => void }) {
  const t = useShellTexts();
  const common = useCommonTexts();
  const [unsent] = useState(() => draftsOf(lasting, me.user).length);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);

  const leave = useCallback(async (): Promise<void> => {
    setBusy(true);
    let ticket: string | undefined;
    try {
      if (to) ticket = (await postJson<SwitchTicket>("/api/v1/switch", { clinic: to }, { anonymous: true })).ticket;
      else await postJson("/api/v1/sign-out", {}, { anonymous: true });
    } catch (reason) {
      // Only "you are not signed in" means that there is nothing left to end.
      if (to || !(reason instanceof Problem && reason.status === 401)) {
        setBusy(false);
        setFailed(true);
        return;
      }
    }
    removeDraftsOf(lasting, me.user);
    if (to && ticket) {
      // Behind the "#", which is sent to no server and stands in no log.
      window.location.assign(`${window.location.protocol}//${to}${window.location.port && `:${window.location.port}`}/enter#${ticket}`);
      return;
    }
    signedOut();
    navigate("/sign-in");
    forgetReads();
    onClose();
  }, [me.user, to, onClose]);

  useEffect(() => {
    if (unsent === 0) void leave();
  }, [unsent, leave]);

  if (unsent === 0 && !failed) return null;
  return (
    <Dialog title={to ? t("leave_clinic") : t("sign_out")} onClose={onClose}>
      <Stack>
        {unsent > 0 && <p>{t("unsent", { n: unsent })}</p>}
        {failed && <Banner tone="bad" role="alert" title={common("no_connection_title")}>{t(to ? "switch_failed" : "sign_out_failed")}</Banner>}
        <Row>
          <Button kind={unsent > 0 ? "danger" : "primary"} busy={busy} onClick={() => void leave()}>{unsent > 0 ? t("sign_out_discard") : common("try_again")}</Button>
          <Button onClick={onClose}>{t("stay")}</Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
