import { useFormats } from "../lib/format";
import { useNow } from "../lib/now";
import { Icon } from "./Icon";
import styles from "./states.module.css";
import { useCommonTexts } from "./texts";

export type PromiseState = "calm" | "soon" | "late" | "kept";

/** Late is late; the last quarter of the time is "soon". */
export function promiseState(made: number, due: number, now: number, done?: number): PromiseState {
  if (done !== undefined) return done <= due ? "kept" : "late";
  if (now > due) return "late";
  return due - now < (due - made) / 4 ? "soon" : "calm";
}

type PromiseClockProps = {
  /** When the promise was made, and until when it holds. */
  from: string;
  until: string;
  /** When it was met, if it was. */
  done?: string | undefined;
};

/** "answer within 6 h", "2 h late", "answered in time": a promise and how it stands, in words and as a ring. */
export function PromiseClock({ from, until, done }: PromiseClockProps) {
  const t = useCommonTexts();
  const format = useFormats();
  const now = useNow();
  const due = Date.parse(until);
  const made = Date.parse(from);
  const met = done === undefined ? undefined : Date.parse(done);
  const state = promiseState(made, due, now, met);
  const gone = Math.min(1, Math.max(0, ((met ?? now) - made) / Math.max(1, due - made)));
  const words = {
    calm: () => t("promise_left", { time: format.duration(due - now) }),
    soon: () => t("promise_left", { time: format.duration(due - now) }),
    late: () => (met === undefined ? t("promise_late", { time: format.duration(now - due) }) : t("promise_kept_late", { time: format.duration(met - due) })),
    kept: () => t("promise_kept"),
  };
  return (
    <span className={styles["clock"]} data-state={state} title={format.date(until, "dateTime")}>
      {state === "calm" || state === "soon" ? <Ring share={gone} /> : <Icon name={state === "kept" ? "check" : "warning"} size={18} />}
      {words[state]()}
    </span>
  );
}

const ringLength = 2 * Math.PI * 7;

function Ring({ share }: { share: number }) {
  return (
    <svg className={styles["ring"]} width="18" height="18" viewBox="0 0 18 18" fill="none" strokeWidth="3" aria-hidden="true">
      <circle className={styles["ringBack"]} cx="9" cy="9" r="7" />
      <circle cx="9" cy="9" r="7" stroke="currentColor" strokeDasharray={`${ringLength * (1 - share)} ${ringLength}`} transform="rotate(-90 9 9)" />
    </svg>
  );
}

/** mm:ss or h:mm:ss since or until a moment; for the dosing room. */
export function Stopwatch({ since }: { since: string }) {
  const now = useNow(1000);
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return <time className="numbers" role="timer">{hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`}</time>;
}
