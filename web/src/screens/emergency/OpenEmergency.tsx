import { useState } from "react";
import { useForm } from "../../lib/form";
import { useFormId } from "../../lib/form_id";
import { newId } from "../../lib/id";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextArea } from "../../parts/fields";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useEmergencyTexts } from "./texts";

export default function OpenEmergency({ patient, name, time, onClose }: { patient: string; name: string; time: string; onClose: () => void }) {
  const t = useEmergencyTexts();
  const common = useCommonTexts();
  const [id] = useState(newId);
  const form = useForm({
    name: "open_emergency",
    subject: patient,
    initial: { id, reason: "" },
    command: "open-emergency-access",
    data: (v) => ({ emergency: v.id, patient, reason: v.reason.trim() }),
    check: (v) => ({ reason: v.reason.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("opened"));
      onClose();
    },
  });
  useFormId(form);
  return (
    <Dialog title={t("open_title", { name })} onClose={onClose}>
      <p>{t("open_detail", { time })}</p>
      <Form form={form} labels={{ reason: t("reason") }} submit={t("open_send")}>
        <TextArea {...form.field("reason")} label={t("reason")} hint={t("reason_hint")} rows={3} />
      </Form>
    </Dialog>
  );
}
