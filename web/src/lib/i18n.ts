import { use } from "react";
import { makeStore, useStore } from "./store";
import { lasting } from "./storage";

export const languages = ["cs", "en", "uk"] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = { cs: "Čeština", en: "English", uk: "Українська" };

type Catalogue = Record<string, string>;
export type Values = Record<string, string | number>;
/** `late#one`, `late#few` … are the plural forms of the key `late`. */
type BaseKey<K> = K extends `${infer Base}#${string}` ? Base : K;
export type Text<C> = (key: BaseKey<keyof C & string>, values?: Values) => string;

const files = import.meta.glob<Catalogue>("../locales/*/*.json", { import: "default" });
const loading = new Map<string, Promise<Catalogue>>();
const used = new Set<string>();

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** What the person chose before; else the first of the browser's languages that we speak; else Czech. */
export function firstLanguage(chosen: string | null, wanted: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0];
    if (isLanguage(primary)) return primary;
    if (primary === "sk") return "cs";
  }
  return "cs";
}

const current = makeStore<Language>(firstLanguage(lasting.getItem("afterglow.language"), navigator.languages));
document.documentElement.lang = current.get();

export const language = (): Language => current.get();
export const useLanguage = (): Language => useStore(current);

const shortWords: Record<Language, RegExp | undefined> = {
  cs: /(?<=^|[\s(„])([ksvzouai]) (?=\S)/giu,
  en: undefined,
  uk: /(?<=^|[\s(«])([авзіуйо]|та|на|до|не|зі) (?=\S)/giu,
};

/** A line does not end with a word of one letter where the language minds it. */
export function bindShortWords(of: Language, text: string): string {
  const words = shortWords[of];
  return words ? text.replace(words, "$1\u00a0") : text;
}

function loadCatalogue(name: string, of: Language): Promise<Catalogue> {
  const key = `${of}/${name}`;
  const running = loading.get(key);
  if (running) return running;
  const file = files[`../locales/${key}.json`];
  if (!file) throw new Error(`no catalogue ${key}`);
  const promise: Promise<Catalogue> = file().then(
    (raw) => {
      const texts = Object.fromEntries(Object.entries(raw).map(([name, text]) => [name, bindShortWords(of, text)]));
      // Read by React's `use`: what is here already is given at once.
      Object.assign(promise, { status: "fulfilled", value: texts });
      return texts;
    },
    (error: unknown) => {
      loading.delete(key);
      throw error;
    },
  );
  loading.set(key, promise);
  return promise;
}

/** Fetches catalogues before a screen needs them, so that it does not wait twice. */
export async function loadTexts(names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => loadCatalogue(name, current.get())));
}

/** Switches once every catalogue in use is here in the new language: the page never shows half of each. */
export async function setLanguage(next: Language): Promise<void> {
  await Promise.all([...used].map((name) => loadCatalogue(name, next)));
  lasting.setItem("afterglow.language", next);
  document.documentElement.lang = next;
  current.set(next);
}

const pluralRules = new Map<Language, Intl.PluralRules>();
export function pluralForm(of: Language, n: number): Intl.LDMLPluralRule {
  let rules = pluralRules.get(of);
  if (!rules) pluralRules.set(of, (rules = new Intl.PluralRules(of)));
  return rules.select(n);
}

const plainNumbers = new Map<Language, Intl.NumberFormat>();
function plainNumber(of: Language, n: number): string {
  let format = plainNumbers.get(of);
  if (!format) plainNumbers.set(of, (format = new Intl.NumberFormat(of)));
  return format.format(n);
}

/** `{name}` is replaced by its value; numbers are written as the language writes them; `n` chooses the plural form. */
export function translate(catalogue: Catalogue, of: Language, key: string, values: Values = {}): string {
  const n = values["n"];
  const form = typeof n === "number" ? catalogue[`${key}#${pluralForm(of, n)}`] : undefined;
  const template = form ?? catalogue[key] ?? catalogue[`${key}#other`] ?? key;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? plainNumber(of, value) : value;
  });
}

/**
 * The texts of one screen or part: `const useTexts = catalogue<typeof en>("ask")` with
 * `import type en from "../locales/en/ask.json"`. The keys are checked by the compiler.
 */
export function catalogue<C extends Catalogue>(name: string): () => Text<C> {
  return function useTexts(): Text<C> {
    const of = useLanguage();
    used.add(name);
    const texts = use(loadCatalogue(name, of));
    return (key, values) => translate(texts, of, key, values);
  };
}
