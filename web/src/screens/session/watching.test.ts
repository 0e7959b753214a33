import { describe, expect, it } from "vitest";
import type { Alarm, ExpectedCurve, PlannedCheck, Stock } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { announced, byAlarm, inOrder, pauseLeft, signalling, signs, worst } from "./alarms";
import { bandOf, height, inView, nearest, pieces, scaleOf, share, spanOf, thin, ticks } from "./axis";
import { checkState, countdown } from "./checks";
import { remainderOf, supplies } from "./stock";
import { beyond, countTouch, touchLedger } from "./touch";

const minute = 60_000;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe("alarms", () => {
  const alarm = (n: number, priority: Alarm["priority"], state: Alarm["state"], at: number): Alarm =>
    ({ alarm: n, rule: "r", source: "typed", priority, unverified: false, state, raised_at: iso(at), escalate_at: iso(at + minute) });
  const all = [alarm(1, "low", "active", 0), alarm(2, "high", "acknowledged", 1), alarm(3, "medium", "latched", 2), alarm(4, "high", "active", 9), alarm(5, "high", "latched", 3)];
  it("stand in the order in which to look at them", () => {
    expect(inOrder(all).map((each) => each.alarm)).toEqual([5, 4, 3, 1, 2]);
  });
  it("signal until somebody acknowledged, also when the condition has gone", () => {
    expect(signalling(all).map((each) => each.alarm)).toEqual([5, 4, 3, 1]);
    expect(worst(all)).toBe("high");
    expect(worst([alarm(1, "high", "acknowledged", 0)])).toBeUndefined();
  });
  it("are told apart without colour", () => {
    expect([signs("high"), signs("medium"), signs("low")]).toEqual(["!!!", "!!", "!"]);
  });
  it("are said aloud once, again when they escalate or remind", () => {
    const first = alarm(1, "high", "active", 0);
    expect(announced(first)).toBe(announced({ ...first, state: "latched" } as Alarm));
    expect(announced(first)).not.toBe(announced({ ...first, escalated_at: iso(5) }));
  });
  it("bring their room to the front", () => {
    expect(byAlarm([{ id: "a" }, { id: "b", alarm: "low" as const }, { id: "c", alarm: "high" as const }]).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });
  it("pause for a time that ends by itself", () => {
    expect(pauseLeft(iso(90_000), 0)).toBe(90);
    expect(pauseLeft(iso(90_000), 90_001)).toBe(0);
    expect(pauseLeft(undefined, 0)).toBe(0);
  });
});

describe("the next check", () => {
  const check: PlannedCheck = { rule: "r", at: iso(15 * minute), overdue_at: iso(18 * minute) };
  it("counts down, is due, and is overdue from its limit on", () => {
    expect(checkState(check, 0)).toEqual({ state: "ahead", seconds: 900 });
    expect(checkState(check, 14 * minute)).toEqual({ state: "soon", seconds: 60 });
    expect(checkState(check, 16 * minute)).toEqual({ state: "due", seconds: -60 });
    expect(checkState(check, 18 * minute)).toEqual({ state: "overdue", seconds: -180 });
    expect(checkState(undefined, 0)).toBeUndefined();
  });
  it("is written as a clock", () => {
    expect([countdown(245), countdown(-65), countdown(3729), countdown(0)]).toEqual(["4:05", "+1:05", "1:02:09", "0:00"]);
  });
});

describe("the touch ledger", () => {
  const mark = (id: string, at: number, data: object, more: object = {}) => ({ id, by: "s", happened_at: iso(at), recorded_at: iso(at), addenda: [], data, ...more }) as unknown as Shape<"Entry_Mark">;
  it("holds touch against what was agreed; nothing agreed means none", () => {
    expect(beyond("hand", "hand")).toBe(false);
    expect(beyond("shoulder", "hand")).toBe(true);
    expect(beyond("hand", undefined)).toBe(true);
    expect(beyond("as_asked", "none", "declined")).toBe(false);
  });
  it("tells what was offered, accepted and declined, newest first, and counts", () => {
    const rows = touchLedger(
      [
        mark("1", 0, { kind: "touch_offered", touch: "hand" }),
        mark("2", 1, { kind: "touch_accepted", touch: "shoulder" }),
        mark("3", 2, { kind: "touch_declined", touch: "shoulder" }),
        mark("4", 3, { kind: "music" }),
        mark("5", 4, { kind: "touch_accepted", touch: "shoulder" }, { corrected_by: "6" }),
        mark("7", 5, { kind: "touch_accepted", touch: "hand", beyond_agreement: true }),
      ],
      "hand",
    );
    expect(rows.map(({ id }) => id)).toEqual(["7", "3", "2", "1"]);
    expect(countTouch(rows)).toEqual({ offered: 1, accepted: 2, declined: 1, beyond: 2 });
  });
});

describe("the axis", () => {
  it("reaches from before the first to after the last, with the first hour of a dose", () => {
    expect(spanOf([], undefined)).toBeUndefined();
    expect(spanOf([0], 10 * minute)).toEqual({ from: -3 * minute, to: 73 * minute });
    expect(spanOf([0, 200 * minute], 10 * minute, [215 * minute])).toEqual({ from: -3 * minute, to: 218 * minute });
  });
  it("is marked in round distances from the dose", () => {
    expect(ticks({ from: -20 * minute, to: 70 * minute }, 0, 7).map((at) => at / minute)).toEqual([-15, 0, 15, 30, 45, 60]);
    expect(ticks({ from: 0, to: 70 * minute }, undefined, 7)).toEqual([]);
    expect(share(35 * minute, { from: 0, to: 70 * minute })).toBe(0.5);
  });
  it("has round scales", () => {
    const scale = scaleOf([121, 183], { min: 60, max: 160 }, 20);
    expect(scale).toEqual({ min: 60, max: 200, lines: [60, 80, 100, 120, 140, 160, 180, 200] });
    expect(height(200, scale)).toBe(0);
    expect(height(60, scale)).toBe(1);
  });
  it("lays what is expected on top of the person's own baseline, from the dose on", () => {
    const curve: ExpectedCurve = { name: "systolic_rise_mmhg", unit: "mmHg", evidence: "C", p05: [0, 5, 1], p50: [0, 15, 4], p95: [0, 30, 9] };
    const band = bandOf({ minutes: [0, 30, 60] }, curve, 100 * minute, 120);
    expect(band[1]).toEqual({ at: 130 * minute, low: 125, middle: 135, high: 150 });
    expect(inView(band, { from: 105 * minute, to: 125 * minute }).map(({ at }) => at / minute)).toEqual([100, 130]);
    expect(inView(band, { from: 0, to: 500 * minute })).toHaveLength(3);
  });
  it("does not join what lies far apart, and loses no peak when it thins", () => {
    const points = [0, 1, 2, 30, 31].map((at) => ({ at: at * minute, value: at }));
    expect(pieces(points, 5 * minute).map((each) => each.length)).toEqual([3, 2]);
    const many = Array.from({ length: 1000 }, (_, at) => ({ at, value: at === 517 ? 199 : 120 }));
    const few = thin(many, 100);
    expect(few.length).toBeLessThanOrEqual(100);
    expect(few.some(({ value }) => value === 199)).toBe(true);
    expect(nearest(points, 29 * minute, 2 * minute)?.value).toBe(30);
    expect(nearest(points, 15 * minute, 2 * minute)).toBeUndefined();
  });
});

describe("where a dose is taken from", () => {
  const stock = (id: string, expires: string, places: Stock["places"], name = "Ketalar"): Stock =>
    ({ id, medicine: { name, strength_mg_per_ml: 50, container_mg: 500 }, lot: id, expires, places, balance_micrograms: 0, containers_opened: 0, discrepancies: [], entries: [] });
  const place = (code: string, mg: number, opened: Stock["places"][number]["opened"] = []) => ({ place: code, sealed: 1, opened, balance_micrograms: mg * 1000 });
  const open = { container: 3, left_micrograms: 200_000, opened_at: iso(0) };
  it("offers what expires first and holds enough; what has expired comes last", () => {
    const found = supplies(
      [stock("old", "2026-01-31", [place("safe", 500)]), stock("late", "2028-01-31", [place("safe", 500)]), stock("soon", "2027-01-31", [place("safe", 500), place("session-1", 500, [open])]), stock("little", "2026-12-31", [place("safe", 10)]), stock("other", "2027-01-31", [place("safe", 500)], "Other")],
      "Ketalar", 250, "2026-11-22", "session-1",
    );
    expect(found.map(({ key }) => key)).toEqual(["soon|session-1", "soon|safe", "late|safe", "old|safe"]);
    expect(found.at(-1)?.expired).toBe(true);
    expect(found[0]?.opened).toEqual(open);
  });
  it("knows what is left in the container that was opened", () => {
    const stocks = [stock("a", "2028-01-31", [place("safe", 700, [open])])];
    expect(remainderOf(stocks, "a", "safe")).toMatchObject({ container: 3, leftMg: 200 });
    expect(remainderOf(stocks, "a", "elsewhere")).toBeUndefined();
  });
});
