import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextField } from "../../parts/fields";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { DetailsFields, detailsFrom, detailsPlaces, typed, useDetailsCheck, useDetailsLabels } from "../people/details_form";
import { usePersonTexts } from "./texts";

type Patient = Shape<"Patient">;

/** What the server says the details are now, where somebody else was faster. */
function theirs(current: unknown): ReturnType<typeof typed> | object {
  const state = (current as { state?: Patient } | null)?.state;
  return state ? typed(state.details) : {};
}

export default function AmendDetails({ patient, version, onClose }: { patient: Patient; version: number; onClose: () => void }) {
  const t = usePersonTexts();
  const common = useCommonTexts();
  const check = useDetailsCheck();
  const labels = useDetailsLabels();
  const form = useForm({
    name: "amend_details",
    subject: patient.id,
    version,
    initial: { ...typed(patient.details), reason: "" },
    command: "amend-patient",
    data: ({ reason, ...details }) => ({ patient: patient.id, details: detailsFrom(details), reason: reason.trim() }),
    places: detailsPlaces,
    check: (v) => ({ ...check(v), reason: v.reason.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("amended"));
      onClose();
    },
  });
  return (
    <Dialog title={t("amend")} wide onClose={onClose}>
      <Form form={form} submit={common("save")} labels={{ ...labels, reason: t("reason") }} theirs={theirs}>
        <DetailsFields form={form} />
        <TextField {...form.field("reason")} label={t("reason")} hint={t("amend_hint")} />
      </Form>
    </Dialog>
  );
}
