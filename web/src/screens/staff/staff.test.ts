import { describe, expect, it } from "vitest";
import { userNameFor } from "./texts";

describe("the user name offered for a name", () => {
  it("leaves out titles and accents", () => expect(userNameFor("MUDr. Petra Horáková")).toBe("petra.horakova"));
  it("keeps hyphens", () => expect(userNameFor("Marie Černá-Veselá, Ph.D.")).toBe("marie"));
  it("offers nothing where no letter is left", () => expect(userNameFor("Олександр Шевченко")).toBe(""));
});
