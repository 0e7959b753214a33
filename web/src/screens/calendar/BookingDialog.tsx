import { useState } from "react";
import type { CommandData, Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useForm } from "../../lib/form";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Choice, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Facts, Row as Line, Stack } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { AppointmentForm } from "./AppointmentForm";
import { isBooked, timesOf, type Row } from "./layout";
import { useSaying, useTexts } from "./saying";

/** One booking: what it is, and what can be done with it. */
export function BookingDialog({ row, onClose, onMoved }: { row: Row; onClose: () => void; onMoved: (day: string) => void }) {
  const t = useTexts();
  const saying = useSaying();
  const [doing, setDoing] = useState<"look" | "move" | "cancel">("look");
  const title = doing === "move" ? t("move_title") : doing === "cancel" ? t("cancel_title") : saying.kind(row);
  return (
    <Dialog title={title} wide={doing === "move"} onClose={onClose}>
      {doing === "look" && <Look row={row} onMove={() => setDoing("move")} onCancel={() => setDoing("cancel")} />}
      {doing === "move" && (
        <Stack>
          <Summary row={row} />
          <AppointmentForm preset={{ date: row.day }} moving={row} onDone={onMoved} />
        </Stack>
      )}
      {doing === "cancel" && (
        <Stack>
          <Summary row={row} />
          <Cancel row={row} onDone={onClose} />
        </Stack>
      )}
    </Dialog>
  );
}

function Summary({ row }: { row: Row }) {
  const format = useFormats();
  const saying = useSaying();
  return <p>{[saying.kind(row), row.patient_name, format.date(row.day, "weekday"), timesOf(row)].filter(Boolean).join(" · ")}</p>;
}

function Look({ row, onMove, onCancel }: { row: Row; onMove: () => void; onCancel: () => void }) {
  const t = useTexts();
  const format = useFormats();
  const saying = useSaying();
  const mayBook = useMay("book");
  const { booking } = row;
  const { appointment } = booking;
  const person = appointment.patient && row.patient_name ? <Link to={`/people/${appointment.patient}`}>{row.patient_name}</Link> : row.patient_name;
  return (
    <Stack>
      {booking.status === "moved" && <Banner tone="still" icon="arrow" title={saying.status(row)}>{booking.reason}</Banner>}
      {booking.status === "cancelled" && <Banner tone="still" icon="cross" title={saying.status(row)}>{booking.reason}</Banner>}
      <Facts
        rows={[
          [t("when"), `${format.date(row.day, "weekday")}, ${timesOf(row)}`],
          [t("which_hour"), appointment.which_hour && t(`which_hour.${appointment.which_hour}`)],
          [t("person"), person],
          [t("who"), saying.staff(row)],
          [t("where"), saying.room(row)],
          [t("note"), appointment.note],
          [t("moved_from"), booking.moved_from && isBooked(row) ? [format.date(booking.moved_from, "weekday"), booking.reason].filter(Boolean).join(": ") : undefined],
        ]}
      />
      {mayBook && isBooked(row) && (
        <Line>
          <Button kind="primary" onClick={onMove}>{t("move")}</Button>
          <Button onClick={onCancel}>{t("cancel")}</Button>
        </Line>
      )}
    </Stack>
  );
}

type CancelValues = { by: Shape<"CancelledBy"> | ""; reason: string };

function Cancel({ row, onDone }: { row: Row; onDone: () => void }) {
  const t = useTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const form = useForm<CancelValues>({
    name: "cancel_booking",
    subject: row.booking.id,
    initial: { by: "", reason: "" },
    command: "cancel-booking",
    check: ({ by, reason }) => ({ by: by ? undefined : common("required"), reason: reason.trim() ? undefined : common("required") }),
    data: ({ by, reason }): CommandData<"cancel-booking"> => ({ booking: row.booking.id, day: row.day, by: by || "clinic", reason: reason.trim() }),
    onDone: () => {
      toast(t("cancelled_done"));
      onDone();
    },
  });
  const ways = ["patient", "clinic", "nobody_came"] as const;
  return (
    <Form form={form} submit={t("cancel_submit")} kind="danger">
      <Choice {...form.field("by")} label={t("cancel_by")} options={ways.map((by) => ({ value: by, label: terms(`cancelled_by.${by}`) }))} />
      <TextField {...form.field("reason")} label={t("cancel_reason")} hint={t("reason_hint")} maxLength={400} />
    </Form>
  );
}
