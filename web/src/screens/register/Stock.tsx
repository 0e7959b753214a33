import { useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Menu, type MenuEntry } from "../../parts/Menu";
import { Row, Stack } from "../../parts/Page";
import { Badge, EmptyState, Reading } from "../../parts/states";
import { useAmounts, usePlaceName, useSaying, useStock } from "./data";
import { ExpiryBadge } from "./ExpiryBadge";
import styles from "./register.module.css";
import type { Lot, StockPlace } from "./shapes";
import { byMedicine, byNumber, filledPlaces, type MedicineGroup } from "./stock";
import { useTexts } from "./texts";

/** What there is: by medicine, lot and place. */
export function Stock() {
  const t = useTexts();
  const keeps = useMay("keep_register");
  const read = useStock();
  return (
    <Reading of={read} lines={8}>
      {({ stocks, places }) =>
        stocks.length === 0 ? (
          <EmptyState title={t("stock.empty")} action={keeps && <LinkButton to="/register/receive" icon={<Icon name="plus" />}>{t("act.receive")}</LinkButton>}>{t("stock.empty_detail")}</EmptyState>
        ) : (
          <Stack gap="l">{byMedicine(stocks).map((group) => <MedicineStock key={group.key} group={group} places={places} />)}</Stack>
        )
      }
    </Reading>
  );
}

function MedicineStock({ group, places }: { group: MedicineGroup; places: readonly string[] }) {
  const t = useTexts();
  const say = useSaying();
  const { medicine, lots, balance } = group;
  const [there, gone] = [lots.filter((each) => each.balance_micrograms > 0), lots.filter((each) => each.balance_micrograms === 0)];
  return (
    <section className={styles["medicine"]} aria-labelledby={`medicine-${group.key}`}>
      <header className={styles["medicineHead"]}>
        <h2 id={`medicine-${group.key}`}>{say.medicine(medicine)}</h2>
        <p className={styles["total"]}>{say.both(balance, medicine.strength_mg_per_ml)}</p>
      </header>
      {there.map((lot) => <LotStock key={lot.id} lot={lot} places={places} />)}
      {gone.length > 0 && (
        <details className={styles["gone"]}>
          <summary>{t("stock.used_up", { n: gone.length })}</summary>
          <div className={styles["stackS"]}>{gone.map((lot) => <LotStock key={lot.id} lot={lot} places={places} />)}</div>
        </details>
      )}
    </section>
  );
}

function LotStock({ lot, places }: { lot: Lot; places: readonly string[] }) {
  const t = useTexts();
  const say = useSaying();
  const format = useFormats();
  const today = useToday();
  const keeps = useMay("keep_register");
  const filled = filledPlaces(lot);
  return (
    <article className={styles["lot"]} aria-label={t("lot_named", { lot: lot.lot })}>
      <header className={styles["lotHead"]}>
        <h3>{t("lot_named", { lot: lot.lot })}</h3>
        <span className={styles["soft"]}>{t("expires_on", { date: format.date(lot.expires) })}</span>
        <ExpiryBadge expires={lot.expires} today={today} quiet={lot.balance_micrograms === 0} />
        <span className={styles["lotActs"]}>
          {filled.length > 1 && <span className={styles["lotTotal"]}>{say.both(lot.balance_micrograms, lot.medicine.strength_mg_per_ml)}</span>}
          {keeps && <LinkButton size="small" kind="quiet" to={`/register/receive?stock=${lot.id}`} icon={<Icon name="plus" size={18} />}>{t("stock.more_of_it")}</LinkButton>}
        </span>
      </header>
      {filled.length === 0 ? (
        <Row>
          <Badge>{t("stock.nothing_left")}</Badge>
          {keeps && places.includes("safe") && <LinkButton size="small" kind="quiet" to={`/register/count?stock=${lot.id}&place=safe`}>{t("stock.count_safe")}</LinkButton>}
        </Row>
      ) : (
        <table className={styles["places"]}>
          <caption className="hidden-text">{t("stock.where", { lot: lot.lot })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("place")}</th>
              <th scope="col" data-number="">{t("stock.sealed")}</th>
              <th scope="col">{t("stock.opened")}</th>
              <th scope="col" data-number="">{t("unit_mg")}</th>
              <th scope="col" data-number="">{t("unit_ml")}</th>
              <td />
            </tr>
          </thead>
          <tbody>{filled.map((each) => <PlaceRow key={each.place} lot={lot} at={each} />)}</tbody>
        </table>
      )}
    </article>
  );
}

function PlaceRow({ lot, at }: { lot: Lot; at: StockPlace }) {
  const t = useTexts();
  const say = useAmounts();
  const words = useSaying();
  const format = useFormats();
  const placeName = usePlaceName();
  return (
    <tr>
      <th scope="row">{placeName(at.place)}</th>
      <td data-number="" data-label={t("stock.sealed")}>{format.number(at.sealed)}</td>
      <td data-label={t("stock.opened")}>
        {at.opened.length === 0 ? <span className={styles["soft"]}>{t("stock.none_opened")}</span> : (
          <ul className={styles["openedList"]}>
            {byNumber(at.opened).map((each) => (
              <li key={each.container}>
                {t("opened_left", { number: String(each.container), left: words.mg(each.left_micrograms) })}
                <span className={styles["soft"]}> · {t("opened_on", { date: format.date(each.opened_at, "date") })}</span>
              </li>
            ))}
          </ul>
        )}
      </td>
      <td data-number="" data-label={t("unit_mg")}><strong>{say.plain(at.balance_micrograms)}</strong></td>
      <td data-number="" data-label={t("unit_ml")}>{say.millilitres(at.balance_micrograms, lot.medicine.strength_mg_per_ml)}</td>
      <td><Acts lot={lot} at={at} /></td>
    </tr>
  );
}

/** What one may do with a lot at a place: the frequent act as a button, the others in a menu. */
function Acts({ lot, at: { place, sealed } }: { lot: Lot; at: StockPlace }) {
  const t = useTexts();
  const placeName = usePlaceName();
  const keeps = useMay("keep_register");
  const handles = useMay("handle_drugs");
  const to = (act: string): string => `/register/${act}?${new URLSearchParams({ stock: lot.id, place })}`;
  const open: MenuEntry[] = handles && sealed > 0 ? [{ id: "open", label: t("act.open"), icon: "plus", to: to("open") }] : [];
  const entries: MenuEntry[] = [
    ...open,
    { id: "transfer", label: t("act.transfer"), icon: "arrow", to: to("transfer") },
    ...(handles ? [{ id: "waste", label: t("act.waste"), icon: "cross", to: to("waste") } as const] : []),
    { id: "return", label: t("act.return"), icon: "return", to: to("return") },
    { id: "destroy", label: t("act.destroy"), icon: "stop", danger: true, to: to("destroy") },
  ];
  if (!keeps && !handles) return null;
  const [first, others] = keeps ? (["count", entries] as const) : (["waste", open] as const);
  return (
    <span className={styles["acts"]}>
      <LinkButton size="small" to={to(first)}>{t(`act.${first}`)}</LinkButton>
      {others.length > 0 && <Menu className={styles["more"]} label={t("stock.other_acts", { lot: lot.lot, place: placeName(place) })} button={<Icon name="more" />} entries={others} />}
    </span>
  );
}
