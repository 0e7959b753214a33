import { describe, expect, it } from "vitest";
import { pointerTokens, sortErrors } from "./problem";

const error = (pointer: string, text = pointer) => ({ pointer, code: "x", text });

describe("pointerTokens", () => {
  it("splits and unescapes (RFC 6901)", () => {
    expect(pointerTokens("/data/vitals/systolic_mmhg")).toEqual(["data", "vitals", "systolic_mmhg"]);
    expect(pointerTokens("/a~1b/m~0n")).toEqual(["a/b", "m~n"]);
    expect(pointerTokens("/m~01")).toEqual(["m~1"]);
    expect(pointerTokens("")).toEqual([]);
  });
});

describe("sortErrors", () => {
  it("puts an error beside its field", () => {
    expect(sortErrors([error("/data/email", "wrong")], ["name", "email"])).toEqual({ fields: { email: "wrong" }, others: [] });
  });
  it("knows other places", () => {
    const sorted = sortErrors([error("/data/vitals/systolic_mmhg", "high"), error("/password", "no")], ["systolic", "signature"], {
      systolic: "/data/vitals/systolic_mmhg",
      signature: "/password",
    });
    expect(sorted.fields).toEqual({ systolic: "high", signature: "no" });
  });
  it("gives what is deeper to the field that holds it, the deepest first", () => {
    const sorted = sortErrors([error("/data/phones/0"), error("/data/address/city")], ["phones", "address", "city"], { city: "/data/address/city" });
    expect(sorted.fields).toEqual({ phones: "/data/phones/0", city: "/data/address/city" });
  });
  it("does not take a name for the beginning of another", () => {
    expect(sortErrors([error("/data/name_of_escort")], ["name"]).others).toEqual(["/data/name_of_escort"]);
  });
  it("keeps every error", () => {
    const sorted = sortErrors([error("/data/a", "one."), error("/data/a", "two."), error("", "all.")], ["a"]);
    expect(sorted).toEqual({ fields: { a: "one. two." }, others: ["all."] });
  });
});
