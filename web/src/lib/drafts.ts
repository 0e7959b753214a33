import type { Pending } from "./command";
import type { KeyValue } from "./storage";

/**
 * What somebody typed and has not sent. Kept per user, form and subject, so that a reload, a crash or a lost
 * connection costs nothing, and so that nobody sees another's words.
 */
export type Draft<Values> = {
  savedAt: number;
  values: Values;
  /** Set while it is not known whether the command arrived. */
  pending?: Pending;
};

export type DraftKey = { user: string; form: string; subject: string };

const prefix = "afterglow.draft/";

function storageKey({ user, form, subject }: DraftKey): string {
  return prefix + [user, form, subject].map(encodeURIComponent).join("/");
}

export function loadDraft<Values>(storage: KeyValue, key: DraftKey): Draft<Values> | undefined {
  const text = storage.getItem(storageKey(key));
  if (text === null) return undefined;
  try {
    const draft = JSON.parse(text) as Draft<Values>;
    return typeof draft.savedAt === "number" && typeof draft.values === "object" && draft.values !== null ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** False when the storage is full or refuses: the form then says that typed text is not being kept. */
export function saveDraft<Values>(storage: KeyValue, key: DraftKey, draft: Draft<Values>): boolean {
  try {
    storage.setItem(storageKey(key), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(storage: KeyValue, key: DraftKey): void {
  storage.removeItem(storageKey(key));
}

export function draftsOf(storage: KeyValue, user: string): DraftKey[] {
  const found: DraftKey[] = [];
  for (let index = 0; index < storage.length; index++) {
    const name = storage.key(index);
    if (!name?.startsWith(prefix)) continue;
    const [owner = "", form = "", subject = ""] = name.slice(prefix.length).split("/").map(decodeURIComponent);
    if (owner === user) found.push({ user: owner, form, subject });
  }
  return found;
}

export function removeDraftsOf(storage: KeyValue, user: string): void {
  for (const key of draftsOf(storage, user)) removeDraft(storage, key);
}
