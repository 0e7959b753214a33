import { useFormats } from "../../lib/format";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { List, ListRow, Stack } from "../../parts/Page";
import { Badge, EmptyState, Reading } from "../../parts/states";
import { useAmounts, useBook, usePlaceName } from "./data";
import styles from "./register.module.css";
import type { Discrepancy } from "./shapes";
import { useTexts } from "./texts";

/** Counts that found more or less than there should be: the open ones first. */
export function Discrepancies() {
  const t = useTexts();
  const read = useBook();
  return (
    <Reading of={read}>
      {({ discrepancies }) => {
        if (discrepancies.length === 0) return <EmptyState title={t("discrepancy.none")}>{t("discrepancy.none_detail")}</EmptyState>;
        const newest = [...discrepancies].sort((a, b) => b.discrepancy.found_at.localeCompare(a.discrepancy.found_at));
        const [open, closed] = [newest.filter((each) => !each.discrepancy.closed_at), newest.filter((each) => each.discrepancy.closed_at)];
        return (
          <Stack gap="l">
            {open.length > 0 && <Group title={t("discrepancy.open_title")} of={open} />}
            {closed.length > 0 && <Group title={t("discrepancy.closed_title")} of={closed} />}
          </Stack>
        );
      }}
    </Reading>
  );
}

function Group({ title, of }: { title: string; of: readonly Discrepancy[] }) {
  return (
    <section className={styles["stackS"]}>
      <h2 className={styles["heading"]}>{title}</h2>
      <List label={title}>{of.map((each) => <Line key={`${each.stock}.${each.discrepancy.entry}`} of={each} />)}</List>
    </section>
  );
}

function Line({ of }: { of: Discrepancy }) {
  const t = useTexts();
  const say = useAmounts();
  const format = useFormats();
  const placeName = usePlaceName();
  const mayClose = useMay("keep_register");
  const { entry, place, variance_micrograms: variance, found_at: found, closed_at: closed, finding } = of.discrepancy;
  const amount = t("mg", { amount: say.signed(variance) });
  return (
    <ListRow
      title={<span className={styles["figure"]}>{t(variance < 0 ? "discrepancy.missing" : variance > 0 ? "discrepancy.too_much" : "discrepancy.moved", { amount })}</span>}
      detail={
        <>
          <div>{of.medicine} · {t("lot_named", { lot: of.lot })} · {placeName(place)}</div>
          <div>{t("discrepancy.found_on", { date: format.date(found, "dateTime") })} · <Link to={`/register?${new URLSearchParams({ tab: "book", period: "all", stock: of.stock })}`}>{t("discrepancy.in_book")}</Link></div>
          {finding && <div className={styles["finding"]}>{finding}</div>}
        </>
      }
      end={
        closed ? (
          <Badge tone="good">{t("discrepancy.closed_on", { date: format.date(closed) })}</Badge>
        ) : (
          <>
            <Badge tone="warn">{t("discrepancy.open")}</Badge>
            {mayClose && <LinkButton size="small" to={`/register/close-discrepancy?${new URLSearchParams({ stock: of.stock, entry })}`}>{t("discrepancy.close")}</LinkButton>}
          </>
        )
      }
    />
  );
}
