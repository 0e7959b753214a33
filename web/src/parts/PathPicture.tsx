import type { ReactNode } from "react";
import { catalogue } from "../lib/i18n";
import type texts from "../locales/en/path.json";
import { Link } from "../lib/router";
import styles from "./PathPicture.module.css";

const useTexts = catalogue<typeof texts>("path");

export const pathSteps = ["interview", "evaluation", "examination", "decision", "preparation", "dosing", "integration", "outcome"] as const;
export type PathStepName = (typeof pathSteps)[number];

/**
 * done, current and ahead as they say. held: stopped for a while at this step. stepped_back: came back to this step
 * from a later one. ended: the path ends here before its end. skipped: not needed on this path.
 */
export type PathState = "done" | "current" | "ahead" | "held" | "stepped_back" | "ended" | "skipped";

export type PathStep = {
  step: PathStepName;
  state: PathState;
  /** A few words below the name: "Thursday 10:00", "2 of 3", why it is held. Without it the state is named. */
  note?: ReactNode;
  to?: string;
};

/** How high each step stands: up to the session, and down again to a place higher than the start. */
const heights: Record<PathStepName, number> = {
  interview: 0.06, evaluation: 0.14, examination: 0.25, decision: 0.42, preparation: 0.68, dosing: 1, integration: 0.7, outcome: 0.46,
};

const top = 34;
const bottom = 132;
const heightOf = (step: PathStepName): number => bottom - heights[step] * (bottom - top);

type Point = { x: number; y: number };

/** One piece of a smooth curve through the points (Catmull–Rom as a cubic Bézier). */
export function curvePiece(points: readonly Point[], from: number): string {
  const at = (index: number): Point => points[Math.min(points.length - 1, Math.max(0, index))] ?? { x: 0, y: 0 };
  const [before, start, end, after] = [at(from - 1), at(from), at(from + 1), at(from + 2)];
  const first = { x: start.x + (end.x - before.x) / 6, y: start.y + (end.y - before.y) / 6 };
  const second = { x: end.x - (after.x - start.x) / 6, y: end.y - (after.y - start.y) / 6 };
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M${text(start)}C${text(first)} ${text(second)} ${text(end)}`;
}

const marks: Record<PathState, string> = {
  done: "M-5 0.5l3.5 3.5L5.5-4",
  current: "",
  ahead: "",
  skipped: "M-4.5 0h9",
  held: "M-3-4.5v9M3-4.5v9",
  stepped_back: "M-1.5-5.5l-3.5 3.5 3.5 3.5M-5-2h6.5a3.5 3.5 0 0 1 0 7H-1",
  ended: "M-4-4L4 4M4-4L-4 4",
};

function Station({ state }: { state: PathState }) {
  return (
    <g data-state={state}>
      {state === "current" && <circle className={styles["halo"]} r={19} />}
      <circle className={styles["disc"]} r={state === "ahead" || state === "skipped" ? 9 : 12} />
      {marks[state] && <path className={styles["mark"]} d={marks[state]} />}
    </g>
  );
}

const walked = (state: PathState | undefined): boolean => state === "done" || state === "skipped";

/** The path of care at a glance. The list below the arc is the picture's text: readers get it, and only it. */
export function PathPicture({ steps, label }: { steps: readonly PathStep[]; label?: string }) {
  const t = useTexts();
  const points = steps.map(({ step }, index) => ({ x: index * 100 + 50, y: heightOf(step) }));
  const share = (index: number): string => `${((index + 0.5) / steps.length) * 100}%`;
  return (
    <div className={styles["picture"]}>
      <svg className={styles["sky"]} aria-hidden="true" focusable="false">
        <line className={styles["ground"]} x1="0" x2="100%" y1={bottom + 14} y2={bottom + 14} />
        <svg x="0" y="0" width="100%" height="152" viewBox={`0 0 ${steps.length * 100} 152`} preserveAspectRatio="none">
          {steps.slice(1).map((_, index) => (
            <path
              key={index}
              className={styles["way"]}
              d={curvePiece(points, index)}
              data-walked={walked(steps[index]?.state) ? "" : undefined}
              data-hue={Math.round((index / Math.max(1, steps.length - 2)) * 4)}
            />
          ))}
        </svg>
        {steps.map(({ step, state }, index) => (
          <svg key={step} x={share(index)} y={heightOf(step)} overflow="visible"><Station state={state} /></svg>
        ))}
      </svg>
      <ol className={styles["steps"]} aria-label={label ?? t("label")}>
        {steps.map(({ step, state, note, to }) => (
          <li key={step} className={styles["step"]} data-state={state} data-walked={walked(state) ? "" : undefined} aria-current={state === "current" ? "step" : undefined}>
            <svg className={styles["station"]} viewBox="-20 -20 40 40" overflow="visible" aria-hidden="true" focusable="false"><Station state={state} /></svg>
            <span className={styles["words"]}>
              {to ? <Link className={styles["name"]} to={to}>{t(`step.${step}`)}</Link> : <span className={styles["name"]}>{t(`step.${step}`)}</span>}
              {note !== undefined && <span className="hidden-text">{t(`state.${state}`)}</span>}
              <span className={styles["note"]}>{note ?? t(`state.${state}`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
