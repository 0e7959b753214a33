import { describe, expect, it } from "vitest";
import { chainsOf } from "./chains";

describe("chainsOf", () => {
  it("puts what was corrected below what stands, nearest first, and leaves nothing out", () => {
    const entries = [
      { id: "a", corrected_by: "c" },
      { id: "b" },
      { id: "c", correction: { entry: "a" }, corrected_by: "d" },
      { id: "d", correction: { entry: "c" } },
    ];
    const chains = chainsOf(entries).map(({ entry, before }) => [entry.id, ...before.map(({ id }) => id)]);
    expect(chains).toEqual([["d", "c", "a"], ["b"]]);
  });

  it("shows a corrected entry on its own where the correcting one is not there", () => {
    expect(chainsOf([{ id: "a", corrected_by: "elsewhere" }]).map(({ entry }) => entry.id)).toEqual(["a"]);
  });
});
