import { useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { languageNames, languages } from "../../lib/i18n";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { navigate, useQuery } from "../../lib/router";
import { useMe } from "../../lib/session";
import buttons from "../../parts/Button.module.css";
import { Icon } from "../../parts/Icon";
import { Stack } from "../../parts/Page";
import { Banner, EmptyState, Reading } from "../../parts/states";
import { balances } from "./book";
import { BookTable } from "./BookTable";
import { useAmounts, usePlaceName, useSaying, useStock } from "./data";
import { BookFilters } from "./BookFilters";
import { address, asked, narrowed, readFilters, type Filters } from "./filters";
import styles from "./register.module.css";
import type { BookPage, BookRow } from "./shapes";
import { useTexts } from "./texts";

/** The book itself, entry by entry, with what there was before and after. */
export function Book() {
  const t = useTexts();
  const query = useQuery();
  const today = useToday();
  const filters = readFilters(query, today);
  const read = useRead<BookPage>(`/api/v1/register?${asked(filters)}`);
  const tab = query.get("tab");

  function show(next: Filters): void {
    const kept = address(next, today);
    navigate(`/register${tab || kept ? "?" : ""}${[tab ? `tab=${tab}` : "", kept].filter(Boolean).join("&")}`, { replace: true });
  }
  return (
    <Stack>
      <BookFilters filters={filters} medicines={read.data?.medicines ?? []} rows={read.data?.entries ?? []} show={show} />
      <PrintHead filters={filters} rows={read.data?.entries ?? []} />
      <Reading of={read} lines={10}>
        {(page) => (
          <Stack>
            <Balances page={page} filters={filters} />
            {page.more && <Banner tone="warn">{t("book.more")}</Banner>}
            {page.entries.length === 0
              ? <EmptyState title={t(narrowed(filters) ? "book.empty_filtered" : "book.empty")}>{t("book.empty_detail")}</EmptyState>
              : <BookTable rows={page.entries} onlyPatient={filters.patient ? undefined : (patient) => show({ ...filters, patient })} />}
            <Papers filters={filters} />
          </Stack>
        )}
      </Reading>
    </Stack>
  );
}

/** The period in words. */
function usePeriod(): (filters: Filters) => string {
  const t = useTexts();
  const format = useFormats();
  return ({ from, to }) => {
    if (from && to) return from === to ? format.date(from, "longDate") : format.dates(from, to);
    if (from) return t("book.since", { date: format.date(from, "longDate") });
    if (to) return t("book.until", { date: format.date(to, "longDate") });
    return t("period.all");
  };
}

/** Which entries the paper holds: on screen the filters say it. */
function PrintHead({ filters, rows }: { filters: Filters; rows: readonly BookRow[] }) {
  const t = useTexts();
  const me = useMe();
  const now = useNow();
  const format = useFormats();
  const period = usePeriod();
  const placeName = usePlaceName();
  const lots = useStock().data?.stocks;
  const lot = lots?.find(({ id }) => id === filters.stock)?.lot ?? rows.find(({ stock }) => stock === filters.stock)?.lot;
  const patient = rows.find((row) => row.patient === filters.patient)?.patient_name;
  const parts = [
    period(filters), filters.medicine, filters.stock && lot && t("lot_named", { lot }), filters.place && placeName(filters.place), filters.patient && patient,
  ].filter(Boolean);
  return (
    <div className={styles["printHead"]}>
      <strong>{me.clinic_name}</strong>
      <span>{parts.join(" · ")}</span>
      <span>{t("book.printed", { time: format.date(now, "dateTime"), name: me.name })}</span>
    </div>
  );
}

function Balances({ page, filters }: { page: BookPage; filters: Filters }) {
  const t = useTexts();
  const say = useAmounts();
  const words = useSaying();
  const period = usePeriod();
  // The balances are the whole clinic's: of the medicines that the entries are about.
  const only = filters.medicine ? new Set([filters.medicine]) : filters.stock ? new Set(page.entries.map(({ medicine }) => medicine)) : undefined;
  const rows = balances(page.opening, page.closing, only);
  if (rows.length === 0) return null;
  const wider = Boolean(filters.stock || filters.place || filters.patient);
  return (
    <section className={styles["balances"]} aria-labelledby="balances">
      <h2 id="balances" className={styles["heading"]}>{period(filters)}</h2>
      {wider && <p className={styles["soft"]}>{t("book.whole_clinic")}</p>}
      <table className={styles["figures"]}>
        <caption className="hidden-text">{t("book.balances")}</caption>
        <thead><tr><th scope="col">{t("medicine")}</th><th scope="col">{t("book.opening")}</th><th scope="col">{t("book.change")}</th><th scope="col">{t("book.closing")}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.medicine}|${row.strength_mg_per_ml}`}>
              <th scope="row">{row.medicine} <span className={styles["soft"]}>{words.strength(row)}</span></th>
              <td>{say.plain(row.opening)}</td>
              <td>{say.signed(row.closing - row.opening)}</td>
              <td><strong>{say.plain(row.closing)}</strong></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What is shown, as a paper in each language and as figures. */
function Papers({ filters }: { filters: Filters }) {
  const t = useTexts();
  const look = `${buttons["button"]} ${buttons["secondary"]} ${buttons["small"]}`;
  const pdf = (language: string): string => `/api/v1/register/pdf?${new URLSearchParams([...new URLSearchParams(asked(filters)), ["language", language]])}`;
  return (
    <div className={styles["papers"]}>
      <span id="papers">{t("papers")}</span>
      <ul aria-labelledby="papers" className={styles["paperList"]}>
        {languages.map((each) => (
          <li key={each}><a className={look} href={pdf(each)} target="_blank" rel="noreferrer"><Icon name="note" size={18} /><span>PDF <span lang={each}>{languageNames[each]}</span></span><span className="hidden-text"> {t("new_tab")}</span></a></li>
        ))}
        <li><a className={look} href={`/api/v1/register/csv?${asked(filters)}`} download=""><Icon name="download" size={18} />CSV</a></li>
      </ul>
    </div>
  );
}
