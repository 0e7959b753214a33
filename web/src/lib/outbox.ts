import { useSyncExternalStore } from "react";
import type { CommandAnswer, CommandEnvelope } from "../api/types";
import { untilConnected } from "./connection";
import { commandPath } from "./command";
import { postJson } from "./http";
import { Problem } from "./problem";
import { readAgain } from "./read";
import { lasting, type KeyValue } from "./storage";

/**
 * Commands that were given by one tap and must not be lost: kept in the browser with their own id and time until the
 * server has answered, across a lost connection, a reload and an ended session, and sent in the order they were given.
 */
export type Parcel = { name: string; envelope: Unsigned; refused?: string };
/** What is kept holds no password and no proof. */
type Unsigned = Omit<CommandEnvelope, "password" | "witness">;

type Post = (path: string, envelope: CommandEnvelope) => Promise<CommandAnswer>;
export type Tools = { storage?: KeyValue; post?: Post; wait?: (milliseconds: number) => Promise<void>; sent?: () => void };

export type Outbox = {
  parcels: () => readonly Parcel[];
  subscribe: (listener: () => void) => () => void;
  add: (name: string, envelope: Unsigned) => void;
  /** Takes away what the server refused. */
  drop: (id: string) => void;
  /** Another tab changed what is kept: shows it as it is now. */
  again: () => void;
  /** Starts sending what is waiting; does nothing while it is being done. */
  send: () => Promise<void>;
  /** False when the browser refuses to keep what waits. */
  kept: () => boolean;
};

/** A dead connection may never say so: then it is tried again, with the same id. */
const longestWait = 15_000;
const firstPause = 1500;
const longestPause = 30_000;

export function makeOutbox(key: string, tools: Tools = {}): Outbox {
  const storage = tools.storage ?? lasting;
  const post: Post = tools.post ?? ((path, envelope) => postJson<CommandAnswer>(path, envelope, { signal: AbortSignal.timeout(longestWait) }));
  const wait = tools.wait ?? untilConnected;
  const sent = tools.sent ?? readAgain;
  const listeners = new Set<() => void>();
  let kept = true;
  let list: readonly Parcel[] = load();
  let sending: Promise<void> | undefined;

  function load(): Parcel[] {
    try {
      const found: unknown = JSON.parse(storage.getItem(key) ?? "[]");
      return Array.isArray(found) ? (found as Parcel[]) : [];
    } catch {
      return [];
    }
  }
  /** Another tab may have added to what is kept, or sent some of it: each change begins from there. */
  function change(by: (before: readonly Parcel[]) => readonly Parcel[]): void {
    list = by(kept ? load() : list);
    try {
      if (list.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(list));
      kept = true;
    } catch {
      kept = false;
    }
    tell();
  }
  function tell(): void {
    for (const listener of [...listeners]) listener();
  }
  const without = (id: string): void => change((before) => before.filter(({ envelope }) => envelope.id !== id));
  const adding = (parcel: Parcel): void => change((before) => (before.some(({ envelope }) => envelope.id === parcel.envelope.id) ? before : [...before, parcel]));

  async function sendAll(): Promise<void> {
    let pause = firstPause;
    for (;;) {
      const next = list.find(({ refused }) => refused === undefined);
      if (!next) return;
      try {
        await post(commandPath(next.name), next.envelope);
        without(next.envelope.id);
        pause = firstPause;
        sent();
      } catch (error) {
        // Only what the server said is an answer; an answer cut off on its way is none.
        const answered = error instanceof Problem && !error.passes && error.status !== 429;
        if (!answered) {
          await wait(pause);
          pause = Math.min(pause * 2, longestPause);
        } else if (error.status === 401) {
          return; // signed out on purpose: it waits for the next sign-in
        } else {
          change((before) => before.map((each) => (each.envelope.id === next.envelope.id ? { ...each, refused: error.message } : each)));
        }
      }
    }
  }

  return {
    parcels: () => list,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add: (name, envelope) => adding({ name, envelope }),
    drop: without,
    again: () => {
      if (!kept) return;
      list = load();
      tell();
    },
    send: () => (sending ??= sendAll().finally(() => (sending = undefined))),
    kept: () => kept,
  };
}

const outboxes = new Map<string, Outbox>();

const prefixOf = (user: string): string => `afterglow.draft/${encodeURIComponent(user)}/outbox/`;

function outboxAt(key: string): Outbox {
  let found = outboxes.get(key);
  if (!found) outboxes.set(key, (found = makeOutbox(key)));
  return found;
}

/** One per person and thing, whoever shows it. */
export const outboxOf = (user: string, subject: string): Outbox => outboxAt(prefixOf(user) + encodeURIComponent(subject));

/** What waits since before this page was opened: after a restart it goes out from whatever screen is shown first. */
export function sendWaiting(user: string, storage: KeyValue = lasting): void {
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index);
    if (key?.startsWith(prefixOf(user))) void outboxAt(key).send();
  }
}

window.addEventListener("storage", ({ key }) => {
  if (key !== null) outboxes.get(key)?.again();
});

export const useParcels = (outbox: Outbox): readonly Parcel[] => useSyncExternalStore(outbox.subscribe, outbox.parcels);
