import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useFormats } from "../../lib/format";
import { useLanguage } from "../../lib/i18n";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useCommonTexts } from "../../parts/texts";
import styles from "./explorer.module.css";
import { bandAt, bandsShown, tableRows, timeTicks, type Line } from "./lines";
import { Plot, type PlotHandle } from "./Plot";
import { useSaying } from "./saying";
import { EvidenceChip } from "./Sources";
import { dashes, svgOf, widths } from "./svg";
import { save } from "./csv";
import { useTexts } from "./texts";

export type ChartContext = {
  /** Two regimens are compared: each line says whose it is. */
  both: boolean;
  people: number;
  /** What a picture must say besides its curves. */
  captions: readonly string[];
  fileName: (what: string) => string;
};

type ChartProps = ChartContext & {
  id: string;
  title: string;
  lines: readonly Line[];
  times: readonly number[];
  /** The axis is in days instead of hours. */
  days?: boolean;
  top?: number | undefined;
  small?: boolean;
  /** Says how to read values; once on a page is enough. */
  hint?: boolean;
  children?: ReactNode;
};

const farStep = 10;

/** Curves over time with everything that belongs to them: in words, as a table, with sources, for the keyboard. */
export function Chart({ id, title, lines, times, days = false, top, small = false, hint = false, both, people, captions, fileName, children }: ChartProps) {
  const t = useTexts();
  const common = useCommonTexts();
  const format = useFormats();
  const saying = useSaying();
  const language = useLanguage();
  const ids = useId();
  const plot = useRef<PlotHandle>(null);
  const [at, setAt] = useState<number | undefined>(undefined);
  const first = lines[0]?.curve;
  const [from = 0, until = 0] = [times[0], times.at(-1)];
  const span = until - from;

  const axis = useMemo(() => {
    const marks = days ? timeTicks(span * 24, 8).map((hours) => hours / 24) : timeTicks(span);
    const [scale, unit] = days ? [1, "days"] as const : span <= 2 ? [60, "minutes"] as const : span <= 96 ? [1, "hours"] as const : [1 / 24, "days"] as const;
    return { unit, marks: marks.map((mark) => ({ at: from + mark, text: format.number((from + mark) * scale, { maximumFractionDigits: 2 }) })) };
  }, [from, span, days, format]);
  const share = first ? first.quantity === "sedated" || first.quantity === "unresponsive" : false;
  const axisNumber = useMemo(
    () => (value: number): string => (share ? format.number(value, { style: "percent", maximumFractionDigits: 1 }) : format.number(value, { maximumSignificantDigits: 4 })),
    [share, format],
  );
  if (!first || times.length < 2) return null;

  const last = times.length - 1;
  const withBands = bandsShown(lines) && lines.some(({ curve }) => curve.band);
  const unit = saying.unit(first);
  const moment = (index: number): string => {
    const time = times[index] ?? 0;
    return days ? t("on_day", { day: Math.round(time * 10) / 10 }) : t("after", { time: saying.after(time) });
  };
  const reading = ({ curve }: Line, index: number): string => {
    const value = saying.value(curve, curve.typical[index] ?? 0);
    if (!curve.band) return value;
    const { low, high } = bandAt(curve.band, index);
    return `${value} (${saying.between(curve, low, high)})`;
  };
  /** Without the unit, which stands at the axis. */
  const short = ({ curve }: Line, index: number): string => {
    const value = saying.parts(curve, curve.typical[index] ?? 0).number;
    const band = curve.band && bandAt(curve.band, index);
    return band ? `${value} (${saying.range(curve, band.low, band.high)})` : value;
  };
  const spoken = (index: number): string => `${moment(index)}: ${lines.map((line) => `${saying.name(line, both)} ${reading(line, index)}`).join("; ")}`;

  const warnings = [...new Set(lines.map(({ curve }) => curve.warning?.[language]).filter((each) => each !== undefined))];

  function point(index: number): void {
    const next = Math.max(0, Math.min(last, index));
    setAt(next);
    plot.current?.pointAt(next);
  }
  function press(event: KeyboardEvent): void {
    const step = Math.max(1, Math.round(last / 120));
    const here = at ?? 0;
    const to: Partial<Record<string, number>> = {
      ArrowRight: at === undefined ? 0 : here + step, ArrowUp: here + step, ArrowLeft: here - step, ArrowDown: here - step,
      PageUp: here + step * farStep, PageDown: here - step * farStep, Home: 0, End: last,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    point(index);
  }

  function download(): void {
    const svg = svgOf({
      title, lines: captions, unit, times, timeMarks: axis.marks, timeUnit: t(`axis.${axis.unit}`), top, number: axisNumber,
      curves: lines.map((line) => ({ line, label: `${saying.peak(line, times, both)}` })),
    });
    save(fileName(`${id}.svg`), "image/svg+xml", svg);
  }

  return (
    <figure className={styles["chart"]} aria-labelledby={`${ids}-title`} data-small={small ? "" : undefined}>
      <figcaption className={styles["chartHead"]}>
        <h3 id={`${ids}-title`}>{title}</h3>
        <p className={styles["chips"]}>
          <span className={styles["expected"]}>{t("expected")}</span>
          <EvidenceChip lines={lines} both={both} title={title} />
          {people > 0 && withBands && <span className={styles["chip"]}>{t("simulated", { n: people })}</span>}
        </p>
      </figcaption>
      {children}
      <ul id={`${ids}-says`} className={styles["says"]}>{lines.map((line) => <li key={line.key}>{saying.peak(line, times, both)}</li>)}</ul>
      <p className={styles["yUnit"]} aria-hidden="true">
        <span>{unit}</span>
        <span className={styles["moment"]}>{at !== undefined ? moment(at) : hint ? t("legend_hint") : ""}</span>
      </p>
      <div
        className={styles["plotBox"]}
        role="slider"
        tabIndex={0}
        aria-label={t("move_along", { title })}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? 0}
        aria-valuetext={spoken(at ?? 0)}
        aria-describedby={`${ids}-says ${ids}-table`}
        onKeyDown={press}
        onBlur={() => plot.current?.leave()}
        onPointerMove={(event) => event.pointerType === "touch" && plot.current?.pointUnder(event.clientX)}
      >
        <Plot ref={plot} times={times} timeMarks={axis.marks} lines={lines} number={axisNumber} top={top} {...(days ? {} : { together: "explorer" })} onPoint={setAt} />
      </div>
      <p className={styles["xUnit"]} aria-hidden="true">{t(`axis.${axis.unit}`)}</p>
      <ul className={styles["legend"]} aria-hidden="true">
        {lines.map((line) => (
          <li key={line.key}>
            <Swatch line={line} band={withBands && line.curve.band !== undefined} />
            <span>{saying.name(line, both)}</span>
            {/* There even while nobody points, so that nothing jumps. */}
            <strong data-shown={at === undefined ? undefined : ""}>{short(line, at ?? last)}</strong>
          </li>
        ))}
      </ul>
      <div className={styles["below"]}>
        {warnings.map((text) => <p key={text} className={styles["warning"]}><Icon name="info" size={16} />{text}</p>)}
        {!withBands && lines.some(({ curve }) => curve.band) && <p className={styles["key"]}>{t("key_no_bands")}</p>}
        <details className={styles["table"]}>
          <summary id={`${ids}-table`}>{common("as_table")}</summary>
          <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={title}>
            <table>
              <caption className="hidden-text">{title}. {t("expected")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t(`axis.${axis.unit}`)}</th>
                  {lines.map((line) => <th key={line.key} scope="col">{saying.name(line, both)}{!share && `, ${saying.unit(line.curve)}`}</th>)}
                </tr>
              </thead>
              <tbody>
                {tableRows(times).map((index) => (
                  <tr key={index}>
                    <th scope="row">{days ? format.number(times[index] ?? 0, { maximumFractionDigits: 1 }) : saying.after(times[index] ?? 0)}</th>
                    {lines.map(({ key, curve }) => (
                      <td key={key}>
                        {saying.parts(curve, curve.typical[index] ?? 0).number}
                        {curve.band && <small> ({saying.range(curve, curve.band.p05[index] ?? 0, curve.band.p95[index] ?? 0)})</small>}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
        <Button size="small" kind="quiet" icon={<Icon name="download" size={16} />} onClick={download}>{t("picture")}<span className="hidden-text">: {title}</span></Button>
      </div>
    </figure>
  );
}

/** The line as it is drawn: colour, dash and, where there is one, its band. */
export function Swatch({ line: { tone, which }, band }: { line: Pick<Line, "tone" | "which">; band: boolean }) {
  return (
    <svg className={styles["swatch"]} data-tone={tone} width="34" height="14" aria-hidden="true">
      {band && <rect width="34" height="14" rx="3" fill="currentColor" opacity="0.15" />}
      <line x1="2" x2="32" y1="7" y2="7" stroke="currentColor" strokeWidth={widths[which]} strokeDasharray={dashes[tone]?.join(" ") || undefined} strokeLinecap={dashes[tone]?.[0] === 1 ? "round" : "butt"} />
    </svg>
  );
}
