import { bandsShown, highest, ticks, type Line } from "./lines";

/** How a line looks, beside its colour: A drawn through or in long dashes, B in short ones. */
export const dashes: Record<string, readonly number[]> = {
  a0: [], a1: [14, 5], a2: [14, 4, 2, 4], a3: [9, 3], a4: [9, 3, 2, 3], a5: [18, 3],
  b0: [4, 4], b1: [1, 5], b2: [6, 3, 1, 3, 1, 3], b3: [2, 2], b4: [5, 2, 1, 2], b5: [1, 3],
};
export const widths = { a: 2.5, b: 2.25 } as const;

/** On paper: the light theme's colours. */
const colours: Record<string, string> = {
  a0: "#6a2c5a", a1: "#c2553a", a2: "#8a6410", a3: "#a23b6e", a4: "#4f3a2c", a5: "#7a6a1c",
  b0: "#0f6b6b", b1: "#2f5aa8", b2: "#476a1c", b3: "#2b7a4b", b4: "#51508f", b5: "#1f6f93",
};

export type Picture = {
  title: string;
  /** Regimens, person, model: what a picture that has left the screen must still say. */
  lines: readonly string[];
  unit: string;
  times: readonly number[];
  timeMarks: readonly { at: number; text: string }[];
  timeUnit: string;
  curves: readonly { line: Line; label: string }[];
  top?: number | undefined;
  number: (value: number) => string;
};

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A chart as a picture of its own: lines and areas stay lines and areas, sharp at any size. */
export function svgOf({ title, lines, unit, times, timeMarks, timeUnit, curves, top, number }: Picture): string {
  const [width, plotHeight, left, right] = [960, 400, 72, 24];
  const head = 64 + lines.length * 20;
  const legend = curves.length * 22;
  const height = head + plotHeight + 48 + legend + 12;
  const marks = ticks(top ?? highest(curves.map(({ line }) => line)));
  const most = marks.at(-1) ?? 1;
  const [first = 0, last = 1] = [times[0], times.at(-1)];
  const x = (time: number): number => left + ((time - first) / (last - first || 1)) * (width - left - right);
  const y = (value: number): number => head + plotHeight - (value / most) * plotHeight;
  const point = (time: number, value: number): string => `${x(time).toFixed(1)},${y(value).toFixed(1)}`;
  const path = (values: readonly number[]): string =>
    values.map((value, at) => (Number.isNaN(value) ? "" : `${at === 0 || Number.isNaN(values[at - 1]) ? "M" : "L"}${point(times[at] ?? 0, value)}`)).join("");
  const stroke = (tone: string): string => `fill="none" stroke="${colours[tone] ?? "#000"}" stroke-linejoin="round"`;
  const dashed = (tone: string): string => (dashes[tone]?.length ? ` stroke-dasharray="${dashes[tone].join(" ")}"` : "");
  const shown = bandsShown(curves.map(({ line }) => line));

  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14" fill="#2d1f2b">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fffdfa"/>`,
    `<text x="24" y="38" font-size="22" font-weight="600">${escape(title)}</text>`,
    ...lines.map((line, at) => `<text x="24" y="${64 + at * 20}" fill="#5a4855">${escape(line)}</text>`),
    ...marks.map((mark) => `<line x1="${left}" x2="${width - right}" y1="${y(mark).toFixed(1)}" y2="${y(mark).toFixed(1)}" stroke="#e6dacd"/><text x="${left - 10}" y="${(y(mark) + 5).toFixed(1)}" text-anchor="end">${escape(number(mark))}</text>`),
    `<text x="${left}" y="${head - 12}" fill="#5a4855">${escape(unit)}</text>`,
    ...timeMarks.map(({ at, text }) => `<text x="${x(at).toFixed(1)}" y="${head + plotHeight + 22}" text-anchor="middle">${escape(text)}</text>`),
    `<text x="${width - right}" y="${head + plotHeight + 42}" text-anchor="end" fill="#5a4855">${escape(timeUnit)}</text>`,
  ];
  for (const { line: { curve, tone } } of curves) {
    if (!curve.band || !shown) continue;
    const back = curve.band.p05.map((value, at) => point(times[at] ?? 0, value)).reverse().join("L");
    parts.push(`<path d="${path(curve.band.p95)}L${back}Z" fill="${colours[tone] ?? "#000"}" fill-opacity="0.14"/>`);
    parts.push(`<path d="${path(curve.band.p50)}" ${stroke(tone)} stroke-width="1" stroke-opacity="0.8" stroke-dasharray="1 3"/>`);
  }
  for (const { line: { curve, tone, which } } of curves) parts.push(`<path d="${path(curve.typical)}" ${stroke(tone)} stroke-width="${widths[which]}"${dashed(tone)}/>`);
  for (const [at, { line: { tone, which }, label }] of curves.entries()) {
    const middle = head + plotHeight + 60 + at * 22;
    parts.push(`<line x1="${left}" x2="${left + 40}" y1="${middle}" y2="${middle}" ${stroke(tone)} stroke-width="${widths[which]}"${dashed(tone)}/><text x="${left + 52}" y="${middle + 5}">${escape(label)}</text>`);
  }
  return `${parts.join("\n")}\n</svg>\n`;
}
