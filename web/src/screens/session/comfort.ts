import { useEffect } from "react";
import { lasting, passing } from "../../lib/storage";
import { makeStore, useStore } from "../../lib/store";

/** How this screen is used in this room: remembered in the browser, for nobody else. */
export type Comfort = { dim: number; text: number; sound: boolean };

export const dimmest = 3;
export const largest = 3;
const key = "afterglow.room";
const plain: Comfort = { dim: 0, text: 0, sound: false };

const within = (value: unknown, most: number): number => (typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0);

export function readComfort(kept: string | null): Comfort {
  try {
    const found = JSON.parse(kept ?? "{}") as Partial<Comfort> | null;
    return { dim: within(found?.dim, dimmest), text: within(found?.text, largest), sound: found?.sound === true };
  } catch {
    return plain;
  }
}

const comfort = makeStore<Comfort>(readComfort(lasting.getItem(key)));

export const useComfort = (): Comfort => useStore(comfort);
export function setComfort(change: Partial<Comfort>): void {
  comfort.set((before) => readComfort(JSON.stringify({ ...before, ...change })));
  try {
    lasting.setItem(key, JSON.stringify(comfort.get()));
  } catch {
    // It holds until the page is closed.
  }
}

/** The size of the room's letters is that of the whole page: what opens over the room has it, too. */
export function useComfortHere(): Comfort {
  const { dim, text, sound } = useComfort();
  useEffect(() => {
    const root = document.documentElement;
    if (text > 0) root.setAttribute("data-room-text", String(text));
    else root.removeAttribute("data-room-text");
    return () => root.removeAttribute("data-room-text");
  }, [text]);
  return { dim, text, sound };
}

// ---- typing in what stands on paper ----

const paperKey = "afterglow.paper/";
const papers = makeStore<Readonly<Record<string, string>>>({});

/** The day of the paper record that is being typed in, or none: then everything happens now. */
export function usePaperDay(session: string): string | undefined {
  const held = useStore(papers)[session];
  return (held ?? passing.getItem(paperKey + session) ?? "") || undefined;
}
export function setPaperDay(session: string, day: string | undefined): void {
  papers.set((before) => ({ ...before, [session]: day ?? "" }));
  if (day) passing.setItem(paperKey + session, day);
  else passing.removeItem(paperKey + session);
}
