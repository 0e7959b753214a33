import { useEffect, useRef, type ReactNode } from "react";
import { localTime } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { useStaffName } from "../../lib/reference";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Icon } from "../../parts/Icon";
import { amountOf, byDay, canCorrect, columns } from "./book";
import { useAmounts, usePlaceName, useSaying } from "./data";
import styles from "./register.module.css";
import type { BookRow } from "./shapes";
import { useTexts } from "./texts";

type OnlyPatient = ((patient: string) => void) | undefined;

/** The book as it would stand on paper: one line for each entry, a heading for each day. */
export function BookTable({ rows, onlyPatient }: { rows: readonly BookRow[]; onlyPatient: OnlyPatient }) {
  const t = useTexts();
  const format = useFormats();
  const shown = new Set(rows.map(({ number }) => number));
  const balanceColumns = ["place", "lot", "medicine"] as const;
  useNamedEntry(rows);
  return (
    <div className={styles["bookScroll"]} role="group" aria-label={t("book.table")} tabIndex={0}>
      <table className={styles["book"]}>
        <caption className="hidden-text">{t("book.table")}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>{t("number")}</th>
            <th scope="col" rowSpan={2}>{t("time")}</th>
            <th scope="col" rowSpan={2}>{t("entry")}</th>
            <th scope="colgroup" colSpan={columns.length} data-group="">{t("book.amounts")}</th>
            <th scope="colgroup" colSpan={balanceColumns.length} data-group="">{t("book.after")}</th>
          </tr>
          <tr>
            {columns.map((each) => <th key={each} scope="col" data-number="">{t(`column.${each}`)}</th>)}
            {balanceColumns.map((each) => <th key={each} scope="col" data-number="">{t(`balance.${each}`)}</th>)}
          </tr>
        </thead>
        {byDay(rows, format.zone).map(({ day, rows: on }) => (
          <tbody key={day + String(on[0]?.number)}>
            <tr className={styles["bookDay"]}><th scope="rowgroup" colSpan={3 + columns.length + balanceColumns.length}>{format.date(day, "weekday")} {day.slice(0, 4)}</th></tr>
            {on.map((row) => <Entry key={row.number} row={row} shown={shown} onlyPatient={onlyPatient} />)}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** A link to an entry (`#no-17`) leads there once the entries are read. */
function useNamedEntry(rows: readonly BookRow[]): void {
  const done = useRef("");
  useEffect(() => {
    const { hash } = window.location;
    if (!hash || done.current === hash) return;
    const entry = document.getElementById(hash.slice(1));
    if (!entry) return;
    done.current = hash;
    entry.scrollIntoView({ block: "center" });
    entry.focus({ preventScroll: true });
  }, [rows]);
}

function Entry({ row, shown, onlyPatient }: { row: BookRow; shown: ReadonlySet<number>; onlyPatient: OnlyPatient }) {
  const t = useTexts();
  const say = useAmounts();
  const format = useFormats();
  const wrong = row.corrected_by_number !== undefined;
  const { column, micrograms } = amountOf(row);
  const struck = (text: ReactNode): ReactNode => (wrong ? <del>{text}</del> : text);
  const figure = (name: string, text: ReactNode) => <td data-number="" data-label={name}>{text}</td>;
  return (
    <tr id={`no-${row.number}`} tabIndex={-1} data-wrong={wrong ? "" : undefined}>
      <th scope="row" data-word={t("number")}>{row.number}</th>
      <td className={styles["at"]}>
        <time dateTime={row.at}>{format.date(row.at, row.late ? "dateTime" : "time")}</time>
        {row.late && <span className={styles["late"]}><Icon name="session" size={14} />{t("late", { time: format.date(row.recorded_at, "dateTime") })}</span>}
      </td>
      <td className={styles["what"]}>
        <div className={styles["whatAndWho"]}>
          <div><What row={row} shown={shown} onlyPatient={onlyPatient} /></div>
          <Who row={row} />
        </div>
      </td>
      {columns.map((each) => (
        <td key={each} data-number="" data-label={t(`column.${each}`)}>
          {each === column && struck(each === "other" ? say.signed(micrograms) : say.plain(micrograms))}
        </td>
      ))}
      {figure(t("balance_of.place"), say.plain(row.balance_micrograms))}
      {figure(t("balance_of.lot"), say.plain(row.lot_balance_micrograms))}
      {figure(t("balance_of.medicine"), say.plain(row.medicine_balance_micrograms))}
    </tr>
  );
}

/** What the entry is about, in the words of a person who reads it aloud. */
function What({ row, shown, onlyPatient }: { row: BookRow; shown: ReadonlySet<number>; onlyPatient: OnlyPatient }) {
  const t = useTexts();
  const words = useSaying();
  const format = useFormats();
  const placeName = usePlaceName();
  const handles = useMay("handle_drugs");
  const wrong = row.corrected_by_number !== undefined;
  const signed = row.kind === "corrected" || row.kind === "counted";
  const place = row.to_place ? t("from_to", { from: placeName(row.place), to: placeName(row.to_place), amount: words.mg(row.to_balance_micrograms ?? 0) }) : placeName(row.place);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t(row.kind === "returned" ? "returned_to" : "supplier"), row.other_party],
    [t("document"), row.document], [t("reason"), row.reason], [t("method"), row.method], [t("note"), row.note],
  ];
  return (
    <>
      <div>
        <strong data-kind={row.kind}>{t(`kind.${row.kind}`)}</strong>
        {row.containers !== 0 && row.kind !== "issued" && row.kind !== "wasted" && <span> · {signed && (row.containers < 0 ? "−" : "+")}{t("containers_n", { n: Math.abs(row.containers) })}</span>}
      </div>
      {wrong && <p className={styles["link"]}><Icon name="pen" size={14} /><ToEntry stock={row.stock} number={row.corrected_by_number ?? 0} shown={shown}>{t("corrected_by", { number: String(row.corrected_by_number) })}</ToEntry></p>}
      {row.corrects_number !== undefined && <p className={styles["link"]}><Icon name="pen" size={14} /><ToEntry stock={row.stock} number={row.corrects_number} shown={shown}>{t("corrects", { number: String(row.corrects_number) })}</ToEntry></p>}
      <div>{row.medicine} {words.strength(row)} · <span className={styles["keep"]}>{t("lot_named", { lot: row.lot })}</span> · <span className={styles["keep"]}>{t("expires_short", { date: format.date(row.expires) })}</span> · {place}</div>
      {row.expected_micrograms !== undefined && <div>{t("counted_expected", { counted: words.mg(row.balance_micrograms), expected: words.mg(row.expected_micrograms) })}</div>}
      {row.patient && <Patient row={row} onlyPatient={onlyPatient} />}
      {facts.some(([, value]) => value) && (
        <dl className={styles["facts"]}>
          {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
      )}
      {handles && canCorrect(row) && (
        <Link className={styles["correct"]} to={`/register/correct?${new URLSearchParams({ stock: row.stock, entry: row.entry, day: localTime(row.at, format.zone).slice(0, 10) })}`} aria-label={t("correct.entry", { number: String(row.number) })}>{t("act.correct")}</Link>
      )}
    </>
  );
}

/** Down or up the page where the other entry is shown; else to all entries of the lot. */
function ToEntry({ stock, number, shown, children }: { stock: string; number: number; shown: ReadonlySet<number>; children: ReactNode }) {
  if (shown.has(number)) return <a href={`#no-${number}`}>{children}</a>;
  return <Link to={`/register?${new URLSearchParams({ tab: "book", period: "all", stock })}#no-${number}`}>{children}</Link>;
}

function Patient({ row, onlyPatient }: { row: BookRow; onlyPatient: OnlyPatient }) {
  const t = useTexts();
  const mayKnow = useMay("read_people");
  const mayRead = useMay("read_records");
  const { patient = "", session } = row;
  const name = row.patient_name ?? t("person_unnamed", { id: patient.slice(0, 8) });
  return (
    <div>
      {mayKnow ? <Link to={`/people/${patient}`}>{name}</Link> : name}
      {session && mayRead && <> · <Link to={`/sessions/${session}`}>{t("session")}</Link></>}
      {onlyPatient && <button type="button" className={styles["only"]} onClick={() => onlyPatient(patient)} aria-label={t("show_only", { name })} title={t("show_only", { name })}><Icon name="search" size={16} /></button>}
    </div>
  );
}

function Who({ row }: { row: BookRow }) {
  const t = useTexts();
  const staffName = useStaffName();
  const people: readonly (readonly [string, string | undefined])[] = [
    [t("who.prescriber"), row.prescriber], [t("who.prepared_by"), row.prepared_by],
    [t(row.kind === "issued" ? "who.given_by" : "who.entered_by"), row.who], [t("who.witness"), row.witness],
  ];
  return (
    <dl className={styles["facts"]}>
      {people.filter(([, id]) => id).map(([role, id]) => <div key={role}><dt>{role}</dt><dd>{staffName(id)}</dd></div>)}
    </dl>
  );
}
