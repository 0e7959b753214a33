import { describe, expect, it } from "vitest";
import { promiseState } from "./Clock";
import { placeFor } from "./Menu";
import { curvePiece } from "./PathPicture";

describe("promiseState", () => {
  it("goes from calm to soon to late, and knows a kept promise", () => {
    expect(promiseState(0, 48, 10)).toBe("calm");
    expect(promiseState(0, 48, 40)).toBe("soon");
    expect(promiseState(0, 48, 48)).toBe("soon");
    expect(promiseState(0, 48, 49)).toBe("late");
    expect(promiseState(0, 48, 99, 47)).toBe("kept");
    expect(promiseState(0, 48, 99, 50)).toBe("late");
  });
});

describe("placeFor", () => {
  const window = { width: 400, height: 800 };
  const menu = { width: 200, height: 100 };
  const at = (left: number, top: number): DOMRect => new DOMRect(left, top, 44, 44);
  it("opens below, or above where there is no room", () => {
    expect(placeFor(at(10, 10), menu, window)).toEqual({ left: 10, top: 60 });
    expect(placeFor(at(10, 750), menu, window).top).toBe(644);
  });
  it("stays in the window", () => expect(placeFor(at(390, 10), menu, window).left).toBe(194));
});

describe("curvePiece", () => {
  it("goes through its points", () => {
    const points = [{ x: 0, y: 0 }, { x: 100, y: 50 }, { x: 200, y: 0 }];
    expect(curvePiece(points, 0)).toMatch(/^M0\.0 0\.0C.* 100\.0 50\.0$/);
    expect(curvePiece(points, 1)).toMatch(/^M100\.0 50\.0C.* 200\.0 0\.0$/);
  });
});
