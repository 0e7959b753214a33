import type { CommandData } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { useQuery } from "../../../lib/router";
import { TextArea } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Facts } from "../../../parts/Page";
import { Banner, EmptyState, Reading } from "../../../parts/states";
import { ActPage, useActForm, WitnessPanel } from "../act";
import { useAmounts, useBook, usePlaceName } from "../data";
import styles from "../register.module.css";
import type { Discrepancy } from "../shapes";
import { useTexts } from "../texts";
import { useNeeded } from "./shared";

/** What a difference was found to be. The count and the difference stay in the book. */
export function CloseDiscrepancy() {
  const t = useTexts();
  const query = useQuery();
  const read = useBook();
  return (
    <ActPage title={t("discrepancy.close_title")} lead={t("discrepancy.close_lead")} tab="discrepancies">
      <Reading of={read}>
        {({ discrepancies }) => {
          const found = discrepancies.find(({ stock, discrepancy }) => stock === query.get("stock") && discrepancy.entry === query.get("entry"));
          if (!found) return <EmptyState title={t("discrepancy.unknown")} />;
          if (found.discrepancy.closed_at) return <Banner tone="good" title={t("discrepancy.closed_already")}>{found.discrepancy.finding}</Banner>;
          return <CloseForm key={found.discrepancy.entry} found={found} />;
        }}
      </Reading>
    </ActPage>
  );
}

function CloseForm({ found }: { found: Discrepancy }) {
  const t = useTexts();
  const say = useAmounts();
  const format = useFormats();
  const placeName = usePlaceName();
  const needed = useNeeded();
  const { entry, place, variance_micrograms: variance, found_at: at } = found.discrepancy;
  const form = useActForm(
    {
      name: "close_discrepancy",
      subject: entry,
      initial: { finding: "" },
      command: "close-discrepancy",
      data: (v): CommandData<"close-discrepancy"> => ({ stock: found.stock, entry, finding: v.finding.trim() }),
      check: (v) => needed({ finding: v.finding }),
      done: t("discrepancy.done"),
      tab: "discrepancies",
    },
    "always",
  );
  return (
    <Form form={form} submit={t("discrepancy.submit")}>
      <div className={styles["target"]}>
        <Facts
          rows={[
            [t("medicine"), found.medicine],
            [t("lot"), found.lot],
            [t("place"), placeName(place)],
            [t("discrepancy.found_at"), format.date(at, "dateTime")],
            [t("discrepancy.variance"), t("mg", { amount: say.signed(variance) })],
          ]}
        />
      </div>
      <TextArea {...form.field("finding")} label={t("discrepancy.finding")} hint={t("discrepancy.finding_hint")} maxLength={4000} />
      <WitnessPanel second={form.second} why={t("witness.why_discrepancy")} />
    </Form>
  );
}
