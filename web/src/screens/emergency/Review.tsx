import { useForm } from "../../lib/form";
import { useStaffName } from "../../lib/reference";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextArea } from "../../parts/fields";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import type { Row } from "./EmergencyAccess";
import { useEmergencyTexts } from "./texts";

export default function Review({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useEmergencyTexts();
  const common = useCommonTexts();
  const who = useStaffName();
  const form = useForm({
    name: "review_emergency",
    subject: row.id,
    initial: { finding: "" },
    command: "review-emergency-access",
    data: (v) => ({ emergency: row.id, finding: v.finding.trim() }),
    check: (v) => ({ finding: v.finding.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("reviewed"));
      onClose();
    },
  });
  return (
    <Dialog title={t("review_title", { who: who(row.staff) })} onClose={onClose}>
      <p>{row.reason}</p>
      <Form form={form} labels={{ finding: t("finding") }} submit={t("review_send")}>
        <TextArea {...form.field("finding")} label={t("finding")} hint={t("finding_hint")} rows={5} />
      </Form>
    </Dialog>
  );
}
