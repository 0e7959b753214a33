import type { AlarmPriority } from "../../api/live";
import { signs } from "./alarms";
import styles from "./watch.module.css";

const shapes: Record<AlarmPriority, string> = { high: "M12 1.5L23 21.5H1z", medium: "M12 1l11 11-11 11L1 12z", low: "M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21" };

/** Shape, number of signs and colour: each of them tells the priority alone. */
export function PrioritySign({ priority, still = false }: { priority: AlarmPriority; still?: boolean }) {
  return (
    <span className={styles["sign"]} data-priority={priority} data-still={still ? "" : undefined} aria-hidden="true">
      <svg viewBox="0 0 24 24" width="30" height="30" focusable="false"><path d={shapes[priority]} /></svg>
      <b>{signs(priority)}</b>
    </span>
  );
}
