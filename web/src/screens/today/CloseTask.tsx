import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextArea } from "../../parts/fields";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useTasksTexts } from "./texts";

export default function CloseTask({ task, onClose }: { task: Shape<"TaskRow">; onClose: () => void }) {
  const t = useTasksTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const form = useForm({
    name: "close_task",
    subject: task.id,
    initial: { what_was_done: "" },
    command: "close-task",
    data: (v) => ({ task: task.id, what_was_done: v.what_was_done.trim() }),
    check: (v) => ({ what_was_done: v.what_was_done.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("closed"));
      onClose();
    },
  });
  return (
    <Dialog title={`${terms(`task.${task.kind}`)}: ${task.patient_name}`} onClose={onClose}>
      <Form form={form} submit={t("close_send")}>
        <TextArea {...form.field("what_was_done")} label={t("what_was_done")} hint={t("what_was_done_hint")} rows={5} />
      </Form>
    </Dialog>
  );
}
