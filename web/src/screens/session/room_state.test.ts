import { describe, expect, it } from "vitest";
import type { LatestValue, ReadingRow, Session, SessionRow } from "../../api/live";
import { shownOn, staleOn } from "../wall/wall";
import { readComfort } from "./comfort";
import { deviceValues } from "./Monitor";
import { joined } from "./readings";
import { networkLost, simulatedMinute } from "./rehearsal";
import { toHear } from "./Sounds";

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe("what is current", () => {
  const latest: LatestValue[] = [{ measure: "spo2_percent", value: 97, measured_at: iso(0) }];
  const silent = { latest, last: undefined, next_check: undefined };
  it("a cuff's pressure is, as long as the monitor is heard and no check is overdue", () => {
    const cuff: LatestValue[] = [{ measure: "systolic_mmhg", value: 140, measured_at: iso(0) }];
    const heard = (at: number) => ({ measured_at: iso(at), received_at: iso(at), reading: { device: "m", control_id: "1", vitals: {} } });
    const check = { rule: "r", at: iso(600_000), overdue_at: iso(780_000) };
    const stale = (now: number, last: number): boolean | undefined => deviceValues({ latest: cuff, last: heard(last), next_check: check }, now, 30, false)[0]?.stale;
    expect(stale(300_000, 299_000)).toBe(false);
    expect(stale(300_000, 200_000)).toBe(true);
    expect(stale(790_000, 789_000)).toBe(true);
  });
  it("a device's value is not, beyond its limit or without contact", () => {
    expect(deviceValues(silent, 30_000, 30, false)[0]).toMatchObject({ age: 30, stale: false });
    expect(deviceValues(silent, 31_000, 30, false)[0]).toMatchObject({ stale: true });
    expect(deviceValues(silent, 1000, 30, true)[0]).toMatchObject({ stale: true });
  });
  it("on the wall neither", () => {
    expect(staleOn({ device_at: iso(0) }, 31_000, 30, false)).toBe(true);
    expect(staleOn({}, 31_000, 30, false)).toBe(false);
    expect(staleOn({}, 0, 30, true)).toBe(true);
  });
  it("the wall shows who still has to be watched, by room", () => {
    const row = (id: string, stage: SessionRow["stage"], room?: string): SessionRow => ({ id, stage, room, opened_at: iso(0) }) as SessionRow;
    expect(shownOn([row("1", "released", "a"), row("2", "recovery", "c"), row("3", "dosed", "b"), row("4", "arrival")]).map(({ id }) => id)).toEqual(["3", "2", "4"]);
  });
});

describe("what is heard", () => {
  it("is nothing unless somebody switched the sound on; lost contact goes before any alarm and is not paused", () => {
    expect(toHear(false, true, "high", false)).toBeUndefined();
    expect(toHear(true, false, "high", false)).toBe("high");
    expect(toHear(true, false, "high", true)).toBeUndefined();
    expect(toHear(true, true, "high", true)).toBe("contact");
  });
});

describe("readings", () => {
  it("are kept once each, oldest first", () => {
    const row = (at: number): ReadingRow => ({ at: iso(at), received_at: iso(at), device: "m", vitals: {} });
    expect(joined([row(2), row(5)], [row(5), row(3)]).map(({ at }) => Date.parse(at))).toEqual([2, 3, 5]);
  });
});

describe("a rehearsal", () => {
  const session = {
    doses: [{ id: "d", happened_at: iso(0) }],
    rehearsal: { speed: 10, troubles: [{ kind: "network_lost", at_min: 20, for_min: 10 }] },
  } as unknown as Session;
  it("plays a lost network in the time of the simulated person", () => {
    expect(simulatedMinute(session, 60_000)).toBe(10);
    expect(networkLost(session, 119_000)).toBe(false);
    expect(networkLost(session, 120_000)).toBe(true);
    expect(networkLost(session, 180_000)).toBe(false);
    expect(networkLost({ ...session, doses: [] }, 120_000)).toBe(false);
  });
});

describe("how a screen is used", () => {
  it("is remembered within its limits, and plain where nothing sensible is kept", () => {
    expect(readComfort('{"dim":2,"text":9,"sound":true}')).toEqual({ dim: 2, text: 3, sound: true });
    expect(readComfort("nonsense")).toEqual({ dim: 0, text: 0, sound: false });
    expect(readComfort('{"dim":"x","sound":"yes"}')).toEqual({ dim: 0, text: 0, sound: false });
    expect(readComfort(null)).toEqual({ dim: 0, text: 0, sound: false });
  });
});
