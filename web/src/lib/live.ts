import { useEffect, useState, useSyncExternalStore } from "react";
import type { ReadingRow, Watch } from "../api/live";
import { isCutOff, sawAnswer, sawNoAnswer, useCutOff } from "./connection";
import { clocks, heard, looked, silenceLimit, type Clocks, type Contact, type Loss } from "./contact";
import { learnServerTime } from "./now";
import { readChanged } from "./read";
import { lasting, type KeyValue } from "./storage";
import { newId } from "./id";

/** What the server tells by itself about one session, and whether it is still heard. */
export type LiveState = {
  /** As last told; without a stream the session's page says it. */
  watch: Watch | undefined;
  /** Those that came with it. */
  readings: readonly ReadingRow[];
  streaming: boolean;
  /** By this computer's clock. */
  heardAt: number;
  lostSince: number | undefined;
};

/** A loss of contact that is over, under the id it was given when it began: also after a restart it is told once. */
export type ToldLoss = Loss & { id: string };

type Source = Pick<EventSource, "addEventListener" | "close" | "readyState">;
export type LiveTools = {
  open?: (path: string) => Source;
  now?: () => Clocks;
  storage?: KeyValue;
  changed?: (prefix: string) => void;
  onLoss?: (loss: ToldLoss) => void;
};

export type Live = {
  get: () => LiveState;
  subscribe: (listener: () => void) => () => void;
  /** An answer to an ordinary request is a word of the server, too. */
  polled: () => void;
  start: () => void;
  stop: () => void;
  look: () => void;
};

const sessionsPath = "/api/v1/sessions";
const shortestPause = 1000;
const longestPause = 4000;
const closed = 2;

type Begun = { since: number; id: string };
const begunKey = (session: string): string => `afterglow.lost/${session}`;

function readBegun(storage: KeyValue, session: string): Begun | undefined {
  try {
    const found = JSON.parse(storage.getItem(begunKey(session)) ?? "null") as Begun | null;
    return found && typeof found.since === "number" && typeof found.id === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The stream of one session, with what happens when it falls silent. Times and the stream itself can be stood in for. */
export function makeLive(session: string, tools: LiveTools = {}): Live {
  const open = tools.open ?? ((path): Source => new EventSource(path));
  const now = tools.now ?? clocks;
  const storage = tools.storage ?? lasting;
  const changed = tools.changed ?? readChanged;
  const listeners = new Set<() => void>();
  const before = readBegun(storage, session);
  let contact: Contact = { heard: now(), ...(before ? { lostSince: before.since } : {}) };
  let state: LiveState = { watch: undefined, readings: [], streaming: false, heardAt: contact.heard.wall, lostSince: contact.lostSince };
  let source: Source | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;
  let opening: ReturnType<typeof setTimeout> | undefined;
  let pause = shortestPause;
  let openedAt = 0;

  function show(change: Partial<LiveState>): void {
    state = { ...state, ...change, heardAt: contact.heard.wall, lostSince: contact.lostSince };
    for (const listener of [...listeners]) listener();
  }

  function hear(change: Partial<LiveState> = {}): void {
    const said = heard(contact, now());
    contact = said.contact;
    if (said.loss) {
      const id = readBegun(storage, session)?.id ?? newId();
      tools.onLoss?.({ ...said.loss, id });
      storage.removeItem(begunKey(session));
    }
    sawAnswer();
    show(change);
  }

  function look(): void {
    const after = looked(contact, now());
    if (after !== contact) {
      contact = after;
      try {
        storage.setItem(begunKey(session), JSON.stringify({ since: after.lostSince, id: newId() }));
      } catch {
        // Not kept across a restart, then; told all the same when the page stays open.
      }
      sawNoAnswer();
      show({ streaming: false });
    }
    // A connection may be dead without anybody having said so: a silent one is opened anew.
    const silent = source && now().wall - Math.max(openedAt, contact.heard.wall) > silenceLimit;
    if (silent || source?.readyState === closed) reopen();
  }

  function reopen(): void {
    source?.close();
    source = undefined;
    if (state.streaming) show({ streaming: false });
    if (opening !== undefined || ticking === undefined) return;
    opening = setTimeout(() => {
      opening = undefined;
      if (ticking !== undefined) connect();
    }, pause);
    pause = Math.min(pause * 2, longestPause);
  }

  function connect(): void {
    if (isCutOff() || source) return;
    openedAt = now().wall;
    const mine = open(`${sessionsPath}/${session}/live`);
    source = mine;
    const on = (name: string, tell: (data: Record<string, unknown>) => void): void =>
      mine.addEventListener(name, (event) => {
        if (mine !== source) return;
        let data: Record<string, unknown> = {};
        try {
          data = JSON.parse(String((event as MessageEvent).data)) as Record<string, unknown>;
        } catch {
          return;
        }
        if (typeof data["now"] === "string") learnServerTime(data["now"]);
        pause = shortestPause;
        tell(data);
      });
    on("watch", ({ watch, readings }) => hear({ streaming: true, watch: watch as Watch, readings: (readings ?? []) as readonly ReadingRow[] }));
    on("beat", () => hear({ streaming: true }));
    on("session", () => {
      hear({ streaming: true });
      changed(`${sessionsPath}/${session}`);
    });
    on("rooms", () => {
      hear({ streaming: true });
      changed(sessionsPath);
    });
    mine.addEventListener("open", () => {
      // What happened while nobody listened is not told again: everything shown is read anew.
      if (mine === source) changed(sessionsPath);
    });
    mine.addEventListener("error", () => {
      if (mine === source && mine.readyState === closed) reopen();
    });
  }

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    polled: () => hear(),
    start: () => {
      ticking ??= setInterval(look, 1000);
      connect();
    },
    stop: () => {
      clearInterval(ticking);
      clearTimeout(opening);
      ticking = undefined;
      opening = undefined;
      source?.close();
      source = undefined;
    },
    look,
  };
}

/**
 * Follows one session live. `polledAt`: when an ordinary read of it was last answered, which counts as contact as long as
 * there is no stream. `onLoss` is called once for each loss of contact, when it is over.
 */
export function useLive(session: string | undefined, options: { polledAt?: number; onLoss?: (loss: ToldLoss) => void } = {}): LiveState {
  const cut = useCutOff();
  const [tell] = useState<{ onLoss: ((loss: ToldLoss) => void) | undefined }>(() => ({ onLoss: undefined }));
  tell.onLoss = options.onLoss;
  const [live, setLive] = useState(() => makeLive(session ?? "", { onLoss: (loss) => tell.onLoss?.(loss) }));
  const [shown, setShown] = useState(session);
  if (shown !== session) {
    setShown(session);
    setLive(makeLive(session ?? "", { onLoss: (loss) => tell.onLoss?.(loss) }));
  }
  useEffect(() => {
    if (!session || cut) return;
    live.start();
    const wake = (): void => live.look();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pageshow", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pageshow", wake);
      live.stop();
    };
  }, [live, session, cut]);
  // While a lost network is played the silence is counted all the same.
  useEffect(() => {
    if (!cut) return;
    const timer = setInterval(live.look, 1000);
    return () => clearInterval(timer);
  }, [live, cut]);
  const { polledAt } = options;
  useEffect(() => {
    if (polledAt) live.polled();
  }, [live, polledAt]);
  return useSyncExternalStore(live.subscribe, live.get);
}
