import type { Plugin } from "vite";

/** React Aria brings its few words in thirty languages; we speak three of them. The others become English. */
const spoken = new Set(["cs-CZ", "en-US", "uk-UA"]);
const dictionary = /react-(?:aria|stately|aria-components)\/dist\/private\/intl\/.+\/([a-z]{2}-[A-Z]{2})\.mjs$/;

export function ariaLanguages(): Plugin {
  return {
    name: "afterglow-aria-languages",
    enforce: "pre",
    load(id) {
      const language = dictionary.exec(id)?.[1];
      return language && !spoken.has(language) ? 'export { default } from "./en-US.mjs";' : null;
    },
  };
}
