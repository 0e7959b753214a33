import { useState } from "react";
import type { CommandData } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { useFormId } from "../../../lib/form_id";
import { newId } from "../../../lib/id";
import { useQuery } from "../../../lib/router";
import { DateField } from "../../../parts/DateField";
import { FieldRow } from "../../../parts/Field";
import { NumberField, Select, TextField } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Reading } from "../../../parts/states";
import { ActPage, useActForm, WhenFields } from "../act";
import { fromMilligrams, parseMicrograms, parseWhole, toMilligrams } from "../amounts";
import { usePlaceName, useSaying, useStock } from "../data";
import styles from "../register.module.css";
import type { Lot, Medicine, StockPage } from "../shapes";
import { byMedicine } from "../stock";
import { useTexts } from "../texts";
import { useNeeded } from "./shared";

/** A delivery: more of a lot the register knows, a new lot, or a medicine it has not had yet. */
export function Receive() {
  const t = useTexts();
  const read = useStock();
  return <ActPage title={t("receive.title")} lead={t("receive.lead")}><Reading of={read}>{(page) => <ReceiveForm page={page} />}</Reading></ActPage>;
}

const newMedicine = "new";
type What = { lot?: Lot; medicine?: Medicine };

function whatOf(choice: string, page: StockPage): What {
  const [kind, key] = [choice.slice(0, 4), choice.slice(4)];
  if (kind === "lot:") {
    const lot = page.stocks.find(({ id }) => id === key);
    return lot ? { lot, medicine: lot.medicine } : {};
  }
  const medicine = byMedicine(page.stocks).find((each) => `med:${each.key}` === choice)?.medicine;
  return medicine ? { medicine } : {};
}

function ReceiveForm({ page }: { page: StockPage }) {
  const t = useTexts();
  const say = useSaying();
  const format = useFormats();
  const needed = useNeeded();
  const placeName = usePlaceName();
  const [fresh] = useState(newId);
  const wanted = useQuery().get("stock");
  const groups = byMedicine(page.stocks);
  const first = wanted && page.stocks.some(({ id }) => id === wanted) ? `lot:${wanted}` : groups.length === 0 ? newMedicine : "";
  const form = useActForm({
    name: "receive_stock",
    subject: wanted ?? "",
    initial: {
      id: fresh, what: first, name: "", strength: "", container: "", lot: "", expires: "", containers: "",
      place: page.places.includes("safe") ? "safe" : "", supplier: "", document: "", note: "",
    },
    command: "receive-stock",
    places: { id: "/data/stock", name: "/data/medicine/name", strength: "/data/medicine/strength_mg_per_ml", container: "/data/medicine/container_mg" },
    data: (v): CommandData<"receive-stock"> => {
      const { lot, medicine } = whatOf(v.what, page);
      return {
        stock: lot?.id ?? v.id,
        medicine: medicine ?? { name: v.name.trim(), strength_mg_per_ml: toMilligrams(parseMicrograms(v.strength) ?? 0), container_mg: toMilligrams(parseMicrograms(v.container) ?? 0) },
        lot: lot?.lot ?? v.lot.trim(),
        expires: lot?.expires ?? v.expires,
        place: v.place, containers: parseWhole(v.containers) ?? 0, supplier: v.supplier.trim(), document: v.document.trim(),
        ...(v.note.trim() ? { note: v.note.trim() } : {}),
      };
    },
    check: (v) => {
      const { lot, medicine } = whatOf(v.what, page);
      const amount = (typed: string): string | undefined => (parseMicrograms(typed) ? undefined : t("amount_needed"));
      const twice = !lot && page.stocks.some((each) => each.lot === v.lot.trim() && medicine && each.medicine.name === medicine.name && each.medicine.strength_mg_per_ml === medicine.strength_mg_per_ml);
      return {
        ...needed({ what: v.what, place: v.place, supplier: v.supplier, document: v.document }),
        ...(lot ? {} : needed({ lot: v.lot, expires: v.expires })),
        ...(medicine ? {} : { ...needed({ name: v.name }), strength: amount(v.strength), container: amount(v.container) }),
        ...(twice ? { lot: t("receive.lot_known") } : {}),
        containers: parseWhole(v.containers) ? undefined : t("whole_needed"),
      };
    },
    done: t("receive.done"),
  });
  useFormId(form);
  const { values } = form;
  const { lot, medicine } = whatOf(values.what, page);
  const full = medicine ? fromMilligrams(medicine.container_mg) : (parseMicrograms(values.container) ?? 0);
  const strength = medicine?.strength_mg_per_ml ?? toMilligrams(parseMicrograms(values.strength) ?? 0);
  const whole = full * (parseWhole(values.containers) ?? 0);
  const isNew = values.what !== "" && !lot;
  return (
    <Form form={form} submit={t("receive.submit")}>
      <Select
        {...form.field("what")} label={t("receive.what")} error={form.errors.what ?? (lot ? form.errors.lot : undefined) ?? form.errors.id}
        options={[
          ...groups.flatMap((group) => [
            ...group.lots.map((each) => ({ value: `lot:${each.id}`, label: t("receive.more_of", { lot: each.lot, medicine: say.medicine(each.medicine), expires: format.date(each.expires) }) })),
            { value: `med:${group.key}`, label: t("receive.new_lot", { medicine: say.medicine(group.medicine) }) },
          ]),
          { value: newMedicine, label: t("receive.new_medicine") },
        ]}
      />
      {isNew && !medicine && (
        <>
          <TextField {...form.field("name")} label={t("receive.name")} hint={t("receive.name_hint")} maxLength={400} spellCheck={false} />
          <FieldRow>
            <NumberField {...form.field("strength")} label={t("receive.strength")} unit={t("unit_mg_ml")} />
            <NumberField {...form.field("container")} label={t("receive.container")} hint={t("receive.container_hint")} unit={t("unit_mg")} />
          </FieldRow>
        </>
      )}
      {isNew && (
        <FieldRow>
          <TextField {...form.field("lot")} label={t("lot")} hint={t("receive.lot_hint")} maxLength={400} spellCheck={false} autoComplete="off" />
          <DateField {...form.field("expires")} label={t("expires")} hint={t("receive.expires_hint")} />
        </FieldRow>
      )}
      <FieldRow>
        <NumberField {...form.field("containers")} label={t("receive.containers")} whole />
        <Select {...form.field("place")} label={t("place")} options={page.places.map((each) => ({ value: each, label: placeName(each) }))} />
      </FieldRow>
      {whole > 0 && strength > 0 && <p className={styles["sum"]} role="status">{t("together", { amount: say.both(whole, strength) })}</p>}
      <TextField {...form.field("supplier")} label={t("supplier")} maxLength={400} />
      <TextField {...form.field("document")} label={t("receive.document")} hint={t("receive.document_hint")} maxLength={400} spellCheck={false} />
      <TextField {...form.field("note")} label={t("note")} optional maxLength={400} />
      <WhenFields form={form} />
    </Form>
  );
}
