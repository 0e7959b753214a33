import { useEffect } from "react";
import type { AlarmPriority } from "../../api/live";
import { useNow } from "../../lib/now";
import { canSound, play, readySound, soundEvery } from "../../lib/sound";
import { pauseLeft, worst } from "./alarms";
import { useComfort } from "./comfort";
import { useRoom } from "./data";

/** What there is to hear now: contact lost before any alarm, since nothing newer is known then. */
export function toHear(on: boolean, lost: boolean, alarm: AlarmPriority | undefined, paused: boolean): AlarmPriority | "contact" | undefined {
  if (!on) return undefined;
  if (lost) return "contact";
  return paused ? undefined : alarm;
}

/** Sounds in the rhythm of the gravest alarm, if somebody switched the sound on. */
export function Sounds() {
  const { sound } = useComfort();
  const { watch, live } = useRoom();
  const now = useNow(1000);
  const what = toHear(sound, live.lostSince !== undefined, worst(watch?.alarms ?? []), pauseLeft(watch?.paused_until, now) > 0);
  useEffect(() => {
    if (!what) return;
    play(what);
    const timer = setInterval(() => play(what), soundEvery(what));
    return () => clearInterval(timer);
  }, [what]);
  // After a reload the browser wants a tap before it lets a page sound: any will do.
  useEffect(() => {
    if (!sound || canSound()) return;
    const ready = (): void => readySound();
    window.addEventListener("pointerdown", ready, { once: true });
    window.addEventListener("keydown", ready, { once: true });
    return () => {
      window.removeEventListener("pointerdown", ready);
      window.removeEventListener("keydown", ready);
    };
  }, [sound]);
  return null;
}
