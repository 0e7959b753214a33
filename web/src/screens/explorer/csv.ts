import { placeboFrom, type Answer, type Which } from "./lines";
import type { DaysAfter } from "./types";

type Cell = string | number | undefined;

function cell(value: Cell): string {
  if (value === undefined) return "";
  const text = typeof value === "number" ? String(Number(value.toPrecision(8))) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const rows = (heads: readonly string[], body: readonly (readonly Cell[])[]): string => [heads, ...body].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

/** Every curve under its own name (RFC 4180, numbers with a point): the typical one, then the bands where there are any. */
export function curvesCsv(answers: readonly Answer[]): string {
  const names = [...new Set(answers.flatMap(({ simulation }) => simulation.curves.flatMap(({ name, band }) => (band ? [name, `${name}_p05`, `${name}_p50`, `${name}_p95`] : [name]))))];
  const body = answers.flatMap(({ which, simulation }) => {
    const columns = new Map<string, readonly number[]>();
    for (const { name, typical, band } of simulation.curves) {
      columns.set(name, typical);
      if (band) for (const each of ["p05", "p50", "p95"] as const) columns.set(`${name}_${each}`, band[each]);
    }
    return simulation.times_h.map((time, at): Cell[] => [which, simulation.model, time, ...names.map((name) => columns.get(name)?.[at])]);
  });
  return rows(["regimen", "model", "time_h", ...names], body);
}

export function daysCsv(all: readonly { which: Which; days: DaysAfter }[]): string {
  const body = all.flatMap(({ which, days }) =>
    days.times_d.map((time, at): Cell[] => [which, time, days.drug_points[at], days.drug_band.p05[at], days.drug_band.p50[at], days.drug_band.p95[at], time < placeboFrom ? undefined : days.placebo_points[at]]));
  return rows(["regimen", "time_d", "drug_points", "drug_points_p05", "drug_points_p50", "drug_points_p95", "placebo_points"], body);
}

/** Hands a text to the browser as a file. */
export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
