import type { Me, Permission } from "../api/types";
import { knowClinic } from "./clinic";
import { makeStore, useStore } from "./store";

/**
 * Who is signed in. "expired" keeps `me`: the person is asked to sign in again over the page they are on, and
 * everything they typed stays where it is.
 */
export type SessionState =
  | { status: "unknown" }
  | { status: "out" }
  | { status: "in"; me: Me }
  | { status: "expired"; me: Me };

export const session = makeStore<SessionState>({ status: "unknown" });
export const useSession = (): SessionState => useStore(session);

export function currentMe(): Me | undefined {
  const state = session.get();
  return state.status === "in" || state.status === "expired" ? state.me : undefined;
}

/** The signed-in member of staff; only for screens inside the staff layout, which shows them to nobody else. */
export function useMe(): Me {
  const state = useSession();
  if (state.status === "in" || state.status === "expired") return state.me;
  throw new Error("useMe outside the staff layout");
}

export function useMay(permission: Permission): boolean {
  const state = useSession();
  return (state.status === "in" || state.status === "expired") && state.me.permissions.includes(permission);
}

export function signedIn(me: Me): void {
  const before = currentMe();
  if (before && before.user !== me.user) {
    // Somebody else signed in, perhaps in another tab: nothing on this page may be sent in their name.
    window.location.reload();
    return;
  }
  knowClinic({ name: me.clinic_name, zone: me.zone });
  session.set({ status: "in", me });
  for (const waiter of waiters.splice(0)) waiter.resolve();
}

export function signedOut(): void {
  session.set({ status: "out" });
  for (const waiter of waiters.splice(0)) waiter.reject(new Error("signed out"));
}

type Waiter = { resolve: () => void; reject: (reason: Error) => void };
const waiters: Waiter[] = [];

/** The server no longer knows us. Resolves when the same person has signed in again, rejects when they leave. */
export function signInAgain(): Promise<void> {
  const me = currentMe();
  if (!me) return Promise.reject(new Error("not signed in"));
  session.set({ status: "expired", me });
  return new Promise((resolve, reject) => void waiters.push({ resolve, reject }));
}

/** A background request found the session gone: show it, but hold nothing up. */
export function sessionEnded(): void {
  const state = session.get();
  if (state.status === "in") session.set({ status: "expired", me: state.me });
}
