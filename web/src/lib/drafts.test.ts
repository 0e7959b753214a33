import { describe, expect, it } from "vitest";
import { draftsOf, loadDraft, removeDraft, removeDraftsOf, saveDraft } from "./drafts";
import { memoryStorage } from "./storage";

const key = { user: "jana", form: "answer_inquiry", subject: "a/b c" };

describe("drafts", () => {
  it("come back as they were saved, with the command whose fate is unknown", () => {
    const storage = memoryStorage();
    const draft = { savedAt: 5, values: { answer: "Dobrý den" }, pending: { id: "1", fingerprint: "x" } };
    expect(saveDraft(storage, key, draft)).toBe(true);
    expect(loadDraft(storage, key)).toEqual(draft);
  });
  it("belong to one user, one form and one subject", () => {
    const storage = memoryStorage();
    saveDraft(storage, key, { savedAt: 1, values: {} });
    expect(loadDraft(storage, { ...key, user: "petr" })).toBeUndefined();
    expect(loadDraft(storage, { ...key, subject: "other" })).toBeUndefined();
  });
  it("are listed and removed by user", () => {
    const storage = memoryStorage();
    const theirs = { ...key, user: "petr" };
    storage.setItem("afterglow.theme", "dark");
    saveDraft(storage, key, { savedAt: 1, values: {} });
    saveDraft(storage, { ...key, subject: "2" }, { savedAt: 1, values: {} });
    saveDraft(storage, theirs, { savedAt: 1, values: {} });
    expect(draftsOf(storage, "jana")).toHaveLength(2);
    expect(draftsOf(storage, "jana")).toContainEqual(key);
    removeDraftsOf(storage, "jana");
    expect(draftsOf(storage, "jana")).toEqual([]);
    expect(loadDraft(storage, theirs)).toBeDefined();
    removeDraft(storage, theirs);
    expect(storage.length).toBe(1);
  });
  it("survive nonsense in the storage and a full one", () => {
    const storage = memoryStorage();
    storage.setItem("afterglow.draft/jana/answer_inquiry/a%2Fb%20c", "{half");
    expect(loadDraft(storage, key)).toBeUndefined();
    const full = { ...memoryStorage(), setItem: () => { throw new Error("quota"); } };
    expect(saveDraft(full, key, { savedAt: 1, values: {} })).toBe(false);
  });
});
