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
        const newest = [...discrepancies].sort((a, b) => b.found_at.localeCompare(a.found_at));
        const [open, closed] = [newest.filter((each) => !each.closed_at), newest.filter((each) => each.closed_at)];
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
      <List label={title}>{of.map((each) => <Line key={`${each.stock}.${each.entry}`} of={each} />)}</List>
    </section>
  );
}

function Line({ of }: { of: Discrepancy }) {
  const t = useTexts();
  const say = useAmounts();
  const format = useFormats();
  const placeName = usePlaceName();
  const mayClose = useMay("keep_register");
  const amount = t("mg", { amount: say.signed(of.variance_micrograms) });
  return (
    <ListRow
      title={<span className={styles["figure"]}>{t(of.variance_micrograms < 0 ? "discrepancy.missing" : of.variance_micrograms > 0 ? "discrepancy.too_much" : "discrepancy.moved", { amount })}</span>}
      detail={
        <>
          <div>{of.medicine} · {t("lot_named", { lot: of.lot })} · {placeName(of.place)}</div>
          <div>{t("discrepancy.found_on", { date: format.date(of.found_at, "dateTime") })} · <Link to={`/register?${new URLSearchParams({ tab: "book", period: "all", stock: of.stock })}`}>{t("discrepancy.in_book")}</Link></div>
          {of.finding && <div className={styles["finding"]}>{of.finding}</div>}
        </>
      }
      end={
        of.closed_at ? (
          <Badge tone="good">{t("discrepancy.closed_on", { date: format.date(of.closed_at) })}</Badge>
        ) : (
          <>
            <Badge tone="warn">{t("discrepancy.open")}</Badge>
            {mayClose && <LinkButton size="small" to={`/register/close-discrepancy?${new URLSearchParams({ stock: of.stock, entry: of.entry })}`}>{t("discrepancy.close")}</LinkButton>}
          </>
        )
      }
    />
  );
}
