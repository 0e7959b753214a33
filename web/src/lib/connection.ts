import { makeStore, useStore } from "./store";

/** Whether the server can be reached, as far as the last request told. */
const connected = makeStore(true);

export const useConnected = (): boolean => useStore(connected);
export const isConnected = (): boolean => connected.get();

/** A rehearsal plays a lost network: while it does, this page sends and hears nothing. */
const cut = makeStore(false);
export const isCutOff = (): boolean => cut.get();
export const useCutOff = (): boolean => useStore(cut);
export function cutOff(now: boolean): void {
  if (cut.get() === now) return;
  cut.set(now);
  if (now) sawNoAnswer();
  else void tryAgain();
}

let probe: ReturnType<typeof setTimeout> | undefined;
let pause = 2000;
const longestPause = 20_000;

export function sawAnswer(): void {
  if (probe) clearTimeout(probe);
  probe = undefined;
  pause = 2000;
  connected.set(true);
}

export function sawNoAnswer(): void {
  connected.set(false);
  if (!probe) probe = setTimeout(() => void tryAgain(), pause);
}

async function tryAgain(): Promise<void> {
  clearTimeout(probe);
  probe = undefined;
  if (cut.get()) return sawNoAnswer();
  try {
    await fetch("/healthz", { cache: "no-store", headers: { "X-Background": "1" } });
    sawAnswer();
  } catch {
    pause = Math.min(pause * 2, longestPause);
    sawNoAnswer();
  }
}

window.addEventListener("online", () => void (connected.get() || tryAgain()));
window.addEventListener("offline", () => sawNoAnswer());

/** Resolves when the server answers again, or after `longest` milliseconds, whichever is first. */
export function untilConnected(longest: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(finish, longest);
    const leave = connected.subscribe(() => {
      if (connected.get()) finish();
    });
  });
}
