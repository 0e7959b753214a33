import { describe, expect, it } from "vitest";
import { formats, parseNumber } from "./format";

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
const czech = formats("cs", "Europe/Prague");

describe("dates", () => {
  it("shows an instant as the clinic's clock does, on both sides of the change of time", () => {
    expect(plain(czech.date("2026-03-29T00:30:00Z", "time"))).toBe("01:30");
    expect(plain(czech.date("2026-03-29T01:30:00Z", "time"))).toBe("03:30");
    expect(plain(czech.date("2026-10-25T00:30:00Z", "time"))).toBe("02:30");
    expect(plain(czech.date("2026-10-25T01:30:00Z", "time"))).toBe("02:30");
  });
  it("keeps a plain date on its day", () => {
    expect(plain(czech.date("2026-11-22"))).toBe("22. 11. 2026");
    expect(plain(formats("uk", "America/New_York").date("2026-11-22", "longDate"))).toContain("22 листопада 2026");
  });
});

describe("durations", () => {
  const hour = 3_600_000;
  it("says the two units that matter", () => {
    expect(plain(czech.duration(6 * hour + 20 * 60_000))).toBe("6 h");
    expect(plain(czech.duration(2 * hour + 10 * 60_000))).toBe("2 h 10 min");
    expect(plain(czech.duration(-40 * 60_000))).toBe("40 min");
    expect(plain(czech.duration(26 * hour))).toBe("1 den 2 h");
    expect(plain(czech.duration(80 * hour))).toBe("3 dny");
  });
});

describe("parseNumber", () => {
  it("reads what people write, and nothing else", () => {
    expect(parseNumber("36,6")).toBe(36.6);
    expect(parseNumber(" 1 250 ")).toBe(1250);
    expect(parseNumber("-0.5")).toBe(-0.5);
    expect(parseNumber("")).toBeNull();
    for (const text of ["1,2,3", "7 kg", "1e3", "0x10", "NaN", "--1"]) expect(parseNumber(text), text).toBeUndefined();
  });
});
