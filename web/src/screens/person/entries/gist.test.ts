import { describe, expect, it } from "vitest";
import { beginning } from "./gist";

describe("beginning", () => {
  it("keeps a short text and cuts a long one between words", () => {
    expect(beginning("Klid\n a  ticho")).toBe("Klid a ticho");
    expect(beginning("Najít znovu klid a odpustit si", 20)).toBe("Najít znovu klid a…");
    expect(beginning("x".repeat(40), 20)).toBe(`${"x".repeat(20)}…`);
  });
});
