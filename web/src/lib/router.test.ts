import { describe, expect, it } from "vitest";
import { matchRoute } from "../shell/routes";
import { safeNext } from "../screens/sign_in/SignIn";
import { matchPath, navigate, currentPath } from "./router";

describe("matchPath", () => {
  it("takes named parts", () => expect(matchPath("/people/:id", "/people/7")).toEqual({ id: "7" }));
  it("wants the whole path", () => {
    expect(matchPath("/people", "/people/7")).toBeNull();
    expect(matchPath("/people/:id", "/people")).toBeNull();
  });
  it("gives the rest to a star, also when there is none", () => {
    expect(matchPath("/people/:id/*rest", "/people/7/decision/new")).toEqual({ id: "7", rest: "decision/new" });
    expect(matchPath("/people/:id/*rest", "/people/7")).toEqual({ id: "7", rest: "" });
  });
  it("decodes, and does not fall over what cannot be decoded", () => {
    expect(matchPath("/people/:id", "/people/a%20b")).toEqual({ id: "a b" });
    expect(matchPath("/people/:id", "/people/%E0%A4%A")).toEqual({ id: "%E0%A4%A" });
  });
});

describe("routes", () => {
  it("finds the list and the person", () => {
    expect(matchRoute("/people").route.path).toBe("/people");
    expect(matchRoute("/people/7").params).toEqual({ id: "7", rest: "" });
    expect(matchRoute("/").route.path).toBe("/");
    expect(matchRoute("/nowhere").route.path).toBe("");
  });
});

describe("navigate", () => {
  it("changes the address without loading the page", () => {
    navigate("/ask");
    expect(currentPath()).toBe("/ask");
    expect(window.location.pathname).toBe("/ask");
  });
});

describe("the page after signing in", () => {
  it("is one of ours", () => {
    expect(safeNext("/people/7?tab=story")).toBe("/people/7?tab=story");
    for (const foreign of [null, "", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n\\evil.example", "https://evil.example", "/sign-in?next=/"]) {
      expect(safeNext(foreign)).toBe("/today");
    }
  });
});
