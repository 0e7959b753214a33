import { useMemo } from "react";
import type { Shape } from "../api/shapes";
import { useTerms } from "../parts/texts";
import { clinicZone } from "./format";
import { useLanguage } from "./i18n";
import { useRead, type Read } from "./read";

/** The clinic's rules: indications, rooms, insurers, instruments, criteria. */
export const usePolicy = (): Read<Shape<"PolicyPage">> => useRead<Shape<"PolicyPage">>("/api/v1/policy");

/** The policy pack's words in the reader's language. */
export function useWords(): (words: Shape<"Words"> | undefined) => string {
  const language = useLanguage();
  return (words) => words?.[language] ?? "";
}

export const useStaff = (): Read<Shape<"StaffList">> => useRead<Shape<"StaffList">>("/api/v1/staff");

const nobodySignedIn = "00000000-0000-0000-0000-000000000000";
const theProgram = "00000000-0000-0000-0000-000000000001";

/** Who an id stands for. An empty text while the clinic's people are being loaded. */
export function useStaffName(): (id: string | undefined) => string {
  const terms = useTerms();
  const { data } = useStaff();
  const names = useMemo(() => new Map(data?.staff.map(({ id, name }) => [id, name])), [data]);
  return (id) => {
    if (id === undefined) return terms("nobody");
    if (id === nobodySignedIn) return terms("the_public");
    if (id === theProgram) return terms("the_program");
    return names.get(id) ?? (data ? terms("somebody") : "");
  };
}

/** An indication by its code, in words; the code itself where the pack does not know it any more. */
export function useIndicationName(): (code: string | undefined) => string {
  const words = useWords();
  const { data } = usePolicy();
  return (code) => {
    const found = data?.pack.indications.find((each) => each.code === code);
    return found ? words(found.name) : (code ?? "");
  };
}

/** Today by the clinic's calendar, `2026-11-22`. */
export function dayOf(when: number | string, zone: string = clinicZone()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(when));
}

/** Whole years between two plain dates. */
export function ageOn(birthDate: string, day: string): number {
  const [year, ...rest] = birthDate.split("-");
  const [yearNow, ...restNow] = day.split("-");
  return Number(yearNow) - Number(year) - (restNow.join("-") < rest.join("-") ? 1 : 0);
}
