import { Fragment, type ReactNode } from "react";

/**
 * Puts elements into a text: `rich("See <a>the steps</a>.", { a: (inside) => <Link to="/">{inside}</Link> })`. What people wrote
 * (a name) is filled in afterwards, inside: it could hold such tags itself.
 */
export function rich(text: string, tags: Record<string, (inside: string) => ReactNode>): ReactNode {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(/<(\w+)>(.*?)<\/\1>/g)) {
    const [whole, tag = "", inside = ""] = match;
    if (match.index > at) pieces.push(text.slice(at, match.index));
    pieces.push(tags[tag]?.(inside) ?? inside);
    at = match.index + whole.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces.map((piece, index) => <Fragment key={index}>{piece}</Fragment>);
}
