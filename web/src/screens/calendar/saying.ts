import { catalogue } from "../../lib/i18n";
import { useFormats } from "../../lib/format";
import { usePolicy, useStaffName, useWords } from "../../lib/reference";
import { useTerms } from "../../parts/texts";
import type texts from "../../locales/en/calendar.json";
import { isBooked, timesOf, type Row } from "./layout";

export const useTexts = catalogue<typeof texts>("calendar");

/** A booking and its parts, in words. */
export function useSaying() {
  const t = useTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const staffName = useStaffName();
  const rooms = usePolicy().data?.pack.rooms ?? [];

  const kind = ({ booking }: Row): string => terms(`booking.${booking.appointment.kind}`);
  const staff = ({ booking }: Row): string => format.list(booking.appointment.staff.map((id) => staffName(id)).filter(Boolean));
  function roomByCode(code: string | undefined): string {
    if (code === undefined) return t("online");
    const found = rooms.find((each) => each.code === code);
    return found ? words(found.name) : code;
  }
  const room = ({ booking }: Row): string => roomByCode(booking.appointment.room);
  const status = ({ booking }: Row): string => {
    if (booking.status === "moved") return t("moved_to", { date: booking.moved_to ? format.date(booking.moved_to, "weekday") : "" });
    if (booking.status === "cancelled") return t("cancelled", { by: booking.cancelled_by ? terms(`cancelled_by.${booking.cancelled_by}`) : "" });
    return "";
  };
  const whole = (row: Row): string =>
    [timesOf(row), kind(row), row.patient_name ?? "", staff(row), room(row), isBooked(row) ? "" : status(row)].filter(Boolean).join(", ");
  return { kind, staff, room, roomByCode, status, whole };
}
