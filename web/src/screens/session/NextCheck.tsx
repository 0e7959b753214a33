import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { Icon } from "../../parts/Icon";
import { checkState, countdown } from "./checks";
import { useRoom } from "./data";
import { useTask } from "./kit";
import { useWatchTexts } from "./texts";
import styles from "./watch.module.css";

/** When to measure next. Overdue it stands in large letters on a full ground: to be seen from the door. */
export function NextCheck() {
  const t = useWatchTexts();
  const format = useFormats();
  const now = useNow(1000);
  const [, open] = useTask();
  const { watch } = useRoom();
  const check = watch?.next_check;
  const found = checkState(check, now);
  if (!check || !found) return null;
  return (
    <button type="button" className={styles["next"]} data-state={found.state} onClick={() => open("vitals")}>
      <span>{found.state === "overdue" && <Icon name="warning" size={18} />}{t(`check.${found.state}`)}</span>
      <b className="numbers" role="timer">{countdown(found.seconds)}</b>
      <small>{t("check.at", { time: format.date(check.at, "time") })}</small>
    </button>
  );
}
