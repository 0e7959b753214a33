import type { Shape } from "../../api/shapes";
import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/staff.json";

export const useTexts = catalogue<typeof texts>("staff");

export type Role = Shape<"Role">;
export const roles: readonly Role[] = ["coordinator", "psychiatrist", "physician", "therapist", "nurse", "custodian", "billing", "manager", "inspector", "administrator", "network_manager"];

/** "MUDr. Petra Horáková" → "petra.horakova": what people expect as their user name. */
export function userNameFor(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/\s+/).filter((word) => word && !word.includes(".") && !word.includes(","));
  return words.map((word) => word.replace(/[^a-z0-9-]/g, "")).filter(Boolean).join(".").slice(0, 60);
}
