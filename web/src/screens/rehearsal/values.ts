import type { Shape } from "../../api/shapes";
import { chosen, number, text, type Partly } from "../steps/values";

export type TroubleValues = { kind: Shape<"TroubleKind"> | ""; at_min: string; for_min: string };
export type RehearsalValues = {
  session: string; course: string; patient: string; name: string; sex: Shape<"Sex"> | ""; age_years: string; weight_kg: string; agreed_touch: Shape<"Touch"> | ""; speed: string; room: string;
  troubles: TroubleValues[]; seed: string;
};

export const troubleKinds = ["pressure_crisis", "vomiting", "panic", "desaturation", "monitor_lost", "network_lost"] as const satisfies readonly Shape<"TroubleKind">[];
export const noTrouble: TroubleValues = { kind: "", at_min: "20", for_min: "10" };

export const rehearsalForm = (v: RehearsalValues): Partly<Shape<"RehearsalForm">> => ({
  name: text(v.name), sex: chosen(v.sex), age_years: number(v.age_years), weight_kg: number(v.weight_kg), agreed_touch: chosen(v.agreed_touch), speed: v.speed === "half" ? 1 : number(v.speed), ...(v.speed === "half" ? { slower: 2 } : {}), seed: number(v.seed),
  troubles: v.troubles.flatMap(({ kind, at_min, for_min }) => (kind === "" ? [] : [{ kind, at_min: number(at_min), for_min: number(for_min) }])),
});
