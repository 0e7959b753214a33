import { useEffect, useRef, useState } from "react";
import { useFormats } from "../../lib/format";
import { serverNow, useNow } from "../../lib/now";
import type { LiveState } from "../../lib/live";
import { Icon } from "../../parts/Icon";
import styles from "./watch.module.css";
import { useWatchTexts } from "./texts";

/** By the server's clock, what was measured by this computer's. */
const shown = (instant: number): number => instant + (serverNow() - Date.now());

/** Full width, while the server is not heard. What happens in the room goes on being kept. */
export function ContactBand({ live }: { live: LiveState }) {
  const t = useWatchTexts();
  const format = useFormats();
  if (live.lostSince === undefined) return null;
  return (
    <div className={styles["contact"]} role="alert">
      <Icon name="offline" size={28} />
      <p><strong>{t("contact.lost", { time: format.date(shown(live.lostSince), "timeWithSeconds") })}</strong> <span>{t("contact.kept")}</span></p>
    </div>
  );
}

/** How old is what is shown; always in view. */
export function Age({ live }: { live: LiveState }) {
  const t = useWatchTexts();
  const format = useFormats();
  const now = useNow(1000);
  const seconds = Math.max(0, Math.floor((now - shown(live.heardAt)) / 1000));
  const old = live.lostSince !== undefined || seconds >= 10;
  return (
    <span className={styles["age"]} data-old={old ? "" : undefined} title={t(live.streaming ? "contact.live_hint" : "contact.polled_hint")}>
      <span className={styles["ageDot"]} aria-hidden="true" />
      <span>{t("contact.as_of", { time: format.date(shown(live.heardAt), "timeWithSeconds") })}</span>
      {seconds >= 3 && <span className="numbers">{t("contact.ago", { seconds })}</span>}
    </span>
  );
}

/** What is said aloud about contact: that it is back, once. */
export function ContactBack({ live }: { live: LiveState }) {
  const t = useWatchTexts();
  const was = useRef(false);
  const [back, setBack] = useState(false);
  const lost = live.lostSince !== undefined;
  useEffect(() => {
    if (was.current && !lost) setBack(true);
    else if (lost) setBack(false);
    was.current = lost;
  }, [lost]);
  return <p className="hidden-text" role="status">{back ? t("contact.back") : ""}</p>;
}
