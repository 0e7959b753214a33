import { describe, expect, it } from "vitest";
import type { CommandAnswer, CommandEnvelope } from "../api/types";
import { makeOutbox } from "./outbox";
import { NoConnection, Problem } from "./problem";
import { memoryStorage } from "./storage";

const envelope = (id: string): CommandEnvelope => ({ id, happened_at: "2026-11-22T10:04:00.000Z", data: { mark: id } });
const answer = (id: string): CommandAnswer => ({ id, stream: "s", version: 1, events: [] });

function scripted(script: (Error | "ok")[]) {
  const seen: string[] = [];
  return {
    seen,
    wait: () => Promise.resolve(),
    sent: () => undefined,
    post: (_: string, { id }: CommandEnvelope) => {
      seen.push(id);
      const next = script.shift() ?? "ok";
      return next === "ok" ? Promise.resolve(answer(id)) : Promise.reject(next);
    },
  };
}

describe("outbox", () => {
  it("sends in order, the same id until there is an answer", async () => {
    const server = scripted([new NoConnection(), new TypeError("Failed to fetch"), new Problem(503, {}), "ok", "ok"]);
    const box = makeOutbox("k", { ...server, storage: memoryStorage() });
    box.add("record-mark", envelope("a"));
    box.add("record-mark", envelope("b"));
    await box.send();
    expect(server.seen).toEqual(["a", "a", "a", "a", "b"]);
    expect(box.parcels()).toEqual([]);
  });

  it("keeps what waits, with its time, across a reload", () => {
    const storage = memoryStorage();
    makeOutbox("k", { ...scripted([]), storage }).add("record-mark", envelope("a"));
    const after = makeOutbox("k", { ...scripted([]), storage });
    expect(after.parcels().map((parcel) => [parcel.envelope.id, parcel.envelope.happened_at])).toEqual([["a", "2026-11-22T10:04:00.000Z"]]);
  });

  it("shows a refusal until it is taken away, and goes on with the rest", async () => {
    const server = scripted([new Problem(422, { detail: "no" }), "ok"]);
    const box = makeOutbox("k", { ...server, storage: memoryStorage() });
    box.add("record-mark", envelope("a"));
    box.add("record-mark", envelope("b"));
    await box.send();
    expect(box.parcels().map((parcel) => [parcel.envelope.id, parcel.refused])).toEqual([["a", "no"]]);
    box.drop("a");
    expect(box.parcels()).toEqual([]);
  });

  it("sends nothing twice at once", async () => {
    const server = scripted([]);
    const box = makeOutbox("k", { ...server, storage: memoryStorage() });
    box.add("record-mark", envelope("a"));
    await Promise.all([box.send(), box.send()]);
    expect(server.seen).toEqual(["a"]);
  });

  it("sends after a restart what was perhaps already taken, under the same id and with its true time", async () => {
    const storage = memoryStorage();
    const before = makeOutbox("k", { ...scripted([new NoConnection()]), wait: () => new Promise(() => undefined), storage });
    before.add("record-mark", envelope("a"));
    void before.send(); // the machine stops here: it is not known whether the mark arrived
    await Promise.resolve();
    const server = scripted([]);
    const after = makeOutbox("k", { ...server, storage });
    await after.send();
    expect(server.seen).toEqual(["a"]);
    expect(makeOutbox("k", { ...scripted([]), storage }).parcels()).toEqual([]);
  });

  it("loses nothing where two tabs keep into the same place, and forgets nothing twice", async () => {
    const storage = memoryStorage();
    const [one, two] = [scripted([]), scripted([])];
    const [first, second] = [makeOutbox("k", { ...one, storage }), makeOutbox("k", { ...two, storage })];
    first.add("record-mark", envelope("a"));
    second.add("record-mark", envelope("b"));
    expect(second.parcels().map(({ envelope: { id } }) => id)).toEqual(["a", "b"]);
    await first.send();
    await second.send();
    expect([...new Set([...one.seen, ...two.seen])].sort()).toEqual(["a", "b"]);
    expect(makeOutbox("k", { ...scripted([]), storage }).parcels()).toEqual([]);
  });

  it("takes the same parcel once", () => {
    const box = makeOutbox("k", { ...scripted([]), storage: memoryStorage() });
    box.add("record-contact-lost", envelope("a"));
    box.add("record-contact-lost", envelope("a"));
    expect(box.parcels()).toHaveLength(1);
  });
});
