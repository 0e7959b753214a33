import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "../../lib/theme";
import styles from "./explorer.module.css";
import { bandsShown, highest, ticks, type Line } from "./lines";
import { dashes, widths } from "./svg";

export type PlotHandle = { pointAt: (index: number) => void; pointUnder: (clientX: number) => void; leave: () => void };

type PlotProps = {
  times: readonly number[];
  timeMarks: readonly { at: number; text: string }[];
  lines: readonly Line[];
  number: (value: number) => string;
  /** The largest value of the axis, where it is not the largest of the curves. */
  top?: number | undefined;
  /** Charts with the same axis of time point at the same moment. */
  together?: string;
  onPoint: (index: number | undefined) => void;
  ref?: Ref<PlotHandle>;
};

const watched = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

/** Counts up when the colours of the page become others. */
function useColours(): number {
  const theme = useTheme();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const queries = watched.map((query) => window.matchMedia(query));
    const changed = (): void => setCount((before) => before + 1);
    for (const query of queries) query.addEventListener("change", changed);
    return () => queries.forEach((query) => query.removeEventListener("change", changed));
  }, []);
  useEffect(() => setCount((before) => before + 1), [theme]);
  return count;
}

/** The colour that the page's styles give to a tone: themes and forced colours come for nothing. */
function colourOf(box: HTMLElement, tone: string): string {
  const probe = document.createElement("span");
  probe.dataset["tone"] = tone;
  box.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const faint = (colour: string, share: number): string => `color-mix(in srgb, ${colour} ${share}%, transparent)`;

/** Curves on a canvas. What it shows stands in words and as a table beside it: see Chart. */
export function Plot({ times, timeMarks, lines, number, top, together, onPoint, ref }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const colours = useColours();
  const pointed = useRef(onPoint);
  pointed.current = onPoint;

  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const place = box.current;
    if (!place || size.width === 0) return;
    const [ink, grid, surface] = [colourOf(place, "axis"), colourOf(place, "grid"), colourOf(place, "surface")];
    const font = `500 ${size.width < 420 ? 12 : 13}px ${getComputedStyle(place).fontFamily}`;
    const withBands = bandsShown(lines);
    const marks = ticks(top ?? highest(lines));

    const data: (readonly (number | null)[])[] = [times];
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    // Areas first, so that no area lies on a line.
    for (const { curve: { band }, tone } of withBands ? lines : []) {
      if (!band) continue;
      const colour = colourOf(place, tone);
      const from = data.push(band.p95, band.p05, band.p50) - 3;
      bands.push({ series: [from, from + 1], fill: faint(colour, 15) });
      const edge = { stroke: "transparent", width: 0, pxAlign: 0, points: { show: false } };
      series.push(edge, edge, { stroke: faint(colour, 80), width: 1, dash: [1, 3], pxAlign: 0, points: { show: false } });
    }
    const firstLine = series.length;
    const drawn = lines.map(({ tone }) => colourOf(place, tone));
    for (const [at, { curve: { typical }, tone, which }] of lines.entries()) {
      data.push(typical.map((value) => (Number.isNaN(value) ? null : value)));
      series.push({ stroke: drawn[at], width: widths[which], dash: [...(dashes[tone] ?? [])], cap: dashes[tone]?.[0] === 1 ? "round" : "butt", pxAlign: 0, points: { show: false } });
    }

    const made = new uPlot(
      {
        width: size.width,
        height: size.height,
        // Whole pixels would make steps of a slow curve.
        pxAlign: 0,
        padding: [10, 10, 0, 0],
        scales: {
          x: { time: false },
          y: { range: [0, marks.at(-1) ?? 1] },
        },
        axes: [
          { stroke: ink, font, size: 30, gap: 6, grid: { show: false }, ticks: { stroke: grid, width: 1, size: 5 }, splits: () => timeMarks.map(({ at }) => at), values: () => timeMarks.map(({ text }) => text) },
          { stroke: ink, font, size: (_, values) => Math.max(28, ...(values ?? []).map((text) => text.length * 7.6 + 14)), gap: 8, grid: { stroke: grid, width: 1 }, ticks: { show: false }, splits: () => marks, values: () => marks.map(number) },
        ],
        legend: { show: false },
        cursor: {
          y: false,
          drag: { x: false, y: false },
          // A dot on each line, none on the edges of the areas.
          points: { size: (_, at) => (at < firstLine ? 0 : 9), width: (_, at) => (at < firstLine ? 0 : 2), stroke: surface, fill: (_, at) => drawn[at - firstLine] ?? ink },
          ...(together ? { sync: { key: together, scales: ["x", null] } } : {}),
        },
        series,
        bands,
        hooks: { setCursor: [(u) => pointed.current(u.cursor.idx ?? undefined)] },
      },
      data as unknown as uPlot.AlignedData,
      place,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [times, timeMarks, lines, number, top, together, size, colours]);

  useImperativeHandle(ref, () => ({
    pointAt: (index) => {
      const u = plot.current;
      const time = u?.data[0][index];
      if (u && time !== undefined) u.setCursor({ left: u.valToPos(time, "x"), top: u.rect.height / 2 });
    },
    pointUnder: (clientX) => {
      const u = plot.current;
      if (u) u.setCursor({ left: clientX - u.over.getBoundingClientRect().left, top: u.over.clientHeight / 2 });
    },
    leave: () => plot.current?.setCursor({ left: -10, top: -10 }),
  }), []);

  return <div ref={box} className={styles["plot"]} />;
}
