import { useCallback, useRef, useState } from "react";
import type { CommandAnswer, CommandEnvelope, Witness, WitnessProof, WitnessRequest } from "../api/types";
import { untilConnected } from "./connection";
import { postJson } from "./http";
import { newId } from "./id";
import { NoConnection, Problem } from "./problem";
import { readAgain } from "./read";

export type Extras = {
  expectedVersion?: number | undefined;
  /** When it was so, if that is not now. */
  happenedAt?: string | undefined;
  /** Re-entered for signing. Never kept anywhere. */
  password?: string | undefined;
  /** Typed by the second person. Never kept anywhere, and gone when they have a proof for it. */
  witness?: Witness | undefined;
};

/** What must be known to send the very same command again: also after a reload. */
export type Pending = { id: string; fingerprint: string };

export type Memory = { get: () => Pending | undefined; set: (pending: Pending | undefined) => void };

export function rememberHere(): Memory {
  let pending: Pending | undefined;
  return { get: () => pending, set: (next) => void (pending = next) };
}

export function commandPath(name: string): string {
  return name.startsWith("/") ? name : `/api/v1/commands/${name}`;
}

function fingerprint(data: unknown, extras: Extras): string {
  return JSON.stringify([data, extras.expectedVersion ?? null, extras.happenedAt ?? null]);
}

/** The same content after no answer: the same id, so that it is done once. Other content: another command. */
export function idFor(data: unknown, extras: Extras, memory: Memory, makeId: () => string = newId): string {
  const mark = fingerprint(data, extras);
  const before = memory.get();
  if (before && before.fingerprint === mark) return before.id;
  const pending = { id: makeId(), fingerprint: mark };
  memory.set(pending);
  return pending.id;
}

export type Sending = {
  signal?: AbortSignal;
  /** Called before each wait; with the problem where the server did answer, that it cannot do it now. */
  onWaiting?: (problem: Problem | undefined) => void;
  post?: (path: string, envelope: CommandEnvelope, signal?: AbortSignal) => Promise<CommandAnswer>;
  prove?: (request: WitnessRequest, signal?: AbortSignal) => Promise<WitnessProof>;
  wait?: (milliseconds: number) => Promise<void>;
};

/** The second person confirms this very command: its id, its time and its data. */
const witnessRequest = (command: string, { id, happened_at, data }: CommandEnvelope, witness: Witness): WitnessRequest =>
  ({ command, id, ...(happened_at === undefined ? {} : { happened_at }), witness, data });

const firstPause = 1500;
const longestPause = 30_000;

/**
 * Sends until there is an answer, with the same id each time. An answer is a success or a refusal. Where a second person has
 * typed their password, it is changed for a proof first, and the command goes with the proof.
 */
export async function sendCommand(
  name: string,
  data: unknown,
  extras: Extras,
  memory: Memory,
  sending: Sending = {},
): Promise<CommandAnswer> {
  const post = sending.post ?? ((path, envelope, signal) => postJson<CommandAnswer>(path, envelope, signal ? { signal } : {}));
  const prove = sending.prove ?? ((request, signal) => postJson<WitnessProof>("/api/v1/witness", request, signal ? { signal } : {}));
  const wait = sending.wait ?? untilConnected;
  let { witness } = extras;
  const envelope: CommandEnvelope = { id: idFor(data, extras, memory), data };
  if (extras.expectedVersion !== undefined) envelope.expected_version = extras.expectedVersion;
  if (extras.happenedAt !== undefined) envelope.happened_at = extras.happenedAt;
  if (extras.password !== undefined) envelope.password = extras.password;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      if (witness) envelope.witness = await prove(witnessRequest(name, envelope, witness), sending.signal);
      witness = undefined;
      const answer = await post(commandPath(name), envelope, sending.signal);
      memory.set(undefined);
      return answer;
    } catch (error) {
      const unanswered = error instanceof NoConnection || (error instanceof Problem && error.passes);
      if (!unanswered || sending.signal?.aborted) {
        // That the second person was refused says nothing about the command: it may have been sent before.
        if (error instanceof Problem && !witness) memory.set(undefined);
        throw error;
      }
      sending.onWaiting?.(error instanceof Problem ? error : undefined);
      const told = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
      await wait(Math.max(pause, told));
      if (sending.signal?.aborted) throw error;
    }
  }
}

export type CommandStatus = "idle" | "sending" | "waiting" | "done" | "refused" | "conflict" | "failed";

export type Outcome =
  | { ok: true; answer: CommandAnswer }
  /** Refused or in conflict (then with the problem), or stopped by the person. */
  | { ok: false; problem?: Problem };

export type Command<Data> = {
  status: CommandStatus;
  /** The refusal or conflict last answered; while waiting, why the server cannot do it now. */
  problem: Problem | undefined;
  busy: boolean;
  send: (data: Data, extras?: Extras) => Promise<Outcome>;
  /** Stops trying again; what was sent may or may not have arrived, and the same content keeps its id. */
  stop: () => void;
  reset: () => void;
};

/**
 * One command of the server by its name (or a whole path for routes outside /api/v1/commands). A second `send` while
 * the first is under way changes nothing; after success every read on the page is made again, but for those that begin
 * with one of `gone`: what they showed is not there any more.
 */
export function useCommand<Data = unknown>(name: string, options: { memory?: Memory; post?: Sending["post"]; gone?: readonly string[] | undefined } = {}): Command<Data> {
  const { memory, post, gone } = options;
  const [state, setState] = useState<{ status: CommandStatus; problem?: Problem }>({ status: "idle" });
  const running = useRef<{ promise: Promise<Outcome>; abort: AbortController } | undefined>(undefined);
  const own = useRef<{ memory: Memory; post: Sending["post"]; gone: readonly string[] | undefined }>({ memory: memory ?? rememberHere(), post, gone });
  own.current = { memory: memory ?? own.current.memory, post, gone };

  const send = useCallback(
    (data: Data, extras: Extras = {}): Promise<Outcome> => {
      if (running.current) return running.current.promise;
      const abort = new AbortController();
      setState({ status: "sending" });
      const promise: Promise<Outcome> = sendCommand(name, data, extras, own.current.memory, {
        ...(own.current.post ? { post: own.current.post } : {}),
        signal: abort.signal,
        onWaiting: (problem) => setState(problem ? { status: "waiting", problem } : { status: "waiting" }),
      })
        .then((answer): Outcome => {
          setState({ status: "done" });
          readAgain("", own.current.gone);
          return { ok: true, answer };
        })
        .catch((error: unknown): Outcome => {
          if (abort.signal.aborted) {
            setState({ status: "idle" });
            return { ok: false };
          }
          if (!(error instanceof Problem)) {
            setState({ status: "failed" });
            throw error;
          }
          const conflict = error.status === 409 && error.current !== undefined;
          setState({ status: conflict ? "conflict" : "refused", problem: error });
          return { ok: false, problem: error };
        })
        .finally(() => {
          running.current = undefined;
        });
      running.current = { promise, abort };
      return promise;
    },
    [name],
  );

  const stop = useCallback(() => running.current?.abort.abort(), []);
  const reset = useCallback(() => setState({ status: "idle" }), []);

  return {
    status: state.status,
    problem: state.problem,
    busy: state.status === "sending" || state.status === "waiting",
    send,
    stop,
    reset,
  };
}
