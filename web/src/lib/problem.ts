import type { FieldError, ProblemDetails } from "../api/types";

/** The server's "no", as problem details (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ProblemDetails;
  /** Seconds after which asking again makes sense, where the server said so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, details: ProblemDetails, retryAfter?: number) {
    super(details.detail ?? details.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = details.code ?? "";
    this.details = details;
    this.retryAfter = retryAfter;
  }

  get errors(): FieldError[] {
    return this.details.errors ?? [];
  }

  /** The state as it is now, where somebody else was faster (409). */
  get current(): unknown {
    return this.details.current;
  }

  /** The server cannot answer now but may later: the same request is sent again by itself. */
  get passes(): boolean {
    return [502, 503, 504].includes(this.status);
  }
}

/** No answer at all: whether the request arrived is not known. */
export class NoConnection extends Error {
  constructor() {
    super("no connection");
    this.name = "NoConnection";
  }
}

function unescape(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** `/data/vitals/systolic_mmhg` → `["data", "vitals", "systolic_mmhg"]` (RFC 6901). */
export function pointerTokens(pointer: string): string[] {
  if (pointer === "" || pointer === "/") return [];
  return pointer.replace(/^#/, "").split("/").slice(1).map(unescape);
}

export type SortedErrors<Name extends string> = {
  fields: Partial<Record<Name, string>>;
  /** Errors that belong to no field of this form. */
  others: string[];
};

/**
 * Puts each error beside its field. `places` says where a field sits in the request; without an entry the field `x`
 * sits at `/data/x`. An error deeper than a field (`/data/phones/0` for `phones`) belongs to that field; of several
 * candidates the deepest wins.
 */
export function sortErrors<Name extends string>(
  errors: readonly FieldError[],
  names: readonly Name[],
  places: Partial<Record<Name, string>> = {},
): SortedErrors<Name> {
  const sorted: SortedErrors<Name> = { fields: {}, others: [] };
  const spots = names.map((name) => ({ name, tokens: pointerTokens(places[name] ?? `/data/${name}`) }));
  for (const error of errors) {
    const tokens = pointerTokens(error.pointer);
    const holds = spots
      .filter((spot) => spot.tokens.length <= tokens.length && spot.tokens.every((token, at) => token === tokens[at]))
      .sort((a, b) => b.tokens.length - a.tokens.length);
    const name = holds[0]?.name;
    if (name === undefined) sorted.others.push(error.text);
    else sorted.fields[name] = sorted.fields[name] ? `${sorted.fields[name]} ${error.text}` : error.text;
  }
  return sorted;
}
