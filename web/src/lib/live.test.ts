import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { heard, looked, silenceLimit, type Clocks, type Contact } from "./contact";
import { makeLive, type ToldLoss } from "./live";
import { memoryStorage } from "./storage";

const at = (wall: number, steady = wall): Clocks => ({ wall, steady });

describe("contact", () => {
  const start: Contact = { heard: at(1000) };
  it("counts as lost after ten seconds of silence, from the last word on", () => {
    expect(looked(start, at(1000 + silenceLimit - 1)).lostSince).toBeUndefined();
    const lost = looked(start, at(1000 + silenceLimit));
    expect(lost.lostSince).toBe(1000);
    expect(looked(lost, at(60_000))).toBe(lost);
    expect(heard(lost, at(61_000))).toEqual({ contact: { heard: at(61_000) }, loss: { since: 1000, until: 61_000 } });
  });
  it("tells of no loss where there was none", () => {
    expect(heard(start, at(3000)).loss).toBeUndefined();
  });
  it("notices a sleep that no timer saw, by whichever clock ran on", () => {
    expect(heard(start, at(600_000, 1500)).loss).toEqual({ since: 1000, until: 600_000 });
    expect(looked(start, at(1500, 600_000)).lostSince).toBe(1000);
  });
  it("is not deceived by a clock set back", () => {
    expect(looked(start, at(-5000, 2000)).lostSince).toBeUndefined();
    expect(heard({ heard: at(1000), lostSince: 1000 }, at(500, 20_000)).loss).toEqual({ since: 500, until: 500 });
  });
});

class Stream {
  readyState = 1;
  closed = false;
  private readonly heard = new Map<string, (event: Event) => void>();
  addEventListener(name: string, listener: EventListenerOrEventListenerObject): void {
    this.heard.set(name, listener as (event: Event) => void);
  }
  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
  say(name: string, data: unknown = {}): void {
    this.heard.get(name)?.({ data: JSON.stringify(data) } as unknown as Event);
  }
  fail(): void {
    this.readyState = 2;
    this.heard.get("error")?.(new Event("error"));
  }
}

describe("live", () => {
  let streams: Stream[];
  let losses: ToldLoss[];
  let changed: string[];
  let storage = memoryStorage();
  const make = () =>
    makeLive("s1", {
      open: () => {
        const stream = new Stream();
        streams.push(stream);
        return stream as unknown as EventSource;
      },
      now: () => at(Date.now()),
      storage,
      changed: (prefix) => changed.push(prefix),
      onLoss: (loss) => losses.push(loss),
    });
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network here")));
    [streams, losses, changed, storage] = [[], [], [], memoryStorage()];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("shows the watch as told and asks for the session only when it changed", () => {
    const live = make();
    live.start();
    streams[0]?.say("watch", { now: "1970-01-01T00:00:00Z", watch: { session: "s1" } });
    expect(live.get()).toMatchObject({ streaming: true, watch: { session: "s1" }, lostSince: undefined });
    streams[0]?.say("session", { version: 4 });
    streams[0]?.say("rooms");
    expect(changed).toEqual(["/api/v1/sessions/s1", "/api/v1/sessions"]);
    live.stop();
  });

  it("says that contact is lost, and tells the loss once when it is back", () => {
    const live = make();
    live.start();
    streams[0]?.say("beat");
    vi.advanceTimersByTime(9000);
    expect(live.get().lostSince).toBeUndefined();
    vi.advanceTimersByTime(2000);
    expect(live.get()).toMatchObject({ lostSince: 0, streaming: false });
    do vi.advanceTimersByTime(1000);
    while (streams.at(-1)?.closed);
    const back = Date.now();
    streams.at(-1)?.say("beat");
    streams.at(-1)?.say("beat");
    expect(live.get().lostSince).toBeUndefined();
    expect(losses).toHaveLength(1);
    expect(losses[0]).toMatchObject({ since: 0, until: back });
    live.stop();
  });

  it("opens a stream anew that is silent or was refused", () => {
    const live = make();
    live.start();
    vi.advanceTimersByTime(15_000);
    expect(streams.length).toBeGreaterThan(1);
    expect(streams[0]?.closed).toBe(true);
    const before = streams.length;
    streams.at(-1)?.fail();
    vi.advanceTimersByTime(11_000);
    expect(streams.length).toBeGreaterThan(before);
    live.stop();
  });

  it("tells a loss that began before a restart, under the id it was given then", () => {
    const before = make();
    before.start();
    vi.advanceTimersByTime(12_000);
    before.stop();
    const kept = JSON.parse(storage.getItem("afterglow.lost/s1") ?? "{}") as { id: string };
    vi.advanceTimersByTime(60_000);
    const after = make();
    expect(after.get().lostSince).toBe(0);
    after.start();
    streams.at(-1)?.say("beat");
    expect(losses).toEqual([{ since: 0, until: 72_000, id: kept.id }]);
    expect(storage.getItem("afterglow.lost/s1")).toBeNull();
    after.stop();
  });

  it("counts an ordinary answer as contact", () => {
    const live = make();
    live.start();
    for (let second = 0; second < 30; second += 5) {
      vi.advanceTimersByTime(5000);
      live.polled();
    }
    expect(live.get()).toMatchObject({ streaming: false, lostSince: undefined });
    expect(losses).toEqual([]);
    live.stop();
  });
});
