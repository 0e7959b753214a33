import { useMemo, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { makeStore, useStore } from "./store";

export type Params = Record<string, string>;

/** `/people/:id` names a part; a last `/*rest` takes what is left, also nothing. */
export function matchPath(pattern: string, path: string): Params | null {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  const params: Params = {};
  for (const [index, piece] of wanted.entries()) {
    if (piece.startsWith("*")) {
      params[piece.slice(1)] = given.slice(index).map(decode).join("/");
      return params;
    }
    const value = given[index];
    if (value === undefined) return null;
    if (piece.startsWith(":")) params[piece.slice(1)] = decode(value);
    else if (piece !== value) return null;
  }
  return wanted.length === given.length ? params : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Place = { path: string; query: string; visit: number };

function here(visit: number): Place {
  return { path: window.location.pathname, query: window.location.search, visit };
}

const place = makeStore<Place>(here(0));
window.addEventListener("popstate", () => place.set((before) => here(before.visit + 1)));

/** Goes to another screen of this app without loading the page anew. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace) window.history.replaceState(null, "", to);
  else window.history.pushState(null, "", to);
  place.set((before) => here(before.visit + 1));
}

export const usePlace = (): Place => useStore(place);
export const currentPath = (): string => place.get().path;

export function useQuery(): URLSearchParams {
  const { query } = usePlace();
  return useMemo(() => new URLSearchParams(query), [query]);
}

/** Changes one value of the address (a filter, a tab) and keeps the screen; an empty value removes it. */
export function setQuery(name: string, value: string): void {
  const query = new URLSearchParams(window.location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  const text = query.toString();
  window.history.replaceState(null, "", window.location.pathname + (text ? `?${text}` : ""));
  place.set((before) => ({ ...here(before.visit) }));
}

export function followsHere(event: MouseEvent<HTMLAnchorElement>): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const target = event.currentTarget.getAttribute("target");
  return plain && !event.defaultPrevented && (!target || target === "_self");
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & { to: string };

/** An ordinary link that stays in the app; opening it in a new tab works as ever. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const { path } = usePlace();
  return (
    <a
      {...rest}
      href={to}
      aria-current={rest["aria-current"] ?? (path === to ? "page" : undefined)}
      onClick={(event) => {
        onClick?.(event);
        if (!followsHere(event)) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
