import { Fragment, type ReactNode } from "react";
import styles from "./Markdown.module.css";

export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] };

/** The little of Markdown that consent texts use: headings, paragraphs, lists, **strong** and *emphasis*. Nothing else is anything but text. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of markdown.replaceAll("\r\n", "\n").split("\n")) {
    const heading = /^(#{1,3})\s+(.*)$/.exec(line);
    const item = /^\s*(?:([-*])|(\d+)[.)])\s+(.*)$/.exec(line);
    if (line.trim() === "") {
      if (open?.kind !== "list") open = undefined;
    } else if (heading) {
      blocks.push({ kind: "heading", level: (heading[1]?.length ?? 1) as 1 | 2 | 3, text: heading[2]?.trim() ?? "" });
      open = undefined;
    } else if (item) {
      const ordered = item[2] !== undefined;
      if (open?.kind !== "list" || open.ordered !== ordered) blocks.push((open = { kind: "list", ordered, items: [] }));
      open.items.push(item[3]?.trim() ?? "");
    } else if (open?.kind === "list" && /^\s/.test(line) && open.items.length > 0) {
      open.items.push(`${open.items.pop() ?? ""} ${line.trim()}`);
    } else if (open?.kind === "paragraph") {
      open.text += ` ${line.trim()}`;
    } else {
      blocks.push((open = { kind: "paragraph", text: line.trim() }));
    }
  }
  return blocks;
}

function inline(text: string): ReactNode {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(/\*\*(.+?)\*\*(?!\*)|\*(\S(?:.*?\S)?)\*/g)) {
    if (match.index > at) pieces.push(text.slice(at, match.index));
    pieces.push(match[1] !== undefined ? <strong>{inline(match[1])}</strong> : <em>{match[2]}</em>);
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces.map((piece, index) => <Fragment key={index}>{piece}</Fragment>);
}

/** Text of a policy pack as elements; never as HTML, so that nothing in it can do anything. `level` is that of its first headings. */
export function Markdown({ text, lang, level = 3 }: { text: string; lang?: string; level?: 2 | 3 }) {
  return (
    <div className={styles["text"]} lang={lang}>
      {blocksOf(text).map((block, index) => {
        if (block.kind === "heading") {
          const Heading = `h${Math.min(6, level + Math.max(0, block.level - 2))}` as "h2" | "h3" | "h4";
          return <Heading key={index}>{inline(block.text)}</Heading>;
        }
        if (block.kind === "paragraph") return <p key={index}>{inline(block.text)}</p>;
        const List = block.ordered ? "ol" : "ul";
        return <List key={index}>{block.items.map((item, at) => <li key={at}>{inline(item)}</li>)}</List>;
      })}
    </div>
  );
}
