import { useEffect } from "react";

/** The room is dark whatever the rest of the house looks like, and so is everything that opens over it. */
export function useDarkRoom(): void {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute("data-theme");
    root.setAttribute("data-theme", "dark");
    return () => {
      if (before === null) root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", before);
    };
  }, []);
}
