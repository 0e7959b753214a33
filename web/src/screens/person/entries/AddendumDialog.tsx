import { useForm } from "../../../lib/form";
import { Dialog } from "../../../parts/Dialog";
import { Form } from "../../../parts/Form";
import { TextArea } from "../../../parts/fields";
import { useCommonTexts } from "../../../parts/texts";
import { toast } from "../../../parts/Toasts";
import type { Home } from "./EntryCard";
import { useEntryTexts } from "./texts";

export default function AddendumDialog({ entry, home, onClose }: { entry: string; home: Home; onClose: () => void }) {
  const t = useEntryTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: "addendum",
    subject: entry,
    initial: { text: "" },
    command: home.session ? "add-session-addendum" : "add-course-addendum",
    data: (v) => ({ ...home, entry, text: v.text.trim() }),
    check: (v) => ({ text: v.text.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("addendum_done"));
      onClose();
    },
  });
  return (
    <Dialog title={t("add_addendum")} onClose={onClose}>
      <Form form={form} submit={common("save")}>
        <TextArea {...form.field("text")} label={t("addendum")} hint={t("addendum_hint")} rows={5} />
      </Form>
    </Dialog>
  );
}
