import { useCallback, useEffect, useSyncExternalStore } from "react";
import { request } from "./http";
import { NoConnection, Problem } from "./problem";

/** What the server said last, and how it stands with asking it again. */
export type Read<T> = {
  data: T | undefined;
  /** Nothing to show yet. */
  loading: boolean;
  /** Asking again while something is shown. */
  refreshing: boolean;
  error: Problem | NoConnection | undefined;
  /** When `data` was true (this computer's clock). */
  at: number;
  again: () => void;
};

type Entry = {
  data: unknown;
  etag: string | null;
  error: Problem | NoConnection | undefined;
  at: number;
  running: boolean;
  wanted: boolean;
  listeners: Set<() => void>;
  snapshot: Omit<Read<unknown>, "again">;
};

const entries = new Map<string, Entry>();
const idle: Omit<Read<unknown>, "again"> = { data: undefined, loading: false, refreshing: false, error: undefined, at: 0 };

function entryFor(path: string): Entry {
  let entry = entries.get(path);
  if (!entry) {
    entry = {
      data: undefined, etag: null, error: undefined, at: 0, running: false, wanted: false,
      listeners: new Set(), snapshot: { ...idle, loading: true },
    };
    entries.set(path, entry);
  }
  return entry;
}

function publish(entry: Entry): void {
  const shown = entry.data !== undefined;
  entry.snapshot = {
    data: entry.data,
    loading: !shown && entry.error === undefined,
    refreshing: shown && entry.running,
    error: entry.error,
    at: entry.at,
  };
  for (const listener of [...entry.listeners]) listener();
}

/** A dead connection may never say so: nothing is waited for longer than this. */
const longestWait = 30_000;

async function load(path: string, entry: Entry, background: boolean, changed = !background): Promise<void> {
  if (entry.running) {
    // Somebody changed something while we were asking: the answer under way may be older than that.
    if (changed) entry.wanted = true;
    return;
  }
  entry.running = true;
  if (!background && entry.data === undefined) entry.error = undefined;
  publish(entry);
  try {
    const headers: Record<string, string> = entry.etag ? { "If-None-Match": entry.etag } : {};
    const response = await request(path, { background, headers, signal: AbortSignal.timeout(longestWait) });
    if (response.status !== 304) {
      entry.data = (await response.json()) as unknown;
      entry.etag = response.headers.get("ETag");
    }
    entry.error = undefined;
    entry.at = Date.now();
  } catch (error) {
    // What one may not read any more does not stay on the screen.
    if (error instanceof Problem && error.status === 403) [entry.data, entry.etag] = [undefined, null];
    if (error instanceof Problem || error instanceof NoConnection) entry.error = error;
    else if (error instanceof DOMException) entry.error = new NoConnection();
    else entry.error = new Problem(0, { title: String(error) });
  } finally {
    entry.running = false;
    publish(entry);
  }
  if (entry.wanted) {
    entry.wanted = false;
    await load(path, entry, background, true);
  }
}

/**
 * Makes every read on the page again (all, or those whose path begins so); forgets the ones nobody shows, and those that
 * `gone` says the server does not have any more.
 */
export function readAgain(prefix = "", gone: readonly string[] = []): void {
  for (const [path, entry] of entries) {
    if (!path.startsWith(prefix)) continue;
    if (entry.listeners.size === 0 || gone.some((each) => path.startsWith(each))) entries.delete(path);
    else void load(path, entry, false);
  }
}

/** The server says that something changed: asks for it again, without keeping the session alive. */
export function readChanged(prefix: string): void {
  for (const [path, entry] of entries) if (path.startsWith(prefix) && entry.listeners.size > 0) void load(path, entry, true, true);
}

/** At sign-out: nothing of one person's reading is left for the next. */
export function forgetReads(): void {
  for (const [path, entry] of entries) if (entry.listeners.size === 0) entries.delete(path);
}

function refreshShown(): void {
  if (document.visibilityState !== "visible") return;
  for (const [path, entry] of entries) {
    const old = Date.now() - entry.at > 5000;
    if (entry.listeners.size > 0 && old) void load(path, entry, true);
  }
}
document.addEventListener("visibilitychange", refreshShown);
window.addEventListener("focus", refreshShown);
window.addEventListener("online", refreshShown);

/**
 * A GET of the server, kept while shown and made again on focus, after every command, and each `every` milliseconds
 * in the background. With `null` nothing is asked.
 */
export function useRead<T>(path: string | null, options: { every?: number } = {}): Read<T> {
  const { every } = options;
  const subscribe = useCallback(
    (listener: () => void) => {
      if (path === null) return () => undefined;
      const entry = entryFor(path);
      entry.listeners.add(listener);
      if (entry.at === 0 || Date.now() - entry.at > 1000) void load(path, entry, false);
      return () => void entry.listeners.delete(listener);
    },
    [path],
  );
  const snapshot = useSyncExternalStore(subscribe, () => (path === null ? idle : entryFor(path).snapshot));

  useEffect(() => {
    if (path === null || !every) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void load(path, entryFor(path), true);
    }, every);
    return () => clearInterval(timer);
  }, [path, every]);

  const again = useCallback(() => {
    if (path !== null) void load(path, entryFor(path), false);
  }, [path]);

  return { ...(snapshot as Omit<Read<T>, "again">), again };
}
