import type { Me, ProblemDetails } from "../api/types";
import { isCutOff, sawAnswer, sawNoAnswer } from "./connection";
import { language } from "./i18n";
import { learnServerTime } from "./now";
import { NoConnection, Problem } from "./problem";
import { currentMe, sessionEnded, signInAgain, signedIn } from "./session";

export type RequestOptions = {
  method?: "GET" | "POST";
  body?: unknown;
  signal?: AbortSignal;
  /** A poll nobody asked for: it does not keep the session alive, and it never interrupts. */
  background?: boolean;
  /** For routes without an account, and for signing in itself: a 401 is an answer, not the end of a session. */
  anonymous?: boolean;
  headers?: Record<string, string>;
};

/** How the code begins that the server gives to a missing or stale CSRF token. */
const staleToken = "csrf";

async function send(path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language(), ...options.headers };
  const method = options.method ?? "GET";
  if (options.background) headers["X-Background"] = "1";
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const token = currentMe()?.csrf_token;
  if (method !== "GET" && token) headers["X-CSRF-Token"] = token;
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  if (isCutOff()) {
    sawNoAnswer();
    throw new NoConnection();
  }
  try {
    const response = await fetch(path, init);
    sawAnswer();
    learnServerTime(response.headers.get("Date"));
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    sawNoAnswer();
    throw new NoConnection();
  }
}

async function problemFrom(response: Response): Promise<Problem> {
  const after = Number(response.headers.get("Retry-After"));
  let details: ProblemDetails = {};
  try {
    details = (await response.json()) as ProblemDetails;
  } catch {
    // Not JSON (a proxy's page): the status says enough.
  }
  return new Problem(response.status, details, after > 0 ? after : undefined);
}

/** The raw answer: 2xx or 304. Signs in again, or renews the token, and repeats where that is the cure. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  let renewed = false;
  for (;;) {
    const response = await send(path, options);
    if (response.ok || response.status === 304) return response;
    if (response.status === 401 && !options.anonymous && currentMe()) {
      const problem = await problemFrom(response);
      if (options.background) {
        sessionEnded();
        throw problem;
      }
      await signInAgain().catch(() => {
        throw problem;
      });
      continue;
    }
    const problem = await problemFrom(response);
    if (response.status === 403 && problem.code.startsWith(staleToken) && !renewed && currentMe()) {
      renewed = true;
      signedIn(await getJson<Me>("/api/v1/me", { anonymous: options.anonymous ?? false }));
      continue;
    }
    throw problem;
  }
}

async function body<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  // Cut off on its way: what was done is not known, as without any answer.
  const text = await response.text().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    sawNoAnswer();
    throw new NoConnection();
  });
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export async function getJson<T>(path: string, options: Omit<RequestOptions, "method" | "body"> = {}): Promise<T> {
  return body<T>(await request(path, options));
}

export async function postJson<T>(path: string, data: unknown, options: Omit<RequestOptions, "method" | "body"> = {}): Promise<T> {
  return body<T>(await request(path, { ...options, method: "POST", body: data }));
}
