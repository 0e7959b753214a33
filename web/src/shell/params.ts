import { createContext, use } from "react";
import type { Params } from "../lib/router";

export const ParamsContext = createContext<Params>({});

/** A named part of the address: `useParam("id")` on `/people/:id`. */
export function useParam(name: string): string {
  return use(ParamsContext)[name] ?? "";
}
