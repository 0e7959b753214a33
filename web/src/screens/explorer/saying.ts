import { useMemo } from "react";
import { useFormats, type Formats } from "../../lib/format";
import { bandAt, nearest, type Drawn, type Line } from "./lines";
import { useTexts, type Texts } from "./texts";

const shares = new Set<Drawn["quantity"]>(["sedated", "unresponsive"]);
const hourMs = 3_600_000;

export type Saying = {
  /** Three digits that say something; of what is a probability, percent. */
  number: (value: number) => string;
  /** The number and its unit apart, to be set in two sizes. */
  parts: (curve: Drawn, value: number) => { number: string; unit: string };
  value: (curve: Drawn, value: number) => string;
  /** Of a band, without the unit; a line does not break in it. */
  range: (curve: Drawn, low: number, high: number) => string;
  between: (curve: Drawn, low: number, high: number) => string;
  name: (line: Line, both: boolean) => string;
  unit: (curve: Drawn) => string;
  after: (hours: number) => string;
  /** What a chart says, in one sentence for each line. */
  peak: (line: Line, times: readonly number[], both: boolean) => string;
};

export const isShare = ({ quantity }: Drawn): boolean => shares.has(quantity);

export function sayings(t: Texts, format: Formats): Saying {
  const number = (value: number): string =>
    Math.abs(value) >= 1000 ? format.number(value, { maximumFractionDigits: 0 }) : format.number(value, { maximumSignificantDigits: 3 });
  const unit = (curve: Drawn): string => t(`unit.${curve.quantity}`);
  const percent = (value: number): string => format.number(value, { style: "percent", maximumFractionDigits: value < 0.1 ? 1 : 0 });
  const value = (curve: Drawn, of: number): string => (Number.isNaN(of) ? t("not_known") : isShare(curve) ? percent(of) : `${number(of)}\u00a0${unit(curve)}`);
  const range = (curve: Drawn, low: number, high: number): string => [low, high].map(isShare(curve) ? percent : number).join("\u2060–\u2060");
  const between = (curve: Drawn, low: number, high: number): string => (isShare(curve) ? range(curve, low, high) : `${range(curve, low, high)}\u00a0${unit(curve)}`);
  const name = ({ name: key, which, site }: Line, both: boolean): string => {
    const curve = t(`curve.${key}` as "curve.ketamine");
    const text = site ? `${curve} (${t(`site.of.${site}`)})` : curve;
    return both ? `${which.toUpperCase()} · ${text}` : text;
  };
  const after = (hours: number): string => format.duration(hours * hourMs).replaceAll(" ", "\u00a0");
  return {
    number, parts: (curve, of) => (Number.isNaN(of) ? { number: t("not_known"), unit: "" } : isShare(curve) ? { number: percent(of), unit: "" } : { number: number(of), unit: unit(curve) }), value, range, between, name, unit, after,
    peak: (line, times, both) => {
      const { curve } = line;
      const what = name(line, both);
      const { maximum, maximum_at_h: at } = curve.summary;
      if (!(maximum > 0)) return t("peak_none", { what });
      const most = value(curve, maximum);
      if (curve.quantity === "drug_points" || curve.quantity === "placebo_points") return t("peak_day", { what, value: most, day: Math.round(at / 24) });
      if (!curve.band) return t("peak", { what, value: most, time: after(at) });
      const { low, high } = bandAt(curve.band, nearest(times, at));
      return t("peak_band", { what, value: most, time: after(at), range: between(curve, low, high) });
    },
  };
}

export function useSaying(): Saying {
  const t = useTexts();
  const format = useFormats();
  // The texts are new with each language, as the formats are.
  return useMemo(() => sayings(t, format), [format]);
}
