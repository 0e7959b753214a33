import { useEffect, useState } from "react";

/** How far the server's clock is from this computer's; learnt from the Date header of its answers. */
let offset = 0;

export function learnServerTime(dateHeader: string | null): void {
  if (!dateHeader) return;
  const server = Date.parse(dateHeader);
  if (Number.isNaN(server)) return;
  const measured = server - Date.now();
  // The header has whole seconds: a small difference says nothing.
  offset = Math.abs(measured) < 2000 ? 0 : measured;
}

export const serverNow = (): number => Date.now() + offset;

/** The time by the server's clock, again every `interval` milliseconds. */
export function useNow(interval = 30_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
