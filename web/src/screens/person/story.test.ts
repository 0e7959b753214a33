import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { languages } from "../../lib/i18n";
import { isFormName } from "./entries/forms";
import { echoes, formOf, inOrder, isTold, tellings, type StoryEntry } from "./story";

const catalogues = import.meta.glob<Record<string, string>>("../../locales/*/story.json", { import: "default", eager: true });

/** `std::variant<Booked, Recorded<Scale>, …>` in the server's own source: the names the events of a noun are stored under. */
function eventsOf(noun: string): string[] {
  const source = readFileSync(join(import.meta.dirname, `../../../../src/clinic/${noun}/${noun}.h`), "utf8");
  const list = [...source.matchAll(/using Event =\s+std::variant<([\s\S]*?)>;/g)].at(0)?.[1] ?? "";
  return list.split(",").map((each) => each.trim()).filter(Boolean).map((each) => each.replace(/^Recorded<(\w+)>$/, "$1Recorded"));
}

/** What is between the privacy lead and who opened the record: the server keeps it out of the person's story. */
const keptOut = ["PrivacyNoticeSent", "EmergencyReviewed"];
const all = ["patient", "course", "dosing", "task", "calendar", "emergency"].flatMap(eventsOf).filter((name) => !keptOut.includes(name));

describe("the story", () => {
  it("knows the server's events", () => {
    expect(all).toContain("PatientRegistered");
    expect(all).toContain("ScaleRecorded");
    expect(all).toContain("WitnessedTimeOutRecorded");
    expect(all.length).toBeGreaterThan(40);
  });

  it("tells every one of them, in each language, or says whose echo it is", () => {
    for (const name of all) expect(isTold(name) || echoes.includes(name), name).toBe(true);
    for (const language of languages) {
      const texts = Object.keys(catalogues[`../../locales/${language}/story.json`] ?? {}).map((key) => key.split("#")[0]);
      for (const name of Object.keys(tellings)) expect(texts, language).toContain(`event.${name}`);
    }
  });

  it("tells nothing the server does not say", () => {
    for (const name of [...Object.keys(tellings), ...echoes]) expect(all).toContain(name);
  });

  it("can show every form an event carries", () => {
    for (const name of all.filter((each) => each.endsWith("Recorded"))) expect(isFormName(name.replace(/Recorded$/, "")), name).toBe(true);
  });

  const entry = (sequence: number, at: string, more: object = {}): StoryEntry =>
    ({ sequence, stream: "course:x", name: "PlanRecorded", command: "c", who: "w", happened_at: at, recorded_at: at, payload: {}, ...more }) as StoryEntry;

  it("is read by when things happened", () => {
    const [late, early, between] = [entry(1, "2026-11-22T10:00:00.000Z"), entry(2, "2026-11-22T08:00:00.000Z"), entry(3, "2026-11-22T10:00:00.000Z")];
    expect(inOrder([late, early, between]).map(({ sequence }) => sequence)).toEqual([3, 1, 2]);
  });

  it("finds the form in an event", () => {
    expect(formOf(entry(1, "", { payload: { form: { a: 1 } } }))).toEqual({ name: "Plan", data: { a: 1 } });
    expect(formOf(entry(1, "", { name: "CourseMoved", payload: { to: "outcome" } }))).toBeUndefined();
  });
});
