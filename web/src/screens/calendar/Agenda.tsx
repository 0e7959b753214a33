import { useFormats } from "../../lib/format";
import { Badge } from "../../parts/states";
import type { Show } from "./Block";
import styles from "./calendar.module.css";
import { isBooked, keyOf, startOf, timesOf, type Row } from "./layout";
import { useSaying, useTexts } from "./saying";

/** The same as a list: what a narrow screen shows, and whoever likes lists. */
export function Agenda({ days, rows, today, show }: { days: readonly string[]; rows: readonly Row[]; today: string; show: Show }) {
  const t = useTexts();
  const format = useFormats();
  return (
    <div className={styles["agenda"]}>
      {days.map((day) => {
        const on = rows.filter((row) => row.day === day).sort((a, b) => startOf(a) - startOf(b));
        return (
          <section key={day} className={styles["agendaDay"]} aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`} className={days.length === 1 ? "hidden-text" : undefined} data-today={day === today ? "" : undefined}>
              <span>{format.date(day, "weekday")}</span>
              {day === today && <Badge tone="act" icon={null}>{t("today")}</Badge>}
            </h2>
            {on.length === 0 ? <p className={styles["nothing"]}>{t("nothing_booked")}</p> : <ul>{on.map((row) => <Line key={keyOf(row)} row={row} show={show} />)}</ul>}
          </section>
        );
      })}
    </div>
  );
}

function Line({ row, show }: { row: Row; show: Show }) {
  const saying = useSaying();
  return (
    <li>
      <button type="button" className={styles["line"]} data-kind={row.booking.appointment.kind} data-status={row.booking.status} onClick={() => show(row)}>
        <span className={styles["lineTime"]}>{timesOf(row)}</span>
        <span className={styles["lineWhat"]}>
          <strong>{row.patient_name ?? saying.kind(row)}</strong>
          <span>{[row.patient_name && saying.kind(row), saying.staff(row), saying.room(row)].filter(Boolean).join(" · ")}</span>
          {!isBooked(row) && <span className={styles["lineStatus"]}>{saying.status(row)}</span>}
        </span>
      </button>
    </li>
  );
}
