import { lasting } from "./storage";
import { makeStore, useStore } from "./store";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

function stored(): Theme {
  const value = lasting.getItem("afterglow.theme");
  return value === "light" || value === "dark" ? value : "system";
}

const theme = makeStore<Theme>(stored());

/** The first setting happens in public/theme.js, before anything is painted. */
export function setTheme(next: Theme): void {
  if (next === "system") {
    lasting.removeItem("afterglow.theme");
    delete document.documentElement.dataset["theme"];
  } else {
    lasting.setItem("afterglow.theme", next);
    document.documentElement.dataset["theme"] = next;
  }
  theme.set(next);
}

export const useTheme = (): Theme => useStore(theme);
