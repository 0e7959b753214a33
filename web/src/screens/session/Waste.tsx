import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { Button } from "../../parts/Button";
import { NumberField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner, Reading } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { Allowed } from "../steps/kit";
import { notNumbers, number, text } from "../steps/values";
import { useStock } from "./Dose";
import { useRoom } from "./data";
import { Panel, useTask, When } from "./kit";
import { usePlaceName } from "./places";
import { lastDose } from "./room";
import { remainderOf } from "./stock";
import styles from "./session.module.css";
import { useRoomTexts, useWatchTexts } from "./texts";
import { useTimedForm, type Timed } from "./timed";
import { WitnessFields, witnessPlaces, witnessWrong, type WitnessValues } from "./Witness";

/** What is left in the opened container is destroyed before somebody who watches, and leaves the register with the dose. */
export function WastePanel() {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const stock = useStock(true);
  return (
    <Panel title={t("task.waste")} lead={w("waste.lead")}>
      <Allowed needs="give_doses"><Reading of={stock} lines={3}>{({ stocks }) => <WasteForm stocks={stocks} />}</Reading></Allowed>
    </Panel>
  );
}

type Values = { amount_mg: string; reason: string; method: string } & WitnessValues & Timed;

function WasteForm({ stocks }: { stocks: readonly Shape<"Stock">[] }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const format = useFormats();
  const placeName = usePlaceName();
  const [, open] = useTask();
  const { page } = useRoom();
  const { session } = page;
  const given = lastDose(session)?.data.dose;
  const rest = remainderOf(stocks, given?.stock, given?.place);
  const form = useTimedForm<Values>(
    {
      name: "waste-stock",
      subject: `${session.id}.${rest?.stock.id ?? ""}.${rest?.container ?? ""}`,
      initial: { amount_mg: "", reason: w("waste.reason_usual"), method: "", user: "", password: "", at: "", was: "" },
      command: "waste-stock",
      secrets: ["password"],
      data: (v) => ({ stock: rest?.stock.id, place: rest?.place, container: rest?.container, amount_mg: number(v.amount_mg), reason: text(v.reason), method: text(v.method), session: session.id }),
      extras: (v) => ({ witness: { user: v.user.trim(), password: v.password } }),
      places: { ...witnessPlaces },
      check: (v) => ({ ...notNumbers(v, ["amount_mg"], common("not_a_number")), method: v.method.trim() ? undefined : common("required"), ...witnessWrong(v, t) }),
      onDone: () => {
        toast(w("waste.done"));
        open(undefined);
      },
    },
    "submit",
  );
  if (!rest) return <Banner tone="good" actions={<Button size="small" onClick={() => open(undefined)}>{common("close")}</Button>}>{w("waste.nothing")}</Banner>;
  return (
    <Form form={form} submit={w("waste.submit")}>
      <p className={styles["limit"]}>{w("waste.from", { medicine: rest.stock.medicine.name, lot: rest.stock.lot, place: placeName(rest.place), left: `${format.number(rest.leftMg)} ${terms("unit.mg")}` })}</p>
      <NumberField {...form.field("amount_mg")} label={w("waste.amount")} unit={terms("unit.mg")} />
      <TextField {...form.field("reason")} label={w("waste.reason")} maxLength={400} />
      <TextField {...form.field("method")} label={w("waste.method")} hint={w("waste.method_hint")} maxLength={400} />
      <WitnessFields form={form} />
      <When form={form} />
    </Form>
  );
}
