import { useForm } from "../../lib/form";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextField } from "../../parts/fields";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useInquiriesTexts } from "./texts";

type Props = {
  command: string;
  data: Record<string, string>;
  subject: string;
  title: string;
  hint: string;
  submit: string;
  done: string;
  onClose: () => void;
};

/** An act that needs nothing but its reason. */
export default function ReasonDialog({ command, data, subject, title, hint, submit, done, onClose }: Props) {
  const t = useInquiriesTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: command,
    subject,
    initial: { reason: "" },
    command,
    data: (v) => ({ ...data, reason: v.reason.trim() }),
    check: (v) => ({ reason: v.reason.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(done);
      onClose();
    },
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <Form form={form} submit={submit}>
        <TextField {...form.field("reason")} label={t("reason")} hint={hint} />
      </Form>
    </Dialog>
  );
}
