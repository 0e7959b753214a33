import { useFormats } from "../lib/format";
import styles from "./TimeChart.module.css";
import { useCommonTexts } from "./texts";

export type Series = { name: string; unit?: string; points: readonly { at: string; value: number }[] };
export type Moment = { at: string; label: string };

type Scale = { min: number; max: number };

function scaleOf(values: readonly number[]): Scale {
  if (values.length === 0) return { min: 0, max: 1 };
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const room = (max - min || Math.abs(max) || 1) * 0.1;
  return { min: min - room, max: max + room };
}

const place = (value: number, { min, max }: Scale): number => ((value - min) / (max - min || 1)) * 100;

/** A course of values in the size of a word; its text says from what to what. */
export function Sparkline({ series }: { series: Series }) {
  const format = useFormats();
  const { points } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const times = { min: Date.parse(first.at), max: Date.parse(last.at) };
  const values = scaleOf(points.map((point) => point.value));
  const line = points.map(({ at, value }) => `${place(Date.parse(at), times)},${100 - place(value, values)}`).join(" ");
  const words = `${series.name}: ${format.number(first.value)} → ${format.number(last.value)} ${series.unit ?? ""}`;
  return (
    <svg className={styles["spark"]} viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={words}>
      <polyline className={styles["line"]} data-series="0" points={line} />
    </svg>
  );
}

type TimeChartProps = { title: string; series: readonly Series[]; moments?: readonly Moment[] };

/** Up to three series on one axis of time, with moments (the dose, an event) as lines; the same as a table below. */
export function TimeChart({ title, series, moments = [] }: TimeChartProps) {
  const t = useCommonTexts();
  const format = useFormats();
  const all = series.flatMap((each) => each.points);
  const instants = [...all, ...moments].map(({ at }) => Date.parse(at));
  if (instants.length === 0) return null;
  const times: Scale = { min: Math.min(...instants), max: Math.max(...instants) };
  if (times.min === times.max) times.max += 60_000;
  const values = scaleOf(all.map((point) => point.value));
  const x = (at: string): string => `${6 + place(Date.parse(at), times) * 0.92}%`;
  // A word at the right edge is written to the left of its line.
  const late = (at: string): boolean => place(Date.parse(at), times) > 75;
  const y = (value: number): string => `${88 - place(value, values) * 0.82}%`;
  const ticks = [0.1, 0.5, 0.9].map((share) => Math.round(values.min + (values.max - values.min) * share));
  return (
    <figure className={styles["chart"]}>
      <figcaption className={styles["head"]}>
        <strong>{title}</strong>
        <ul className={styles["legend"]}>
          {series.map(({ name, unit }, index) => (
            <li key={name}>
              <svg width="26" height="8" aria-hidden="true"><line className={styles["line"]} data-series={index} x1="1" x2="25" y1="4" y2="4" /></svg>
              {name}{unit && ` (${unit})`}
            </li>
          ))}
        </ul>
      </figcaption>
      <svg className={styles["plot"]} aria-hidden="true" focusable="false">
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles["grid"]} x1="6%" x2="100%" y1={y(tick)} y2={y(tick)} />
            <text className={styles["axis"]} x="0" y={y(tick)} dominantBaseline="middle">{format.number(tick)}</text>
          </g>
        ))}
        {moments.map(({ at, label }) => (
          <g key={at + label}>
            <line className={styles["event"]} x1={x(at)} x2={x(at)} y1="0" y2="88%" />
            <text className={styles["axis"]} x={x(at)} y="0" dx={late(at) ? -4 : 4} textAnchor={late(at) ? "end" : "start"} dominantBaseline="hanging">{label}</text>
          </g>
        ))}
        {series.map(({ name, points }, index) => (
          <g key={name}>
            {points.slice(1).map((point, before) => {
              const from = points[before] ?? point;
              return <line key={point.at} className={styles["line"]} data-series={index} x1={x(from.at)} y1={y(from.value)} x2={x(point.at)} y2={y(point.value)} />;
            })}
            {points.map(({ at, value }) => <circle key={at} className={styles["point"]} data-series={index} cx={x(at)} cy={y(value)} r="4" />)}
          </g>
        ))}
        <text className={styles["axis"]} x="6%" y="100%">{format.date(times.min, "time")}</text>
        <text className={styles["axis"]} x="100%" y="100%" textAnchor="end">{format.date(times.max, "time")}</text>
      </svg>
      <details>
        <summary>{t("as_table")}</summary>
        <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={title}>
          <table className={styles["table"]}>
            <thead><tr><th scope="col">{t("time")}</th><th scope="col">{t("what")}</th><th scope="col">{t("value")}</th></tr></thead>
            <tbody>
              {series.flatMap(({ name, unit, points }) => points.map(({ at, value }) => ({ at, name, value: `${format.number(value)} ${unit ?? ""}` })))
                .concat(moments.map(({ at, label }) => ({ at, name: label, value: "" })))
                .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
                .map(({ at, name, value }) => <tr key={`${at} ${name}`}><td>{format.date(at, "time")}</td><td>{name}</td><td>{value}</td></tr>)}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
