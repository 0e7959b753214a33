import { useEffect } from "react";
import { cutOff } from "../../lib/connection";
import { useNow } from "../../lib/now";
import { useRoom } from "./data";
import { networkLost, paceOf, simulatedMinute } from "./rehearsal";
import { useWatchTexts } from "./texts";
import styles from "./rehearsal.module.css";

/** Nobody may take a simulated person for a real one: a frame around everything, and the word in every language. */
export function RehearsalFrame() {
  const t = useWatchTexts();
  const { page } = useRoom();
  const now = useNow(1000);
  const { rehearsal } = page.session;
  const minute = simulatedMinute(page.session, now);
  useEffect(() => {
    if (!rehearsal) return;
    const play = (): void => cutOff(networkLost(page.session, Date.now()));
    play();
    const timer = setInterval(play, 1000);
    return () => {
      clearInterval(timer);
      cutOff(false);
    };
  }, [page.session, rehearsal]);
  if (!rehearsal) return null;
  return (
    <>
      <div className={styles["frame"]} aria-hidden="true" />
      <p className={styles["word"]}>
        <strong>{t("rehearsal.word")}</strong>
        <span>{t("rehearsal.others")}</span>
        {minute !== undefined && minute >= 0 && <span className="numbers">{paceOf(rehearsal) === 1 ? t("rehearsal.minute_real", { minute: Math.floor(minute) }) : t("rehearsal.minute", { minute: Math.floor(minute), speed: paceOf(rehearsal) })}</span>}
      </p>
    </>
  );
}
