import type { CSSProperties } from "react";
import { useTerms } from "../../parts/texts";
import { Icon } from "../../parts/Icon";
import styles from "./calendar.module.css";
import { startOf, timesOf, endOf, type Hours, type Placed, type Row } from "./layout";
import { useSaying } from "./saying";

export type Show = (row: Row) => void;

/** Where a booking lies in its column: numbers for the style sheet. */
function spot({ row, lane, lanes }: Placed, { first, last }: Hours): CSSProperties {
  const numbers = { "--from": startOf(row) - first * 60, "--to": Math.min(endOf(row), last * 60) - first * 60, "--lane": lane, "--lanes": lanes };
  return numbers as CSSProperties;
}

export function Block({ placed, hours, show }: { placed: Placed; hours: Hours; show: Show }) {
  const { row } = placed;
  const { booking, patient_name: name } = row;
  const terms = useTerms();
  const saying = useSaying();
  const short = booking.appointment.length_min < 40;
  const whole = saying.whole(row);
  return (
    <button
      type="button"
      className={styles["block"]}
      data-kind={booking.appointment.kind}
      data-status={booking.status}
      data-short={short ? "" : undefined}
      style={spot(placed, hours)}
      aria-label={whole}
      title={whole}
      onClick={(event) => {
        event.stopPropagation();
        show(row);
      }}
    >
      <span className={styles["blockTime"]}>{booking.status !== "booked" && <Icon name={booking.status === "moved" ? "arrow" : "cross"} size={14} />}{timesOf(row)}</span>
      <span className={styles["blockWhat"]}>{name ?? terms(`booking.${booking.appointment.kind}`)}</span>
      {!short && (
        <>
          {name && <span>{terms(`booking.${booking.appointment.kind}`)}</span>}
          <span className={styles["blockWho"]}>{saying.staff(row)}</span>
          <span className={styles["blockWho"]}>{saying.room(row)}</span>
        </>
      )}
    </button>
  );
}
