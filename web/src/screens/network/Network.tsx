import { Fragment } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { catalogue } from "../../lib/i18n";
import { useRead } from "../../lib/read";
import type texts from "../../locales/en/network.json";
import { Page } from "../../parts/Page";
import { Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import styles from "./network.module.css";

const useTexts = catalogue<typeof texts>("network");

type Data = Shape<"NetworkFigures">;
type Line = Shape<"NetworkLine">;
type Cell = Shape<"NetworkCell">;

const figures = ["inquiries_open", "inquiries_answered", "courses", "endings", "changes", "scales", "alarms"] as const;

/** Of no clinic anything but zeros: such a line only takes up room. */
const isEmpty = ({ clinics }: Line): boolean => clinics.every(({ count }) => count === 0);

export default function Network() {
  const t = useTexts();
  const read = useRead<Data>("/api/v1/network/figures");
  return (
    <Page title={t("title")} lead={read.data && t("lead", { most: read.data.smallest_count - 1 })} wide>
      <Reading of={read} lines={9}>{(data) => <Table data={data} />}</Reading>
    </Page>
  );
}

function Table({ data }: { data: Data }) {
  const t = useTexts();
  const lines = data.lines.filter((line) => !isEmpty(line));
  if (lines.length === 0) return <p>{t("nothing")}</p>;
  return (
    <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t("title")}>
      <table className={styles["table"]}>
        <caption className="hidden-text">{t("title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("what")}</th>
            {data.clinics.map(({ name }) => <th key={name} scope="col">{name}</th>)}
            <th scope="col">{t("all")}</th>
          </tr>
        </thead>
        {figures.map((figure) => {
          const own = lines.filter((line) => line.figure === figure);
          return own.length > 0 && (
            <tbody key={figure}>
              <tr><th scope="rowgroup" colSpan={data.clinics.length + 2} className={styles["group"]}>{t(`figure.${figure}`)}</th></tr>
              {own.map((line) => <Row key={`${line.category} ${line.detail ?? ""} ${line.week ?? ""}`} line={line} />)}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

function Row({ line }: { line: Line }) {
  const name = useName();
  return (
    <tr>
      <th scope="row">{name(line)}</th>
      {line.clinics.map((cell, at) => <td key={at}><Count cell={cell} /></td>)}
      <td><strong><Count cell={line.total} /></strong></td>
    </tr>
  );
}

function Count({ cell }: { cell: Cell }) {
  const t = useTexts();
  const format = useFormats();
  if (cell.count === undefined) return <span className={styles["hidden"]}>{t("hidden")}</span>;
  return (
    <Fragment>
      {cell.count}
      {cell.before_mean !== undefined && cell.after_mean !== undefined && (
        <small className={styles["means"]}>{t("of", { before: format.number(cell.before_mean), after: format.number(cell.after_mean) })}</small>
      )}
    </Fragment>
  );
}

/** What a line counts, in words; a scale is called by its own name. */
function useName(): (line: Line) => string {
  const t = useTexts();
  const terms = useTerms();
  const format = useFormats();
  return ({ figure, category, detail, week }) => {
    const word =
      figure === "courses" ? terms(`phase.${category as Shape<"Phase">}`)
      : figure === "endings" ? terms(`ending.${category as Shape<"Ending">}`)
      : figure === "changes" ? terms(`change.${category as Shape<"Change">}`)
      : figure === "scales" ? category
      : t(`category.${category as "late" | "in_time" | "actionable" | "not_actionable" | "not_said" | "not_acknowledged"}`);
    return [word, detail && terms(`status.${detail as Shape<"CourseStatus">}`), week && t("week", { date: format.date(week, "dayMonth") })].filter(Boolean).join(" · ");
  };
}
