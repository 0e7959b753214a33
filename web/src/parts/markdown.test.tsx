import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { act } from "react";
import { describe, expect, it } from "vitest";
import { blocksOf, Markdown } from "./Markdown";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

function rendered(text: string): HTMLElement {
  const box = document.createElement("div");
  act(() => createRoot(box).render(createElement(Markdown, { text })));
  return box;
}

describe("Markdown", () => {
  it("knows headings, paragraphs and both kinds of list", () => {
    expect(blocksOf("Intro\ngoes on.\n\n## Risks\n\n- one\n- two\n  goes on\n\n1. first\n2. second")).toEqual([
      { kind: "paragraph", text: "Intro goes on." },
      { kind: "heading", level: 2, text: "Risks" },
      { kind: "list", ordered: false, items: ["one", "two goes on"] },
      { kind: "list", ordered: true, items: ["first", "second"] },
    ]);
  });
  it("makes strong and emphasised text", () => {
    const box = rendered("It is **very *safe*** and *calm*, 2 * 3 * 4.");
    expect(box.querySelectorAll("strong")).toHaveLength(1);
    expect([...box.querySelectorAll("em")].map((each) => each.textContent)).toEqual(["safe", "calm"]);
    expect(box.textContent).toContain("2 * 3 * 4");
  });
  it("never makes anything else of a text", () => {
    const hostile = "<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n## <b onclick=x>t</b>\n\n- [a](javascript:alert(1))\n- **<iframe src=//x>**";
    const box = rendered(hostile);
    expect(box.querySelectorAll("img, script, b, a, iframe")).toHaveLength(0);
    expect([...box.querySelectorAll("*")].flatMap((each) => each.getAttributeNames()).filter((name) => name !== "class")).toEqual([]);
    expect(box.textContent).toContain("<script>alert(1)</script>");
    expect(box.textContent).toContain("[a](javascript:alert(1))");
  });
});
