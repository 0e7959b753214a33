import type { CommandData } from "../../../api/shapes";
import { useQuery } from "../../../lib/router";
import { Button } from "../../../parts/Button";
import { NumberField, Select, TextField } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Row } from "../../../parts/Page";
import { Banner } from "../../../parts/states";
import { ActPage, OnTarget, useActForm, WhenFields, WitnessPanel, type Target } from "../act";
import { parseMicrograms, toMilligrams, typedMilligrams } from "../amounts";
import { useSaying } from "../data";
import { byNumber } from "../stock";
import { useTexts } from "../texts";
import { TargetFacts, useNeeded } from "./shared";

/** An amount that nobody may use any more, made away with before a second person. */
export function Waste() {
  const t = useTexts();
  return <ActPage title={t("waste.title")} lead={t("waste.lead")}><OnTarget>{(target) => <WasteForm key={`${target.lot.id}.${target.place}`} target={target} />}</OnTarget></ActPage>;
}

const anyContainer = "any";

function WasteForm({ target }: { target: Target }) {
  const t = useTexts();
  const say = useSaying();
  const needed = useNeeded();
  const session = useQuery().get("session") ?? "";
  const { lot, place, at } = target;
  const opened = byNumber(at?.opened ?? []);
  const only = opened.length === 1 ? String(opened[0]?.container) : opened.length === 0 ? anyContainer : "";
  const available = (container: string): number => opened.find((each) => String(each.container) === container)?.left_micrograms ?? at?.balance_micrograms ?? 0;
  const form = useActForm(
    {
      name: "waste_stock",
      subject: `${lot.id}.${place}.${session}`,
      initial: { container: only, amount_mg: "", reason: session ? t("waste.remainder") : "", method: "" },
      command: "waste-stock",
      data: (v): CommandData<"waste-stock"> => ({
        stock: lot.id, place, amount_mg: toMilligrams(parseMicrograms(v.amount_mg) ?? 0), reason: v.reason.trim(), method: v.method.trim(),
        ...(v.container && v.container !== anyContainer ? { container: Number(v.container) } : {}),
        ...(session ? { session } : {}),
      }),
      check: (v) => {
        const amount = parseMicrograms(v.amount_mg);
        const most = available(v.container);
        const wrong = !amount ? t("amount_needed") : amount > most ? t("only_left", { amount: say.mg(most) }) : undefined;
        return { ...needed({ container: v.container, reason: v.reason, method: v.method }), amount_mg: wrong };
      },
      done: t("waste.done"),
    },
    "always",
  );
  const { container } = form.values;
  const left = available(container);
  return (
    <Form form={form} submit={t("waste.submit")} kind="danger">
      <TargetFacts target={target} />
      {session && <Banner tone="info">{t("waste.of_session")}</Banner>}
      <Select
        {...form.field("container")} label={t("waste.container")}
        options={[
          ...opened.map((each) => ({ value: String(each.container), label: t("opened_left", { number: String(each.container), left: say.mg(each.left_micrograms) }) })),
          { value: anyContainer, label: t(opened.length > 0 ? "waste.as_they_come" : "waste.from_sealed") },
        ]}
      />
      <div>
        <NumberField {...form.field("amount_mg")} label={t("amount")} unit={t("unit_mg")} />
        {container && container !== anyContainer && left > 0 && (
          <Row><Button kind="quiet" size="small" onClick={() => form.set({ amount_mg: typedMilligrams(left) })}>{t("waste.all_of_it", { amount: say.mg(left) })}</Button></Row>
        )}
      </div>
      <TextField {...form.field("reason")} label={t("reason")} hint={t("waste.reason_hint")} maxLength={400} />
      <TextField {...form.field("method")} label={t("method")} hint={t("waste.method_hint")} maxLength={400} />
      <WhenFields form={form} />
      <WitnessPanel second={form.second} why={t("witness.why_waste")} />
    </Form>
  );
}
