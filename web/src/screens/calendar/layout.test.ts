import { describe, expect, it } from "vitest";
import { collisions, hoursFor, inLanes, nextFree, online, shownDays, type Row, type Wanted } from "./layout";

function row(id: string, time: string, length_min: number, more: Partial<Row["booking"]["appointment"]> = {}, status: Row["booking"]["status"] = "booked"): Row {
  const starts = `2026-11-23T${time}`;
  return {
    day: "2026-11-23",
    booking: { id, status, starts_at: "2026-11-23T08:00:00.000Z", ends_at: "2026-11-23T09:00:00.000Z", appointment: { kind: "other", starts, length_min, staff: ["anna"], ...more } },
  };
}
const wanted = (more: Partial<Wanted>): Wanted => ({ starts: "2026-11-23T10:00", length_min: 60, staff: ["anna"], room: "a", patient: "", ...more });

describe("lanes", () => {
  it("puts overlapping bookings beside each other and gives the others the whole width", () => {
    const placed = inLanes([row("1", "09:00", 60), row("2", "09:30", 60), row("3", "10:00", 15), row("4", "12:00", 30)]);
    expect(placed.map(({ row: { booking }, lane, lanes }) => [booking.id, lane, lanes])).toEqual([["1", 0, 2], ["2", 1, 2], ["3", 0, 2], ["4", 0, 1]]);
  });
  it("lets one begin where another ends", () => expect(inLanes([row("1", "09:00", 60), row("2", "10:00", 60)]).map(({ lanes }) => lanes)).toEqual([1, 1]));
});

describe("what is shown", () => {
  it("is the working day, longer where something is booked", () => {
    expect(hoursFor([])).toEqual({ first: 8, last: 18 });
    expect(hoursFor([row("1", "06:30", 60), row("2", "18:10", 30)])).toEqual({ first: 6, last: 19 });
  });
  it("leaves out an empty weekend, not today", () => {
    expect(shownDays("2026-11-16", [], "2026-11-18")).toHaveLength(5);
    expect(shownDays("2026-11-16", [], "2026-11-22")).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-22"]);
  });
});

describe("collisions", () => {
  it("tell the room, the person and the staff apart", () => {
    const rows = [row("1", "09:30", 45, { room: "a", staff: ["eva"] }), row("2", "10:30", 45, { patient: "p", staff: ["eva"] }), row("3", "10:55", 60)];
    expect(collisions(wanted({ patient: "p" }), rows).map(({ what }) => what)).toEqual(["room", "patient", "staff"]);
  });
  it("are none online, before, after, for cancelled ones and with oneself", () => {
    const rows = [row("1", "09:00", 60), row("2", "11:00", 60), row("3", "10:00", 60, {}, "cancelled"), row("4", "10:00", 60, { staff: ["eva"] })];
    expect(collisions(wanted({ room: online }), rows)).toEqual([]);
    expect(collisions(wanted({}), [row("5", "10:00", 60)], "5")).toEqual([]);
  });
  it("know the next free time", () => {
    expect(nextFree(wanted({}), [row("1", "09:30", 45), row("2", "11:30", 30)])).toBe("10:15");
    expect(nextFree(wanted({ length_min: 90 }), [row("1", "09:30", 45), row("2", "11:30", 30)])).toBe("12:00");
    expect(nextFree(wanted({ length_min: 600 }), [row("1", "09:30", 600)])).toBeUndefined();
  });
});
