/** The browser's storage, or a stand-in of memory where the browser refuses it (private windows, full disk). */
export type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export function memoryStorage(): KeyValue {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    key: (index) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

function usable(name: "localStorage" | "sessionStorage"): KeyValue {
  try {
    const storage = window[name];
    storage.setItem("afterglow.probe", "1");
    storage.removeItem("afterglow.probe");
    return storage;
  } catch {
    return memoryStorage();
  }
}

export const lasting: KeyValue = usable("localStorage");
/** Gone when the tab closes: for what a visitor without an account types, perhaps on a borrowed computer. */
export const passing: KeyValue = usable("sessionStorage");
