import { describe, expect, it } from "vitest";
import type { Shape } from "../../api/shapes";
import { doneBefore, latestToday, logOf, minutesFromDose, noDrivingUntil, openOrder, sinceDose, startRulesBeyond } from "./room";
import { adverseForm, checkAnswers, doseForm, lastTime, orderForm, timeOutForm, noTimeOut } from "./values";

const at = (time: string): string => `2026-11-22T${time}:00.000Z`;
const ms = (time: string): number => Date.parse(at(time));
const vitals = (id: string, time: string, data: Shape<"Vitals">, more: Partial<Shape<"Entry_Measured">> = {}): Shape<"Entry_Measured"> =>
  ({ id, by: "s", happened_at: at(time), recorded_at: at("12:00"), data: { vitals: data }, addenda: [], ...more });
const empty: Shape<"Session"> = {
  id: "s", course: "c", patient: "p", therapists: ["t"], physician_on_site: "d", stage: "arrival", opened_at: at("08:00"), readiness: [], vitals: [], orders: [], time_outs: [], doses: [],
  marks: [], adverse_events: [], discharges: [], releases: [], close_outs: [], remainders: [], corrected_doses: [],
};
const entry = <T>(id: string, time: string, data: T) => ({ id, by: "s", happened_at: at(time), recorded_at: at(time), data, addenda: [] });
const order = entry("o", "09:00", { total_mg: 250 }) as unknown as Shape<"Entry_Order">;
const timeOut = entry("t", "09:05", { order: "o" }) as unknown as Shape<"Entry_WitnessedTimeOut">;
const dose = (id: string, time: string, of = "o") => entry(id, time, { order: of, dose: { dose_mg: 250, route: "oral" } }) as unknown as Shape<"Entry_Dose">;

describe("time since the dose", () => {
  it("counts hours, minutes and seconds, also before", () => {
    expect(sinceDose(0, 3_849_000)).toBe("1:04:09");
    expect(sinceDose(720_000, 0)).toBe("−0:12:00");
    expect(sinceDose(0, 36_000_000)).toBe("10:00:00");
  });
  it("is rounded to minutes in tables", () => {
    expect(minutesFromDose(ms("10:00"), ms("10:40"))).toBe("+0:40");
    expect(minutesFromDose(ms("10:00"), ms("09:45"))).toBe("−0:15");
  });
  it("says until when not to drive, from the last dose", () => {
    expect(noDrivingUntil({ ...empty, doses: [dose("1", "10:00"), dose("2", "10:45", "o2")] }, 24)).toBe("2026-11-23T10:45:00.000Z");
    expect(noDrivingUntil(empty, 24)).toBeUndefined();
  });
});

describe("what the room knows", () => {
  it("takes the last measurement of today by the time it was taken, and no corrected one", () => {
    const session = { ...empty, vitals: [vitals("a", "09:30", { systolic_mmhg: 130 }), vitals("b", "09:10", { systolic_mmhg: 150 }), vitals("c", "09:40", { systolic_mmhg: 13 }, { corrected_by: "d" }), vitals("e", "11:00", { systolic_mmhg: 140 })] };
    expect(latestToday(session, "systolic_mmhg", ms("10:00"))?.value).toBe(130);
    expect(latestToday(session, "weight_kg", ms("10:00"))).toBeUndefined();
    expect(latestToday({ vitals: [{ ...vitals("a", "09:00", { weight_kg: 70 }), happened_at: "2026-11-21T09:00:00.000Z" }] }, "weight_kg", ms("10:00"))).toBeUndefined();
  });
  it("needs a new order and a new time-out for a further dose", () => {
    const given = { ...empty, stage: "dosed" as const, orders: [order], time_outs: [timeOut], doses: [dose("1", "09:10")] };
    expect(openOrder({ ...given, doses: [] })?.id).toBe("o");
    expect(openOrder(given)).toBeUndefined();
    expect(doneBefore(given, ms("10:00"))).toMatchObject({ order: false, time_out: false, dose: true });
  });
  it("tells rules that hold from rules to be weighed, and unverified ones until they are confirmed", () => {
    const rule = (id: string, action: "hold" | "weigh", evidence: "R" | "M", above: number) => ({ id, action, evidence, hold_above: above, measure: "systolic_mmhg" });
    const policy = { pack: { start: [rule("w", "weigh", "R", 140), rule("h", "hold", "M", 159), rule("x", "hold", "R", 180)] }, confirmations: [] } as unknown as Shape<"PolicyPage">;
    const session = { ...empty, vitals: [vitals("a", "09:30", { systolic_mmhg: 165 })] };
    expect(startRulesBeyond(session, policy, ms("10:00")).map(({ rule: { id }, holds }) => [id, holds])).toEqual([["w", false], ["h", false]]);
    const confirmed = { ...policy, confirmations: [{ rule: "h", by: "d", at: at("08:00"), grounds: "local" }] };
    expect(startRulesBeyond(session, confirmed, ms("10:00")).map(({ rule: { id }, holds }) => [id, holds])).toEqual([["w", false], ["h", true]]);
  });
  it("keeps everything in its story, the wrong beside the right", () => {
    const mark = (id: string, time: string, more = {}) => ({ ...entry(id, time, { kind: "note" as const }), ...more }) as Shape<"Entry_Mark">;
    const log = logOf({ ...empty, marks: [mark("1", "10:00", { corrected_by: "2" }), mark("2", "10:00")], doses: [dose("d", "09:10")] });
    expect(log.map(({ kind }) => kind)).toEqual(["mark", "mark", "dose", "opened"]);
  });
});

