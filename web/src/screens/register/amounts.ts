import type { Formats } from "../../lib/format";

/**
 * Amounts are whole micrograms wherever they are added or compared. Milligrams are for reading and typing, and for what is
 * sent: they are made from the digits, never by adding fractions.
 */

/** "12,5" → 12500. Empty is null; undefined is no amount, or one finer than a microgram. */
export function parseMicrograms(typed: string): number | null | undefined {
  const tidy = typed.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (tidy === "") return null;
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(tidy);
  if (!found) return undefined;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  if (fraction.length > 3) return undefined;
  return Number(found[1]) * 1000 + Number(fraction.padEnd(3, "0"));
}

/** "12" → 12. Empty is null; undefined is no whole number. */
export function parseWhole(typed: string): number | null | undefined {
  const tidy = typed.replace(/[\s\u00a0\u202f]/g, "");
  if (tidy === "") return null;
  return /^\d{1,6}$/.test(tidy) ? Number(tidy) : undefined;
}

/** The number that stands for it in what is sent: at most three decimals. */
export const toMilligrams = (micrograms: number): number => micrograms / 1000;

/** Back from a number of milligrams, which came from at most three decimals. */
export const fromMilligrams = (milligrams: number): number => Math.round(milligrams * 1000);

/** 12500 → "12.5": what somebody could have typed. */
export function typedMilligrams(micrograms: number): string {
  const digits = String(Math.abs(micrograms)).padStart(4, "0");
  const fraction = digits.slice(-3).replace(/0+$/, "");
  return `${micrograms < 0 ? "-" : ""}${digits.slice(0, -3)}${fraction && `.${fraction}`}`;
}

/** Thousandths of a millilitre that hold so much, rounded once. */
export function microlitres(micrograms: number, strengthMgPerMl: number): number {
  const strength = fromMilligrams(strengthMgPerMl);
  return strength === 0 ? 0 : Math.round((micrograms * 1000) / strength);
}

export const sum = (amounts: readonly number[]): number => amounts.reduce((all, each) => all + each, 0);

export type Amounts = {
  /** "12,5" */
  plain: (micrograms: number) => string;
  /** "+12,5", "−3", "0" */
  signed: (micrograms: number) => string;
  millilitres: (micrograms: number, strengthMgPerMl: number) => string;
};

export function amounts(format: Formats): Amounts {
  const digits = { maximumFractionDigits: 3 } as const;
  const plain = (micrograms: number): string => format.number(toMilligrams(micrograms), digits).replace(/^-/, "−");
  return {
    plain,
    signed: (micrograms) => (micrograms > 0 ? `+${plain(micrograms)}` : plain(micrograms)),
    millilitres: (micrograms, strength) => format.number(microlitres(micrograms, strength) / 1000, digits),
  };
}
