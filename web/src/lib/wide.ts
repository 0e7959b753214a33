import { useSyncExternalStore } from "react";

const query = window.matchMedia("(min-width: 48rem)");

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether columns fit beside each other. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
