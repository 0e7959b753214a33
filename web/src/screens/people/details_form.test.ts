import { describe, expect, it } from "vitest";
import { detailsFrom, noDetails, splitName, typed } from "./details_form";

describe("a person's details", () => {
  it("leave out what is empty and keep one allergy on each line", () => {
    const details = detailsFrom({ ...noDetails, given_name: " Jana ", family_name: "Nová", birth_date: "1984-05-03", allergies: "penicilin\n\n pyl \n" });
    expect(details).toEqual({ given_name: "Jana", family_name: "Nová", birth_date: "1984-05-03", language: "cs", allergies: ["penicilin", "pyl"] });
  });

  it("keep a contact with a name and a phone", () => {
    const details = detailsFrom({ ...noDetails, escort_name: "Petr", escort_phone: "777 123 456" });
    expect(details.escort).toEqual({ name: "Petr", phone: "777 123 456" });
    expect(details.emergency_contact).toBeUndefined();
  });

  it("come back as they were typed", () => {
    const details = {
      given_name: "Jana", family_name: "Nová", birth_date: "1984-05-03", language: "uk" as const, allergies: ["a", "b"], sex: "female" as const,
      national_id: "845503/1234", email: "a@b.cz", phone: "777", address: "Praha", insurer_code: "111", insurer_number: "1",
      escort: { name: "Petr", phone: "1", relation: "bratr" }, emergency_contact: { name: "Eva", phone: "2" },
    };
    expect(detailsFrom(typed(details))).toEqual(details);
  });
});

describe("splitName", () => {
  it("takes the last word for the family name", () => {
    expect(splitName("Jana Marie Nováková")).toEqual({ given_name: "Jana Marie", family_name: "Nováková" });
    expect(splitName("Jana")).toEqual({ given_name: "Jana", family_name: "" });
  });
});
