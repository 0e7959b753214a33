import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useForm } from "../../lib/form";
import { NumberField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useStepTexts } from "../steps/texts";
import { notNumbers, number, text } from "../steps/values";
import { useRoomTexts, useWatchTexts } from "./texts";
import { WitnessFields, witnessPlaces, witnessWrong, type WitnessValues } from "./Witness";

/** A mistyped dose: the register's entry is put right before a witness, and the session says the same, with what it said before. */
export function CorrectDose({ entry, onDone }: { entry: Shape<"Entry_Dose">; onDone: () => void }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const steps = useStepTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const format = useFormats();
  const dose = entry.data.dose;
  const form = useForm<{ right_mg: string; reason: string } & WitnessValues>({
    name: "correct-stock",
    subject: entry.id,
    initial: { right_mg: "", reason: "", user: "", password: "" },
    command: "correct-stock",
    secrets: ["password"],
    data: (v) => ({ stock: dose.stock, entry: entry.id, right_mg: number(v.right_mg), reason: text(v.reason) }),
    extras: (v) => ({ witness: { user: v.user.trim(), password: v.password } }),
    places: { ...witnessPlaces },
    check: (v) => ({ ...notNumbers(v, ["right_mg"], common("not_a_number")), ...witnessWrong(v, t) }),
    onDone: () => {
      toast(w("dose.corrected"));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t("correct.save")}>
      <NumberField {...form.field("right_mg")} label={w("dose.right_amount")} hint={w("dose.says_now", { dose: `${format.number(dose.dose_mg)} ${terms("unit.mg")}` })} unit={terms("unit.mg")} />
      <TextField {...form.field("reason")} label={steps("correction_reason")} hint={w("dose.correction_hint")} maxLength={400} />
      <WitnessFields form={form} />
    </Form>
  );
}
