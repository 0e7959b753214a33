import { describe, expect, it } from "vitest";
import { formats } from "../../lib/format";
import { amounts, fromMilligrams, microlitres, parseMicrograms, parseWhole, sum, toMilligrams, typedMilligrams } from "./amounts";

describe("an amount as it is typed", () => {
  it("becomes whole micrograms", () => {
    expect(parseMicrograms("12,5")).toBe(12_500);
    expect(parseMicrograms("12.5")).toBe(12_500);
    expect(parseMicrograms("0,001")).toBe(1);
    expect(parseMicrograms("1 250")).toBe(1_250_000);
    expect(parseMicrograms("1\u00a0250,75")).toBe(1_250_750);
    expect(parseMicrograms("0.1000")).toBe(100);
    expect(parseMicrograms("0")).toBe(0);
  });
  it("is refused where it is finer than a microgram, negative or no number", () => {
    for (const typed of ["0.0001", "-5", "+5", "1e3", "abc", "5,", ",5", "1.2.3", "12,5 mg"]) expect(parseMicrograms(typed), typed).toBeUndefined();
    expect(parseMicrograms("  ")).toBeNull();
  });
  it("counts containers in whole numbers", () => {
    expect(parseWhole("12")).toBe(12);
    expect(parseWhole("")).toBeNull();
    expect(parseWhole("1,5")).toBeUndefined();
    expect(parseWhole("-1")).toBeUndefined();
  });
});

describe("micrograms and milligrams", () => {
  it("never drift: every amount there and back is the same", () => {
    for (let micrograms = 0; micrograms < 30_000; micrograms++) {
      expect(parseMicrograms(typedMilligrams(micrograms))).toBe(micrograms);
      expect(fromMilligrams(JSON.parse(JSON.stringify(toMilligrams(micrograms))) as number)).toBe(micrograms);
    }
  });
  it("ten tenths are one", () => {
    const tenths = Array.from({ length: 10 }, () => parseMicrograms("0,1") ?? 0);
    expect(sum(tenths)).toBe(1000);
    expect(typedMilligrams(sum(tenths))).toBe("1");
  });
  it("are sent with at most three decimals", () => {
    expect(JSON.stringify(toMilligrams(100))).toBe("0.1");
    expect(JSON.stringify(toMilligrams(999_999_999))).toBe("999999.999");
    expect(JSON.stringify(toMilligrams((parseMicrograms("0,1") ?? 0) + (parseMicrograms("0,2") ?? 0)))).toBe("0.3");
  });
  it("keep the sign", () => expect(typedMilligrams(-2500)).toBe("-2.5"));
});

describe("millilitres", () => {
  it("follow from the strength", () => {
    expect(microlitres(500_000, 50)).toBe(10_000);
    expect(microlitres(12_500, 10)).toBe(1_250);
    expect(microlitres(1_000, 0.3)).toBe(3_333);
    expect(microlitres(1_000, 0)).toBe(0);
  });
});

describe("amounts as they are read", () => {
  const czech = amounts(formats("cs", "Europe/Prague"));
  const english = amounts(formats("en", "Europe/Prague"));
  it("have up to three decimals, as the language writes them", () => {
    expect(czech.plain(12_500)).toBe("12,5");
    expect(english.plain(12_500)).toBe("12.5");
    expect(english.plain(1)).toBe("0.001");
    expect(czech.plain(1_250_000).replace(/\s/g, " ")).toBe("1 250");
    expect(english.millilitres(500_000, 50)).toBe("10");
  });
  it("say more or less with a sign", () => {
    expect(english.signed(2_500)).toBe("+2.5");
    expect(english.signed(-2_500)).toBe("−2.5");
    expect(english.signed(0)).toBe("0");
  });
});
