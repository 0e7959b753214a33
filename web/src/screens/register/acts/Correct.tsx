import type { CommandData } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { useRead } from "../../../lib/read";
import { useQuery } from "../../../lib/router";
import { NumberField, TextField } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Facts } from "../../../parts/Page";
import { Banner, EmptyState, Reading } from "../../../parts/states";
import { ActPage, useActForm, WitnessPanel } from "../act";
import { parseMicrograms, parseWhole, toMilligrams } from "../amounts";
import { canCorrect } from "../book";
import { usePlaceName, useSaying } from "../data";
import styles from "../register.module.css";
import type { BookPage, BookRow } from "../shapes";
import { useTexts } from "../texts";
import { useNeeded } from "./shared";

/** What an entry should have said: a new entry beside the wrong one. */
export function Correct() {
  const t = useTexts();
  const query = useQuery();
  const [stock, day] = [query.get("stock") ?? "", query.get("day") ?? ""];
  const read = useRead<BookPage>(`/api/v1/register?${new URLSearchParams({ stock, ...(day ? { from: day, to: day } : {}) })}`);
  return (
    <ActPage title={t("correct.title")} tab="book">
      <Reading of={read}>
        {({ entries }) => {
          const row = entries.find(({ entry }) => entry === query.get("entry"));
          if (!row) return <EmptyState title={t("correct.unknown")}>{t("correct.unknown_detail")}</EmptyState>;
          if (row.corrected_by_number !== undefined) return <Banner tone="info" title={t("corrected_by", { number: String(row.corrected_by_number) })}>{t("correct.once")}</Banner>;
          if (!canCorrect(row)) return <Banner tone="info" title={t("correct.not_this")}>{t("correct.not_this_detail")}</Banner>;
          return <CorrectForm key={row.entry} row={row} />;
        }}
      </Reading>
    </ActPage>
  );
}

function CorrectForm({ row }: { row: BookRow }) {
  const t = useTexts();
  const say = useSaying();
  const format = useFormats();
  const placeName = usePlaceName();
  const needed = useNeeded();
  const byContainers = row.kind === "received";
  const was = byContainers ? row.containers : -row.change_micrograms;
  const form = useActForm(
    {
      name: "correct_stock",
      subject: row.entry,
      initial: { right: "", reason: "" },
      command: "correct-stock",
      places: { right: byContainers ? "/data/right_containers" : "/data/right_mg" },
      data: (v): CommandData<"correct-stock"> => ({
        stock: row.stock, entry: row.entry, reason: v.reason.trim(),
        ...(byContainers ? { right_containers: parseWhole(v.right) ?? 0 } : { right_mg: toMilligrams(parseMicrograms(v.right) ?? 0) }),
      }),
      check: (v) => {
        const right = byContainers ? parseWhole(v.right) : parseMicrograms(v.right);
        const wrong = typeof right !== "number" ? t(byContainers ? "whole_needed" : "amount_needed") : right === was ? t("correct.same") : undefined;
        return { ...needed({ reason: v.reason }), right: wrong };
      },
      done: t("correct.done"),
      tab: "book",
    },
    "always",
  );
  return (
    <Form form={form} submit={t("correct.submit")}>
      <Banner tone="info" icon="pen" title={t("correct.stays")}>{t("correct.stays_detail")}{row.session && row.kind === "issued" ? ` ${t("correct.session_too")}` : ""}</Banner>
      <div className={styles["target"]}>
        <Facts
          rows={[
            [t("number"), String(row.number)],
            [t("time"), format.date(row.at, "dateTime")],
            [t("entry"), t(`kind.${row.kind}`)],
            [t("medicine"), `${row.medicine} ${say.strength(row)}`],
            [t("lot"), row.lot],
            [t("place"), placeName(row.place)],
            [t("correct.said"), byContainers ? t("containers_n", { n: row.containers }) : say.both(-row.change_micrograms, row.strength_mg_per_ml)],
          ]}
        />
      </div>
      <NumberField {...form.field("right")} label={t(byContainers ? "correct.right_containers" : "correct.right_mg")} unit={byContainers ? undefined : t("unit_mg")} whole={byContainers} />
      <TextField {...form.field("reason")} label={t("correct.reason")} hint={t("correct.reason_hint")} maxLength={400} />
      <WitnessPanel second={form.second} why={t("witness.why_correct")} />
    </Form>
  );
}
