import { lazy, Suspense, useState } from "react";
import { useOwnEmergency } from "../../lib/emergency";
import { useFormats } from "../../lib/format";
import { usePolicy } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Banner } from "../../parts/states";
import { useEmergencyTexts } from "./texts";

const OpenEmergency = lazy(() => import("./OpenEmergency"));

/** Where somebody may not read a person's record: that they can in an emergency, and what that means. */
export function OfferEmergency({ patient, name }: { patient: string; name: string }) {
  const t = useEmergencyTexts();
  const format = useFormats();
  const may = useMay("open_in_emergency");
  const open = useOwnEmergency();
  const policy = usePolicy();
  const [asking, setAsking] = useState(false);
  if (!may || !policy.data) return null;
  const time = format.duration(policy.data.pack.emergency_minutes.value * 60_000);
  return (
    <>
      <Banner
        tone="still"
        icon="lock"
        title={t("closed_title")}
        actions={open === undefined && <Button icon={<Icon name="warning" />} onClick={() => setAsking(true)}>{t("open")}</Button>}
      >
        {open === undefined ? t("closed_detail", { time }) : t("another_open")}
      </Banner>
      {asking && <Suspense fallback={null}><OpenEmergency patient={patient} name={name} time={time} onClose={() => setAsking(false)} /></Suspense>}
    </>
  );
}
