import type { ExpectedCourse, ExpectedCurve } from "../../api/live";

/** The one axis of time of the room, and what is laid on it. Times are milliseconds, places shares of the width. */

const minute = 60_000;

export type Span = { from: number; to: number };

/** From a little before the first thing to a little after the last; with a dose at least its first hour, in a faster life less. */
export function spanOf(times: readonly number[], dose: number | undefined, ahead: readonly number[] = [], faster = 1): Span | undefined {
  const all = [...times, ...ahead, ...(dose === undefined ? [] : [dose])].filter(Number.isFinite);
  if (all.length === 0) return undefined;
  const first = Math.min(...all);
  const last = Math.max(...all, dose === undefined ? first + (30 * minute) / faster : dose + (60 * minute) / faster);
  return { from: first - (3 * minute) / faster, to: last + (3 * minute) / faster };
}

export const share = (at: number, { from, to }: Span): number => (at - from) / (to - from || 1);

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240];

/** Round distances from the dose, as many as fit without touching; without a dose none. */
export function ticks(span: Span, dose: number | undefined, most: number): number[] {
  if (dose === undefined) return [];
  const step = (steps.find((each) => (span.to - span.from) / (each * minute) <= most) ?? 480) * minute;
  const found: number[] = [];
  for (let at = dose + Math.ceil((span.from - dose) / step) * step; at <= span.to; at += step) found.push(at);
  return found;
}

/** Values on a round scale: its ends, and lines between them. */
export type Scale = { min: number; max: number; lines: number[] };

export function scaleOf(values: readonly number[], least: { min: number; max: number }, step: number): Scale {
  const finite = values.filter(Number.isFinite);
  const min = Math.floor(Math.min(least.min, ...finite) / step) * step;
  const max = Math.ceil(Math.max(least.max, ...finite) / step) * step;
  const lines: number[] = [];
  for (let at = min; at <= max; at += step) lines.push(at);
  return { min, max, lines };
}

export const height = (value: number, { min, max }: Scale): number => 1 - (value - min) / (max - min || 1);

export type Band = { at: number; low: number; middle: number; high: number }[];

/** A curve of the model from the dose on, on top of what the person had before it. */
export function bandOf(course: Pick<ExpectedCourse, "minutes">, curve: ExpectedCurve, dose: number, baseline = 0): Band {
  return course.minutes.flatMap((after, index) => {
    const [low, middle, high] = [curve.p05[index], curve.p50[index], curve.p95[index]];
    if (low === undefined || middle === undefined || high === undefined) return [];
    return [{ at: dose + after * minute, low: baseline + low, middle: baseline + middle, high: baseline + high }];
  });
}

/** The part of a band that is in view; at its ends the next point outside, so that it reaches the edge. */
export function inView(band: Band, { from, to }: Span): Band {
  const first = Math.max(0, band.findLastIndex(({ at }) => at <= from));
  const after = band.findIndex(({ at }) => at >= to);
  return band.slice(first, after < 0 ? undefined : after + 1);
}

/** A line breaks where nothing was measured for longer than this. */
export function pieces<P extends { at: number }>(points: readonly P[], gap: number): P[][] {
  const found: P[][] = [];
  for (const point of points) {
    const current = found.at(-1);
    const before = current?.at(-1);
    if (current && before && point.at - before.at <= gap) current.push(point);
    else found.push([point]);
  }
  return found;
}

/** At most about `most` points: of each stretch the first, the highest and the lowest stay, so that no peak is lost. */
export function thin<P extends { at: number; value: number }>(points: readonly P[], most: number): P[] {
  if (points.length <= most) return [...points];
  const size = Math.ceil((points.length * 2) / most);
  const found: P[] = [];
  for (let at = 0; at < points.length; at += size) {
    const stretch = points.slice(at, at + size);
    const low = stretch.reduce((a, b) => (b.value < a.value ? b : a));
    const high = stretch.reduce((a, b) => (b.value > a.value ? b : a));
    found.push(...[...new Set([low, high])].sort((a, b) => a.at - b.at));
  }
  return found;
}

/** The point nearest to a moment, if it is no further away than `within`. */
export function nearest<P extends { at: number }>(points: readonly P[], moment: number, within: number): P | undefined {
  let found: P | undefined;
  for (const point of points) if (Math.abs(point.at - moment) <= within && (!found || Math.abs(point.at - moment) < Math.abs(found.at - moment))) found = point;
  return found;
}
