import type { CommandData } from "../../../api/shapes";
import { Select, TextField } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Facts } from "../../../parts/Page";
import { ActPage, OnTarget, useActForm, WhenFields, WitnessPanel, type Target } from "../act";
import { usePlaceName } from "../data";
import { useTexts } from "../texts";
import { nothingTaken, TakeFields, takenData, TargetFacts, useNeeded, useTakeCheck } from "./shared";

/** Whole containers from one place to another. */
export function Transfer() {
  const t = useTexts();
  return <ActPage title={t("transfer.title")} lead={t("transfer.lead")}><OnTarget>{(target) => <TransferForm target={target} />}</OnTarget></ActPage>;
}

function TransferForm({ target }: { target: Target }) {
  const t = useTexts();
  const placeName = usePlaceName();
  const needed = useNeeded();
  const { page, lot, place, at } = target;
  const wrong = useTakeCheck(at);
  const form = useActForm({
    name: "transfer_stock",
    subject: `${lot.id}.${place}`,
    initial: { ...nothingTaken, to: "", note: "" },
    command: "transfer-stock",
    data: (v): CommandData<"transfer-stock"> => ({ stock: lot.id, from: place, to: v.to, ...takenData(v), ...(v.note.trim() ? { note: v.note.trim() } : {}) }),
    check: (v) => ({ ...needed({ to: v.to }), ...wrong(v) }),
    done: t("transfer.done"),
  });
  return (
    <Form form={form} submit={t("transfer.submit")}>
      <TargetFacts target={target} />
      <Select {...form.field("to")} label={t("to_place")} options={page.places.filter((each) => each !== place).map((each) => ({ value: each, label: placeName(each) }))} />
      <TakeFields form={form} lot={lot} at={at} />
      <TextField {...form.field("note")} label={t("note")} optional maxLength={400} />
      <WhenFields form={form} />
    </Form>
  );
}

/** A sealed container is opened before anything is taken from it; the balance stays. */
export function Open() {
  const t = useTexts();
  return <ActPage title={t("open.title")} lead={t("open.lead")}><OnTarget>{(target) => <OpenForm target={target} />}</OnTarget></ActPage>;
}

function OpenForm({ target }: { target: Target }) {
  const t = useTexts();
  const { lot, place, at } = target;
  const form = useActForm({
    name: "open_stock",
    subject: `${lot.id}.${place}`,
    initial: { note: "" },
    command: "open-stock",
    data: (v): CommandData<"open-stock"> => ({ stock: lot.id, place, ...(v.note.trim() ? { note: v.note.trim() } : {}) }),
    done: t("open.done"),
  });
  return (
    <Form form={form} submit={t("open.submit")}>
      <TargetFacts target={target} />
      <Facts rows={[[t("stock.sealed"), String(at?.sealed ?? 0)]]} />
      <TextField {...form.field("note")} label={t("note")} optional maxLength={400} />
      <WhenFields form={form} />
    </Form>
  );
}

/** Back to the supplier or to the pharmacy. */
export function Return() {
  const t = useTexts();
  return <ActPage title={t("return.title")} lead={t("return.lead")}><OnTarget>{(target) => <ReturnForm target={target} />}</OnTarget></ActPage>;
}

function ReturnForm({ target }: { target: Target }) {
  const t = useTexts();
  const needed = useNeeded();
  const { lot, place, at } = target;
  const wrong = useTakeCheck(at);
  const form = useActForm({
    name: "return_stock",
    subject: `${lot.id}.${place}`,
    initial: { ...nothingTaken, to: "", document: "" },
    command: "return-stock",
    data: (v): CommandData<"return-stock"> => ({ stock: lot.id, place, ...takenData(v), to: v.to.trim(), document: v.document.trim() }),
    check: (v) => ({ ...needed({ to: v.to, document: v.document }), ...wrong(v) }),
    done: t("return.done"),
  });
  return (
    <Form form={form} submit={t("return.submit")}>
      <TargetFacts target={target} />
      <TakeFields form={form} lot={lot} at={at} />
      <TextField {...form.field("to")} label={t("return.to")} hint={t("return.to_hint")} maxLength={400} />
      <TextField {...form.field("document")} label={t("return.document")} maxLength={400} />
      <WhenFields form={form} />
    </Form>
  );
}

/** Whole containers destroyed before a second person. */
export function Destroy() {
  const t = useTexts();
  return <ActPage title={t("destroy.title")} lead={t("destroy.lead")}><OnTarget>{(target) => <DestroyForm target={target} />}</OnTarget></ActPage>;
}

function DestroyForm({ target }: { target: Target }) {
  const t = useTexts();
  const needed = useNeeded();
  const { lot, place, at } = target;
  const wrong = useTakeCheck(at);
  const form = useActForm(
    {
      name: "destroy_stock",
      subject: `${lot.id}.${place}`,
      initial: { ...nothingTaken, reason: "", method: "", document: "" },
      command: "destroy-stock",
      data: (v): CommandData<"destroy-stock"> => ({ stock: lot.id, place, ...takenData(v), reason: v.reason.trim(), method: v.method.trim(), document: v.document.trim() }),
      check: (v) => ({ ...needed({ reason: v.reason, method: v.method, document: v.document }), ...wrong(v) }),
      done: t("destroy.done"),
    },
    "always",
  );
  return (
    <Form form={form} submit={t("destroy.submit")} kind="danger">
      <TargetFacts target={target} />
      <TakeFields form={form} lot={lot} at={at} />
      <TextField {...form.field("reason")} label={t("reason")} hint={t("destroy.reason_hint")} maxLength={400} />
      <TextField {...form.field("method")} label={t("method")} hint={t("destroy.method_hint")} maxLength={400} />
      <TextField {...form.field("document")} label={t("destroy.document")} hint={t("destroy.document_hint")} maxLength={400} />
      <WhenFields form={form} />
      <WitnessPanel second={form.second} why={t("witness.why_destroy")} />
    </Form>
  );
}
