import { useCommand } from "../lib/command";
import { useOwnEmergency, type OpenEmergency } from "../lib/emergency";
import { useFormats } from "../lib/format";
import { useNow } from "../lib/now";
import { rich } from "../lib/rich";
import { Link } from "../lib/router";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { Banner } from "../parts/states";
import { useShellTexts } from "./texts";

/** On every screen while a record is open in an emergency: whose, for how long, and how to close it. */
export function EmergencyBanner() {
  const open = useOwnEmergency();
  return open ? <Open open={open} /> : null;
}

function Open({ open }: { open: OpenEmergency }) {
  const t = useShellTexts();
  const format = useFormats();
  const now = useNow(1000);
  const close = useCommand<{ emergency: string }>("close-emergency-access");
  const left = Math.max(60_000, Date.parse(open.ends_at) - now);
  return (
    <Banner
      tone="bad"
      title={rich(t("emergency_open"), { a: (text) => <Link to={`/people/${open.patient}`}>{text.replace("{name}", () => open.patient_name ?? "")}</Link> })}
      actions={<Button size="small" icon={<Icon name="lock" size={18} />} busy={close.busy} onClick={() => void close.send({ emergency: open.id })}>{t("emergency_close")}</Button>}
    >
      {t("emergency_left", { left: format.duration(left), until: format.date(open.ends_at, "time") })}
      {close.problem && <span role="alert"> {close.problem.message}</span>}
    </Banner>
  );
}
