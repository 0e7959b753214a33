import { useEffect, useState } from "react";
import { postJson } from "../../lib/http";
import { NoConnection, Problem } from "../../lib/problem";
import type { Simulation, SimulationAsked } from "./types";

/** How long somebody may pause within a number before it is taken as meant. */
const pause = 400;

export type Simulated = {
  /** The newest answer; while the next one is on its way, or refused, the one before. */
  simulation: Simulation | undefined;
  /** The answer to what is asked now is on its way. */
  busy: boolean;
  /** What is shown answers what is asked now. */
  current: boolean;
  problem: Problem | undefined;
  failure: Error | undefined;
};

type State = { key: string; simulation: Simulation | undefined; problem: Problem | undefined; failure: Error | undefined };

/** Asks again by itself, a moment after the last change; a newer question takes the older one back. */
export function useSimulation(asked: SimulationAsked | undefined, attempt = 0): Simulated {
  const key = asked ? JSON.stringify([asked, attempt]) : "";
  const [state, setState] = useState<State>({ key: "", simulation: undefined, problem: undefined, failure: undefined });

  useEffect(() => {
    if (!key) return;
    const abort = new AbortController();
    const [question] = JSON.parse(key) as [SimulationAsked];
    const timer = setTimeout(() => {
      postJson<Simulation>("/api/v1/pharmacology/simulate", question, { signal: abort.signal }).then(
        (simulation) => !abort.signal.aborted && setState({ key, simulation, problem: undefined, failure: undefined }),
        (reason: unknown) => {
          if (abort.signal.aborted) return;
          const problem = reason instanceof Problem && reason.errors.length > 0 ? reason : undefined;
          const failure = problem ? undefined : reason instanceof Error ? reason : new NoConnection();
          setState((before) => ({ key, simulation: before.simulation, problem, failure }));
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);

  const answered = key !== "" && state.key === key;
  return {
    simulation: state.simulation,
    busy: key !== "" && !answered,
    current: answered && !state.problem && !state.failure,
    problem: answered ? state.problem : undefined,
    failure: answered ? state.failure : undefined,
  };
}
