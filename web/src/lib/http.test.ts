import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../api/types";
import { isConnected } from "./connection";
import { getJson, postJson } from "./http";
import { NoConnection, Problem } from "./problem";
import { currentMe, session, signedIn, signedOut } from "./session";

const me: Me = { staff: "1", name: "Jana", user: "jana", roles: [], permissions: [], language: "cs", csrf_token: "t1", clinic_name: "Klinika", zone: "Europe/Prague", clinics: [], second_factor_missing: false };
type Call = { path: string; headers: Record<string, string>; method: string };
let calls: Call[] = [];

function answering(...answers: (() => Response)[]): void {
  calls = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    calls.push({ path, headers: init.headers as Record<string, string>, method: init.method ?? "GET" });
    const next = answers.shift();
    return next ? Promise.resolve(next()) : Promise.reject(new TypeError("Failed to fetch"));
  });
}

const json = (status: number, body: unknown) => (): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

beforeEach(() => signedIn(me));
afterEach(() => vi.unstubAllGlobals());

describe("requests", () => {
  it("carry the CSRF token only when they change something", async () => {
    answering(json(200, {}), json(200, {}));
    await getJson("/api/v1/people");
    await postJson("/api/v1/commands/x", {});
    expect(calls[0]?.headers["X-CSRF-Token"]).toBeUndefined();
    expect(calls[1]?.headers["X-CSRF-Token"]).toBe("t1");
    expect(calls[1]?.headers["Accept-Language"]).toMatch(/^(cs|en|uk)$/);
  });

  it("mark a poll nobody asked for", async () => {
    answering(json(200, {}));
    await getJson("/api/v1/today", { background: true });
    expect(calls[0]?.headers["X-Background"]).toBe("1");
  });

  it("turn no answer into NoConnection, a refusal into a Problem", async () => {
    answering(json(422, { code: "x", errors: [{ pointer: "/data/a", code: "y", text: "z" }] }));
    const problem = await postJson("/x", {}).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).errors).toHaveLength(1);
    await expect(getJson("/x")).rejects.toBeInstanceOf(NoConnection);
    expect(isConnected()).toBe(false);
  });

  it("survive an answer that is no JSON", async () => {
    answering(() => new Response("<html>Bad gateway", { status: 502 }));
    const problem = (await getJson("/x").catch((error: unknown) => error)) as Problem;
    expect(problem.status).toBe(502);
    expect(problem.passes).toBe(true);
  });
});

describe("the end of a session", () => {
  it("waits until the person has signed in again, then repeats with the new token", async () => {
    answering(json(401, {}), json(200, { done: true }));
    const promise = postJson("/api/v1/commands/x", { a: 1 });
    await vi.waitFor(() => expect(session.get().status).toBe("expired"));
    signedIn({ ...me, csrf_token: "t2" });
    expect(await promise).toEqual({ done: true });
    expect(calls[1]?.headers["X-CSRF-Token"]).toBe("t2");
  });

  it("gives up when the person leaves", async () => {
    answering(json(401, { title: "over" }));
    const promise = getJson("/x");
    await vi.waitFor(() => expect(session.get().status).toBe("expired"));
    signedOut();
    await expect(promise).rejects.toBeInstanceOf(Problem);
  });

  it("is only noticed by a poll, which waits for nothing", async () => {
    answering(json(401, {}));
    await expect(getJson("/x", { background: true })).rejects.toBeInstanceOf(Problem);
    expect(session.get().status).toBe("expired");
  });

  it("is not what a stale token means: that is renewed, once", async () => {
    answering(json(403, { code: "csrf_missing" }), json(200, { ...me, csrf_token: "t3" }), json(200, { done: true }));
    expect(await postJson("/x", {})).toEqual({ done: true });
    expect(calls.map(({ path }) => path)).toEqual(["/x", "/api/v1/me", "/x"]);
    expect(calls[2]?.headers["X-CSRF-Token"]).toBe("t3");
    answering(json(403, { code: "csrf_missing" }), json(200, me), json(403, { code: "csrf_missing" }));
    await expect(postJson("/x", {})).rejects.toBeInstanceOf(Problem);
  });

  it("does not let another person's session send what this one typed", async () => {
    const reload = vi.spyOn(window.location, "reload").mockImplementation(() => undefined);
    signedIn({ ...me, user: "petr" });
    expect(reload).toHaveBeenCalled();
    expect(currentMe()?.user).toBe("jana");
  });
});
