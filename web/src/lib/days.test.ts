import { describe, expect, it } from "vitest";
import { addDays, daysBetween, instantsOf, isDay, localTime, minuteOf, mondayOf, timeOf, weekday } from "./days";

const prague = "Europe/Prague";

describe("days", () => {
  it("knows Mondays", () => {
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(weekday("2026-11-22")).toBe(6);
  });
  it("counts over months, leap days and clock changes", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  });
  it("tells a day from other texts", () => {
    expect(["2026-11-22", "2026-13-01", "yesterday", "", null].map(isDay)).toEqual([true, false, false, false, false]);
  });
  it("reads and writes times of the day", () => {
    expect(minuteOf("2026-11-22T09:05")).toBe(545);
    expect(timeOf(545)).toBe("09:05");
  });
});

describe("local times", () => {
  it("are those of the clinic's wall", () => {
    expect(localTime("2026-11-22T23:30:00Z", prague)).toBe("2026-11-23T00:30");
    expect(localTime("2026-07-01T10:00:00Z", "Europe/Kyiv")).toBe("2026-07-01T13:00");
  });
  it("happen once", () => expect(instantsOf("2026-11-22T14:30", prague)).toEqual([Date.parse("2026-11-22T13:30:00Z")]));
  it("do not happen when clocks are set forward", () => expect(instantsOf("2027-03-28T02:30", prague)).toEqual([]));
  it("happen twice when clocks are set back", () => {
    expect(instantsOf("2026-10-25T02:30", prague)).toEqual([Date.parse("2026-10-25T00:30:00Z"), Date.parse("2026-10-25T01:30:00Z")]);
  });
});
