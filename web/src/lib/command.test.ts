import { describe, expect, it } from "vitest";
import type { CommandAnswer, CommandEnvelope, WitnessProof, WitnessRequest } from "../api/types";
import { idFor, rememberHere, sendCommand } from "./command";
import { NoConnection, Problem } from "./problem";

const answer = (id: string): CommandAnswer => ({ id, stream: "s", version: 1, events: [] });

/** A server that answers as the script says, one entry for each request. */
function scripted(...script: ("ok" | Error)[]) {
  const seen: CommandEnvelope[] = [];
  const paths: string[] = [];
  const waits: number[] = [];
  return {
    seen,
    paths,
    waits,
    post: (path: string, envelope: CommandEnvelope): Promise<CommandAnswer> => {
      paths.push(path);
      seen.push(structuredClone(envelope));
      const next = script.shift() ?? "ok";
      return next === "ok" ? Promise.resolve(answer(envelope.id)) : Promise.reject(next);
    },
    wait: (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
}

describe("sendCommand", () => {
  it("sends the same id until there is an answer", async () => {
    const server = scripted(new NoConnection(), new Problem(503, {}), "ok");
    const got = await sendCommand("answer-inquiry", { a: 1 }, {}, rememberHere(), server);
    expect(server.seen).toHaveLength(3);
    expect(new Set(server.seen.map(({ id }) => id)).size).toBe(1);
    expect(got.id).toBe(server.seen[0]?.id);
    expect(server.paths[0]).toBe("/api/v1/commands/answer-inquiry");
  });

  it("waits longer each time, and as long as the server asks", async () => {
    const server = scripted(new NoConnection(), new NoConnection(), new Problem(503, {}, 60), "ok");
    await sendCommand("x", {}, {}, rememberHere(), server);
    expect(server.waits).toEqual([1500, 3000, 60_000]);
  });

  it("does not try again by itself what came too often", async () => {
    const server = scripted(new Problem(429, { code: "too_many_inquiries" }, 60));
    await expect(sendCommand("x", {}, {}, rememberHere(), server)).rejects.toThrow(Problem);
    expect(server.seen).toHaveLength(1);
  });

  it("uses a new id after a refusal", async () => {
    const memory = rememberHere();
    const server = scripted(new Problem(422, { code: "dose_too_high" }), "ok");
    await expect(sendCommand("x", { mg: 900 }, {}, memory, server)).rejects.toThrow(Problem);
    await sendCommand("x", { mg: 300 }, {}, memory, server);
    expect(server.seen[0]?.id).not.toBe(server.seen[1]?.id);
  });

  it("says everything the envelope can say, and nothing more", async () => {
    const server = scripted("ok");
    await sendCommand("give-dose", { mg: 1 }, { expectedVersion: 0, happenedAt: "2026-11-22T10:04:00.000Z", password: "p" }, rememberHere(), server);
    expect(server.seen[0]).toEqual({
      id: server.seen[0]?.id, data: { mg: 1 }, expected_version: 0, happened_at: "2026-11-22T10:04:00.000Z", password: "p",
    });
    const bare = scripted("ok");
    await sendCommand("x", {}, {}, rememberHere(), bare);
    expect(Object.keys(bare.seen[0] ?? {}).sort()).toEqual(["data", "id"]);
  });

  it("stops when told to, and the same content keeps its id", async () => {
    const memory = rememberHere();
    const abort = new AbortController();
    const server = scripted(new NoConnection());
    const stopped = sendCommand("x", { a: 1 }, {}, memory, { ...server, signal: abort.signal, onWaiting: () => abort.abort() });
    await expect(stopped).rejects.toThrow(NoConnection);
    await sendCommand("x", { a: 1 }, {}, memory, server);
    expect(server.seen[1]?.id).toBe(server.seen[0]?.id);
  });
});

describe("a second person", () => {
  const witness = { user: "petr", password: "his-secret" };
  /** Proves as the script says, and remembers what was asked. */
  function proving(...script: ("ok" | Error)[]) {
    const asked: WitnessRequest[] = [];
    const prove = (request: WitnessRequest): Promise<WitnessProof> => {
      asked.push(structuredClone(request));
      const next = script.shift() ?? "ok";
      return next === "ok" ? Promise.resolve({ proof: `proof ${asked.length}` }) : Promise.reject(next);
    };
    return { asked, prove };
  }

  it("confirms the very command, which then goes with the proof and without the password", async () => {
    const server = { ...scripted("ok"), ...proving() };
    await sendCommand("waste-stock", { mg: 1 }, { expectedVersion: 3, happenedAt: "2026-11-22T10:04:00.000Z", witness }, rememberHere(), server);
    const id = server.seen[0]?.id;
    expect(server.asked).toEqual([{ command: "waste-stock", id, happened_at: "2026-11-22T10:04:00.000Z", witness, data: { mg: 1 } }]);
    expect(server.seen).toEqual([{ id, expected_version: 3, happened_at: "2026-11-22T10:04:00.000Z", witness: { proof: "proof 1" }, data: { mg: 1 } }]);
  });

  it("is asked once, however often the command has to be sent", async () => {
    const server = { ...scripted(new NoConnection(), new Problem(503, {}), "ok"), ...proving(new NoConnection(), "ok") };
    await sendCommand("waste-stock", { mg: 1 }, { witness }, rememberHere(), server);
    expect(server.asked).toHaveLength(2);
    expect(server.seen.map((each) => each.witness)).toEqual([{ proof: "proof 2" }, { proof: "proof 2" }, { proof: "proof 2" }]);
    expect(JSON.stringify(server.seen)).not.toContain("his-secret");
  });

  it("who is refused sends nothing, and the command keeps its id: it may have been sent before", async () => {
    const memory = rememberHere();
    const server = { ...scripted(), ...proving(new Problem(422, { code: "invalid_fields" }), "ok") };
    const before = idFor({ mg: 1 }, {}, memory);
    await expect(sendCommand("waste-stock", { mg: 1 }, { witness }, memory, server)).rejects.toThrow(Problem);
    expect(server.seen).toEqual([]);
    await sendCommand("waste-stock", { mg: 1 }, { witness }, memory, server);
    expect(server.seen[0]?.id).toBe(before);
  });
});

describe("idFor", () => {
  it("is another for other content or another version", () => {
    const memory = rememberHere();
    const first = idFor({ a: 1 }, {}, memory);
    expect(idFor({ a: 1 }, {}, memory)).toBe(first);
    const other = idFor({ a: 2 }, {}, memory);
    expect(other).not.toBe(first);
    expect(idFor({ a: 2 }, { expectedVersion: 4 }, memory)).not.toBe(other);
  });
  it("never remembers a password", () => {
    const memory = rememberHere();
    idFor({ a: 1 }, { password: "secret-password", witness: { user: "petr", password: "other-secret" } }, memory);
    expect(JSON.stringify(memory.get())).not.toContain("secret");
  });
});
