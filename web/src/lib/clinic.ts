import type { PublicClinic } from "../api/types";
import { setClinicZone } from "./format";
import { makeStore, useStore } from "./store";

export type Clinic = Pick<PublicClinic, "name" | "zone" | "answer_within_hours" | "indications">;

/** Until the server has said otherwise. */
const clinic = makeStore<Clinic>({ name: "Afterglow", zone: "Europe/Prague", answer_within_hours: 48, indications: [] });

export const useClinic = (): Clinic => useStore(clinic);

export function knowClinic(known: Partial<Clinic>): void {
  if (known.zone) setClinicZone(known.zone);
  clinic.set((before) => ({ ...before, ...known }));
}
