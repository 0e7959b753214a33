import type { AlarmPriority } from "../api/live";

/**
 * Quiet bursts after the pattern of IEC 60601-1-8: how many pulses, how fast, how often. No loudness of the standard is
 * promised: a screen in a dark room is not an alarm system, and the sound is off until somebody switches it on.
 */
type Burst = { pulses: readonly number[]; length: number; pitch: number; every: number };

const bursts: Record<AlarmPriority | "contact", Burst> = {
  // Where each pulse begins, in seconds.
  high: { pulses: [0, 0.25, 0.5, 0.95, 1.2], length: 0.15, pitch: 523.25, every: 8000 },
  medium: { pulses: [0, 0.35, 0.7], length: 0.2, pitch: 440, every: 15_000 },
  low: { pulses: [0, 0.4], length: 0.25, pitch: 349.23, every: 30_000 },
  contact: { pulses: [0, 0.5], length: 0.3, pitch: 261.63, every: 15_000 },
};

let context: AudioContext | undefined;

/** To be called from a tap: browsers let a page sound only after one. */
export function readySound(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
  } catch {
    context = undefined;
  }
}

const loudness = 0.12;

function pulse(audio: AudioContext, at: number, { length, pitch }: Burst): void {
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02);
  volume.gain.setValueAtTime(loudness, at + length - 0.04);
  volume.gain.linearRampToValueAtTime(0, at + length);
  volume.connect(audio.destination);
  for (const harmonic of [1, 2, 3, 4]) {
    const tone = audio.createOscillator();
    const part = audio.createGain();
    part.gain.value = 0.5 / harmonic;
    tone.frequency.value = pitch * harmonic;
    tone.connect(part).connect(volume);
    tone.start(at);
    tone.stop(at + length);
  }
}

export function play(what: AlarmPriority | "contact"): void {
  if (!context || context.state !== "running") return;
  const burst = bursts[what];
  for (const offset of burst.pulses) pulse(context, context.currentTime + 0.05 + offset, burst);
}

export const soundEvery = (what: AlarmPriority | "contact"): number => bursts[what].every;
/** Whether the browser lets this page sound: after a reload it asks for a tap first. */
export const canSound = (): boolean => context?.state === "running";