describe("what is typed in the room", () => {
  it("means the last time the clock showed it", () => {
    const now = Date.parse("2026-11-22T08:00:00.000Z"); // 9:00 in Prague
    expect(lastTime("08:30", now, "Europe/Prague")).toBe("2026-11-22T07:30:00.000Z");
    expect(lastTime("22:30", now, "Europe/Prague")).toBe("2026-11-21T21:30:00.000Z");
    expect(lastTime("", now)).toBeUndefined();
    expect(lastTime("2026-11-20T14:05", now, "Europe/Prague")).toBe("2026-11-20T13:05:00.000Z");
    expect(lastTime("2026-11-20T", now)).toBeUndefined();
  });
  it("leaves out checks that nobody answered", () => {
    expect(checkAnswers({ a: { answer: "yes", note: "" }, b: { answer: "", note: "x" }, c: { answer: "unknown", note: " not asked " } })).toEqual([
      { check: "a", answer: "yes", note: undefined }, { check: "c", answer: "unknown", note: "not asked" },
    ]);
  });
  it("orders in the unit of the route and gives what was typed", () => {
    const typedDose = { dose_mg: "250", supply: "", lot_read: false, expiry_read: false, expired_because: " ", lot: " A1 ", expires: "2027-05-31", site: "", prepared_by: "n", reason: "" };
    const typed = { route: "intramuscular" as const, dose: "0,75", rescue: ["a", " "], overrides: [{ rule: "r", reason: " " }], note: "" };
    expect(orderForm(typed, true)).toMatchObject({ dose_mg_per_kg: 0.75, rescue: ["a"], overrides: [] });
    expect(orderForm({ ...typed, dose: "250" }, false)).toMatchObject({ dose_mg: 250 });
    expect(doseForm(typedDose, "oral")).toMatchObject({ dose_mg: 250, lot: "A1", site: undefined });
    expect(doseForm(typedDose, "oral", { id: "s", lot: "B2", expires: "2028-01-31", place: "safe" })).toMatchObject({ stock: "s", place: "safe", lot: "B2", expires: "2028-01-31", expired_because: undefined });
    expect(timeOutForm({ ...noTimeOut, identity: true })).toMatchObject({ identity: true, consent: false, note: undefined });
  });
  it("keeps when an adverse event began", () => {
    const form = adverseForm({ what: "Nausea", onset_date: "2026-11-22", onset_time: "10:15", grade: "2", action: "Side", outcome: "resolving", dose: "", serious: "no", reported_to: "" });
    expect(form).toMatchObject({ onset_at: "2026-11-22T09:15:00.000Z", grade: 2, serious: false, dose: undefined });
    const doses = [{ id: "d", happened_at: "2026-11-22T09:15:40.000Z" }];
    const inItsMinute = adverseForm({ what: "", onset_date: "2026-11-22", onset_time: "10:15", grade: "", action: "", outcome: "", dose: "d", serious: "", reported_to: "" }, doses);
    expect(inItsMinute.onset_at).toBe("2026-11-22T09:15:40.000Z");
  });
});
