import { describe, expect, it } from "vitest";
import { ageOn, dayOf } from "./reference";

describe("ageOn", () => {
  it("counts whole years", () => {
    expect(ageOn("1984-11-23", "2026-11-22")).toBe(41);
    expect(ageOn("1984-11-22", "2026-11-22")).toBe(42);
    expect(ageOn("2004-02-29", "2026-02-28")).toBe(21);
    expect(ageOn("2004-02-29", "2026-03-01")).toBe(22);
  });
});

describe("dayOf", () => {
  it("is the day on the clinic's wall", () => {
    expect(dayOf("2026-11-21T23:30:00.000Z", "Europe/Prague")).toBe("2026-11-22");
    expect(dayOf("2026-11-21T22:30:00.000Z", "Europe/Prague")).toBe("2026-11-21");
  });
});
