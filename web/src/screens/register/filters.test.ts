import { describe, expect, it } from "vitest";
import { address, asked, daysOf, monthsToClose, narrowed, periodOf, periods, readFilters } from "./filters";

const today = "2026-11-22";
const read = (query: string) => readFilters(new URLSearchParams(query), today);

describe("filters in the address", () => {
  it("are this month where the address says nothing", () => {
    expect(read("")).toEqual({ from: "2026-11-01", to: today, medicine: "", stock: "", patient: "", place: "" });
    expect(narrowed(read(""))).toBe(false);
  });
  it("ask only for what is filled in", () => {
    expect(asked(read("place=safe"))).toBe("from=2026-11-01&to=2026-11-22&place=safe");
    expect(asked(read("period=all&medicine=Ketamin+50"))).toBe("medicine=Ketamin+50");
  });
  it("come back from the address as they went into it", () => {
    const shown = ["", "period=all", "from=2026-10-01&to=2026-10-31", "from=2026-10-01", "period=all&to=2026-05-01", "stock=a&patient=b&place=room-1&medicine=M"];
    for (const query of shown) {
      const filters = read(query);
      expect(readFilters(new URLSearchParams(address(filters, today)), today), query).toEqual(filters);
    }
  });
  it("leave the address bare for this month", () => expect(address(read("from=2026-11-01&to=2026-11-22"), today)).toBe(""));
  it("pass over what is no day", () => expect(read("from=yesterday&to=2026-13-40")).toMatchObject({ from: "2026-11-01" }));
});

describe("periods", () => {
  it("are known again", () => {
    for (const period of periods) expect(periodOf({ ...read(""), ...daysOf(period, "2026-11-18") }, "2026-11-18")).toBe(period);
    expect(periodOf(read("from=2026-03-03&to=2026-03-04"), today)).toBe("");
  });
  it("reach over the turn of the year", () => expect(daysOf("last_month", "2027-01-05")).toEqual({ from: "2026-12-01", to: "2026-12-31" }));
});

describe("months to close", () => {
  it("begin after the last closed one", () => expect(monthsToClose(today, "2026-08-31")).toEqual(["2026-09-01", "2026-10-01"]));
  it("are none when all are closed", () => expect(monthsToClose(today, "2026-10-31")).toEqual([]));
  it("begin with the last one where none was closed yet", () => {
    expect(monthsToClose("2027-01-05", undefined).slice(0, 2)).toEqual(["2026-12-01", "2026-11-01"]);
    expect(monthsToClose(today, undefined)).toHaveLength(12);
  });
});
