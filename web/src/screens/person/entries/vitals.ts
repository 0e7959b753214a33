import type { Shape } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { useTerms } from "../../../parts/texts";

type Vitals = Shape<"Vitals">;

const units = {
  systolic_mmhg: "mmhg", diastolic_mmhg: "mmhg", heart_rate_bpm: "bpm", spo2_percent: "percent", respiratory_rate_per_min: "bpm",
  weight_kg: "kg", height_cm: "cm",
} as const;
const plain = ["heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "sedation_moaas", "dissociation_0_10", "nausea_0_10", "distress_0_10", "weight_kg", "height_cm"] as const;

/** What was measured, each value with its name and unit; the two pressures as one. */
export function useVitalsRows(): (vitals: Vitals) => [name: string, value: string][] {
  const terms = useTerms();
  const format = useFormats();
  return (vitals) => {
    const rows: [string, string][] = [];
    const { systolic_mmhg: high, diastolic_mmhg: low } = vitals;
    if (high !== undefined || low !== undefined) {
      const value = [high, low].map((each) => (each === undefined ? "–" : format.number(each))).join("/");
      rows.push([terms("blood_pressure"), `${value} ${terms("unit.mmhg")}`]);
    }
    for (const name of plain) {
      const value = vitals[name];
      if (value === undefined) continue;
      const unit = name in units ? ` ${terms(`unit.${units[name as keyof typeof units]}`)}` : "";
      rows.push([terms(`measure.${name}`), `${format.number(value, { maximumFractionDigits: 1 })}${unit}`]);
    }
    return rows;
  };
}

/** The same in a line: "132/84 mmHg · heart rate 72 /min". The pressure needs no name. */
export function useVitalsLine(): (vitals: Vitals) => string {
  const rows = useVitalsRows();
  const terms = useTerms();
  return (vitals) => rows(vitals).map(([name, value]) => (name === terms("blood_pressure") ? value : `${name} ${value}`)).join(" · ");
}
