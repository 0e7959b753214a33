import type { CSSProperties } from "react";
import { useTerms } from "../../parts/texts";
import { Icon } from "../../parts/Icon";
import styles from "./calendar.module.css";
import { endOf, isBooked, startOf, timesOf, type Hours, type Placed, type Row } from "./layout";
import { useSaying } from "./saying";

export type Show = (row: Row) => void;
export type Omitted = "room" | "staff";

/** Where a booking lies in its column: numbers for the style sheet. */
function spot({ row, lane, lanes }: Placed, { first, last }: Hours): CSSProperties {
  const numbers = { "--from": startOf(row) - first * 60, "--to": Math.min(endOf(row), last * 60) - first * 60, "--lane": lane, "--lanes": lanes };
  return numbers as CSSProperties;
}

export function Block({ placed, hours, show, omit }: { placed: Placed; hours: Hours; show: Show; omit: Omitted | undefined }) {
  const { row } = placed;
  const { booking, patient_name: name } = row;
  const terms = useTerms();
  const saying = useSaying();
  const [begins, ends] = timesOf(row).split("–");
  const short = booking.appointment.length_min < 40;
  return (
    <button
      type="button"
      className={styles["block"]}
      data-kind={booking.appointment.kind}
      data-status={booking.status}
      data-short={short ? "" : undefined}
      data-brief={booking.appointment.length_min < 75 ? "" : undefined}
      style={spot(placed, hours)}
      onClick={() => show(row)}
    >
      <span className={styles["blockTime"]}>{!isBooked(row) && <Icon name={booking.status === "moved" ? "arrow" : "cross"} size={14} />}{begins}<span className={styles["blockEnd"]}>–{ends}</span></span>
      <span className={styles["blockWhat"]}>{name ?? terms(`booking.${booking.appointment.kind}`)}</span>
      {name && <span className={styles["blockMore"]}>{terms(`booking.${booking.appointment.kind}`)}</span>}
      {omit !== "staff" && <span className={styles["blockMore"]}>{saying.staff(row)}</span>}
      {omit !== "room" && <span className={styles["blockMore"]}>{saying.room(row)}</span>}
      {!isBooked(row) && <span className="hidden-text">{saying.status(row)}</span>}
    </button>
  );
}
