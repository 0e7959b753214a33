import type { ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { usePolicy, useStaffName, useWords } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { List, ListRow, Stack } from "../../parts/Page";
import { Badge, EmptyState } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { usePersonTexts } from "./texts";

type Row = Shape<"BookingRow">;

/** What is ahead first, then what was; moved and cancelled appointments stay visible. */
export function Appointments({ patient, course, bookings }: { patient: string; course: Shape<"CourseRow"> | undefined; bookings: readonly Row[] }) {
  const t = usePersonTexts();
  const now = useNow();
  const mayBook = useMay("book");
  const known = bookings.filter(({ booking }) => booking.status !== "moved");
  const ahead = known.filter(({ booking }) => Date.parse(booking.ends_at) > now).sort((a, b) => a.booking.starts_at.localeCompare(b.booking.starts_at));
  const past = known.filter(({ booking }) => Date.parse(booking.ends_at) <= now).sort((a, b) => b.booking.starts_at.localeCompare(a.booking.starts_at));
  const book: ReactNode = mayBook && (
    <LinkButton to={`/calendar?patient=${patient}${course ? `&course=${course.id}&kind=${course.phase}` : ""}`} icon={<Icon name="calendar" />}>{t("book")}</LinkButton>
  );
  if (known.length === 0) return <EmptyState title={t("no_appointments")} level={3} action={book}>{t("no_appointments_detail")}</EmptyState>;
  return (
    <Stack gap="l">
      {book && <div>{book}</div>}
      {ahead.length > 0 && <Group title={t("ahead")} rows={ahead} />}
      {past.length > 0 && <Group title={t("past")} rows={past} />}
    </Stack>
  );
}

function Group({ title, rows }: { title: string; rows: readonly Row[] }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const who = useStaffName();
  const words = useWords();
  const { data: policy } = usePolicy();
  const room = (code: string | undefined): string => (code ? words(policy?.pack.rooms.find((each) => each.code === code)?.name) || code : t("online"));
  return (
    <Stack gap="s">
      <h3>{title}</h3>
      <List label={title}>
        {rows.map(({ booking }) => (
          <ListRow
            key={`${booking.id} ${booking.starts_at}`}
            title={terms(`booking.${booking.appointment.kind}`)}
            detail={[
              `${format.date(booking.starts_at, "weekday")}, ${format.date(booking.starts_at, "time")}–${format.date(booking.ends_at, "time")}`,
              format.list(booking.appointment.staff.map(who)),
              room(booking.appointment.room),
            ].join(" · ")}
            end={
              booking.status === "cancelled"
                ? <Badge tone="warn" icon="cross">{terms(`booking_status.${booking.status}`)} {booking.cancelled_by && terms(`cancelled_by.${booking.cancelled_by}`)}</Badge>
                : booking.moved_from && <Badge tone="info" icon="return">{terms("booking_status.moved")}</Badge>
            }
          />
        ))}
      </List>
    </Stack>
  );
}
