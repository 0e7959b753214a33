import { describe, expect, it } from "vitest";
import { erasedOf, isOver, sortedOut, standingOf, type Row } from "./standing";

const row = (person: string, more: Partial<Row> = {}): Row => ({ person: `patient:${person}`, ...more });
const at = "2026-11-22T10:00:00.000Z";

describe("how it stands with erasing", () => {
  it("is what came last", () => {
    expect(standingOf(row("a", { requested_at: at }))).toBe("asked");
    expect(standingOf(row("a", { requested_at: at, held_at: at }))).toBe("held");
    expect(standingOf(row("a", { requested_at: at, held_at: at, erased_at: at }))).toBe("erased");
  });

  it("is nothing where a hold was let go and nobody asked", () => {
    expect(standingOf(row("a"))).toBeUndefined();
    expect(sortedOut([row("a")])).toEqual({ asked: [], held: [], erased: [] });
  });

  it("shows first what can be erased soonest, and what was erased last", () => {
    const asked = [row("late", { requested_at: at, kept_until: "2031-05-01" }), row("soon", { requested_at: at, kept_until: "2026-05-01" })];
    const erased = [row("first", { erased_at: "2026-11-20T10:00:00.000Z" }), row("last", { erased_at: "2026-11-21T10:00:00.000Z" })];
    const found = sortedOut([...asked, ...erased]);
    expect(found.asked.map(({ person }) => person)).toEqual(["patient:soon", "patient:late"]);
    expect(found.erased.map(({ person }) => person)).toEqual(["patient:last", "patient:first"]);
  });

  it("counts the last day of keeping as a day of keeping", () => {
    expect(isOver("2026-11-22", "2026-11-22")).toBe(false);
    expect(isOver("2026-11-21", "2026-11-22")).toBe(true);
    expect(isOver(undefined, "2026-11-22")).toBe(false);
  });

  it("knows what kind of person a number was", () => {
    expect(erasedOf("inquiry:0190a")).toEqual({ kind: "inquiry", id: "0190a" });
    expect(erasedOf("waiting:0190b")).toEqual({ kind: "waiting", id: "0190b" });
    expect(erasedOf("patient:0190c")).toEqual({ kind: "patient", id: "0190c" });
  });
});
