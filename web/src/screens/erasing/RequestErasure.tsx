import type { CommandData, Shape } from "../../api/shapes";
import { useToday } from "../../lib/days";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { TextField } from "../../parts/fields";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { isOver } from "./standing";
import { useErasingTexts } from "./texts";

/** That somebody asked to have a record erased. Nothing is erased by it, and the person can be told until when it is kept. */
export default function RequestErasure({ patient, page, onClose }: { patient: string; page: Shape<"ErasurePage">; onClose: () => void }) {
  const t = useErasingTexts();
  const common = useCommonTexts();
  const format = useFormats();
  const over = isOver(page.kept_until, useToday());
  const next = page.may_be_erased ? t("request.over") : !over && t("request.until", { date: format.date(page.kept_until, "longDate") });
  const form = useForm({
    name: "request_erasure",
    subject: patient,
    initial: { words: "" },
    command: "request-erasure",
    data: (v): CommandData<"request-erasure"> => ({ patient, words: v.words.trim() }),
    check: (v) => ({ words: v.words.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("request.done"));
      onClose();
    },
  });
  return (
    <Dialog title={t("request.do")} onClose={onClose}>
      <Form form={form} submit={t("request.send")}>
        <p>{[t("request.nothing"), next].filter(Boolean).join(" ")}</p>
        <TextField {...form.field("words")} label={t("request.words")} hint={t("request.hint")} maxLength={400} />
      </Form>
    </Dialog>
  );
}
