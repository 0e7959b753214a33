import type { ComponentType } from "react";
import { matchPath, type Params } from "../lib/router";

export type Screen = { default: ComponentType };

export type Route = {
  path: string;
  layout: "public" | "staff";
  screen: () => Promise<Screen>;
  /** The catalogues the screen needs, fetched together with it. */
  texts: readonly string[];
};

/** Every screen of the app, one line each. The first that matches wins. A last `/*rest` takes the screen's own sub-paths. */
export const routes: readonly Route[] = [
  { path: "/", layout: "public", screen: () => import("../screens/home/Home"), texts: ["home"] },
  { path: "/ask", layout: "public", screen: () => import("../screens/ask/Ask"), texts: ["ask"] },
  { path: "/morning/:token", layout: "public", screen: () => import("../screens/morning/Morning"), texts: ["morning"] },
  { path: "/sign-in", layout: "public", screen: () => import("../screens/sign_in/SignIn"), texts: ["sign_in", "provider"] },
  { path: "/enter", layout: "public", screen: () => import("../screens/enter/Enter"), texts: ["enter"] },
  { path: "/today", layout: "staff", screen: () => import("../screens/today/Today"), texts: ["today", "tasks", "inquiries", "terms"] },
  { path: "/inquiries/*rest", layout: "staff", screen: () => import("../screens/inquiries/Inquiries"), texts: ["inquiries", "terms"] },
  { path: "/people", layout: "staff", screen: () => import("../screens/people/People"), texts: ["people", "terms"] },
  { path: "/people/new", layout: "staff", screen: () => import("../screens/people/Register"), texts: ["people", "terms"] },
  { path: "/people/:id/*rest", layout: "staff", screen: () => import("../screens/person/Person"), texts: ["person", "path", "entries", "tasks", "emergency", "terms"] },
  { path: "/sessions/:id/*rest", layout: "staff", screen: () => import("../screens/session/Session"), texts: ["session", "watch", "steps"] },
  { path: "/wall", layout: "staff", screen: () => import("../screens/wall/Wall"), texts: ["wall", "watch", "session", "steps"] },
  { path: "/rehearsal", layout: "staff", screen: () => import("../screens/rehearsal/Rehearse"), texts: ["rehearsal", "steps"] },
  { path: "/calendar", layout: "staff", screen: () => import("../screens/calendar/Calendar"), texts: ["calendar", "terms"] },
  { path: "/waiting-list", layout: "staff", screen: () => import("../screens/waiting_list/WaitingList"), texts: ["waiting_list", "terms"] },
  { path: "/register/*rest", layout: "staff", screen: () => import("../screens/register/Register"), texts: ["register", "terms"] },
  { path: "/figures", layout: "staff", screen: () => import("../screens/figures/Figures"), texts: ["figures", "terms"] },
  { path: "/network", layout: "staff", screen: () => import("../screens/network/Network"), texts: ["network", "terms"] },
  { path: "/explorer", layout: "staff", screen: () => import("../screens/explorer/Explorer"), texts: ["explorer"] },
  { path: "/staff", layout: "staff", screen: () => import("../screens/staff/Staff"), texts: ["staff"] },
  { path: "/rules", layout: "staff", screen: () => import("../screens/rules/Rules"), texts: ["rules", "terms"] },
  { path: "/access-log", layout: "staff", screen: () => import("../screens/access_log/AccessLog"), texts: ["access_log", "terms"] },
  { path: "/emergency-access", layout: "staff", screen: () => import("../screens/emergency/EmergencyAccess"), texts: ["emergency", "access_log", "terms"] },
  { path: "/erasing", layout: "staff", screen: () => import("../screens/erasing/Erasing"), texts: ["erasing", "terms"] },
  { path: "/account", layout: "staff", screen: () => import("../screens/account/Account"), texts: ["account"] },
  { path: "/account/signing-in", layout: "staff", screen: () => import("../screens/signing_in/SigningIn"), texts: ["signing_in", "provider"] },
  // Every part at once, to look at while working; not in the app that clinics get.
  ...(import.meta.env.MODE === "production"
    ? []
    : [{ path: "/parts", layout: "public", screen: () => import("../screens/parts_sheet/PartsSheet"), texts: ["path"] } satisfies Route]),
];

export const lost: Route = { path: "", layout: "public", screen: () => import("../screens/lost/Lost"), texts: ["lost"] };

export type Match = { route: Route; params: Params };

export function matchRoute(path: string, among: readonly Route[] = routes): Match {
  for (const route of among) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return { route: lost, params: {} };
}
