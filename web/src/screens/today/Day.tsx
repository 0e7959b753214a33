import { Fragment } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { usePolicy, useStaffName, useWords } from "../../lib/reference";
import { Link, setQuery, useQuery } from "../../lib/router";
import { useMe } from "../../lib/session";
import { Button } from "../../parts/Button";
import { useTerms } from "../../parts/texts";
import { useTodayTexts } from "./texts";
import styles from "./today.module.css";

type Row = Shape<"BookingRow">;

/** Today's appointments in their order, with a line where the day stands now. */
export function Day({ bookings }: { bookings: readonly Row[] }) {
  const t = useTodayTexts();
  const me = useMe();
  const now = useNow();
  const format = useFormats();
  const asked = useQuery().get("day");
  const booked = bookings.filter(({ booking }) => booking.status === "booked").sort((a, b) => a.booking.starts_at.localeCompare(b.booking.starts_at));
  const mine = booked.filter(({ booking }) => booking.appointment.staff.includes(me.staff));
  const onlyMine = asked === "mine" || (asked !== "all" && mine.length > 0);
  const shown = onlyMine ? mine : booked;
  const nextAt = shown.findIndex(({ booking }) => Date.parse(booking.starts_at) > now);
  const line = nextAt < 0 ? shown.length : nextAt;
  const gone = bookings.filter(({ booking }) => booking.status === "cancelled").length;
  return (
    <section className={styles["day"]} aria-labelledby="todays-appointments">
      <header className={styles["sectionHead"]}>
        <h2 id="todays-appointments">{t("appointments")}</h2>
        <Link to="/calendar" className={styles["more"]}>{t("calendar")}</Link>
      </header>
      {mine.length > 0 && mine.length < booked.length && (
        <div className={styles["whose"]} role="group" aria-label={t("whose")}>
          <Button size="small" kind={onlyMine ? "secondary" : "quiet"} aria-pressed={onlyMine} onClick={() => setQuery("day", "mine")}>{t("mine", { n: mine.length })}</Button>
          <Button size="small" kind={onlyMine ? "quiet" : "secondary"} aria-pressed={!onlyMine} onClick={() => setQuery("day", "all")}>{t("everybody", { n: booked.length })}</Button>
        </div>
      )}
      {shown.length === 0 ? <p className={styles["quiet"]}>{t("no_appointments")}</p> : (
        <ol className={styles["hours"]}>
          {shown.map((row, index) => (
            <Fragment key={row.booking.id}>
              {index === line && <NowLine />}
              <Appointment row={row} now={now} me={me.staff} alone={onlyMine} />
            </Fragment>
          ))}
          {line === shown.length && <NowLine />}
        </ol>
      )}
      {gone > 0 && <p className={styles["quiet"]}>{t("cancelled", { n: gone })}</p>}
    </section>
  );

  function NowLine() {
    return <li className={styles["now"]}><time dateTime={new Date(now).toISOString()}>{format.date(now, "time")}</time><span>{t("now")}</span></li>;
  }
}

/** `alone`: only one's own appointments are shown, so that one's own name says nothing. */
function Appointment({ row: { booking, patient_name }, now, me, alone }: { row: Row; now: number; me: string; alone: boolean }) {
  const t = useTodayTexts();
  const terms = useTerms();
  const format = useFormats();
  const who = useStaffName();
  const words = useWords();
  const { data: policy } = usePolicy();
  const { appointment } = booking;
  const room = appointment.room ? words(policy?.pack.rooms.find(({ code }) => code === appointment.room)?.name) || appointment.room : t("online");
  const over = Date.parse(booking.ends_at) <= now;
  const running = !over && Date.parse(booking.starts_at) <= now;
  return (
    <li className={styles["appointment"]} data-over={over ? "" : undefined} data-running={running ? "" : undefined} data-mine={appointment.staff.includes(me) ? "" : undefined}>
      <time dateTime={booking.starts_at}>{format.date(booking.starts_at, "time")}<small>{format.date(booking.ends_at, "time")}</small></time>
      <div>
        <p className={styles["what"]}>
          {patient_name && appointment.patient ? <Link to={`/people/${appointment.patient}`}>{patient_name}</Link> : terms(`booking.${appointment.kind}`)}
          {running && <span className="hidden-text"> ({t("running")})</span>}
          {over && <span className="hidden-text"> ({t("over")})</span>}
        </p>
        <p className={styles["quiet"]}>{[patient_name && terms(`booking.${appointment.kind}`), format.list(appointment.staff.filter((each) => !alone || each !== me).map(who)), room].filter(Boolean).join(" · ")}</p>
        {appointment.note && <p className={styles["quiet"]}>{appointment.note}</p>}
      </div>
    </li>
  );
}
