import { describe, expect, it } from "vitest";
import { bindShortWords, firstLanguage, languages, translate, type Language } from "./i18n";

type Catalogue = Record<string, string>;
const files = import.meta.glob<Catalogue>("../locales/*/*.json", { import: "default", eager: true });
const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.*"], { query: "?raw", import: "default", eager: true });

const base = (key: string): string => key.split("#")[0] ?? key;
const namesOf = (of: Language): string[] => Object.keys(files).filter((path) => path.includes(`/${of}/`)).map((path) => path.replace(/.*\/(.*)\.json$/, "$1"));
const texts = (of: Language, name: string): Catalogue => files[`../locales/${of}/${name}.json`] ?? {};
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
const tags = (text: string): string[] => [...text.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? "").sort();

describe("catalogues", () => {
  it("are the same set in each language", () => {
    for (const of of languages) expect(namesOf(of).sort()).toEqual(namesOf("en").sort());
  });

  for (const name of namesOf("en")) {
    it(`${name}: the same keys, values and tags in each language`, () => {
      const keys = [...new Set(Object.keys(texts("en", name)).map(base))].sort();
      for (const of of languages) {
        const catalogue = texts(of, name);
        expect([...new Set(Object.keys(catalogue).map(base))].sort(), of).toEqual(keys);
        for (const [key, text] of Object.entries(catalogue)) {
          const english = Object.entries(texts("en", name)).find(([each]) => base(each) === base(key))?.[1] ?? "";
          expect(text.trim(), `${of} ${key}`).not.toBe("");
          expect(holes(text), `${of} ${key}`).toEqual(holes(english));
          expect(tags(text), `${of} ${key}`).toEqual(tags(english));
        }
      }
    });

    it(`${name}: every plural has all the forms of its language`, () => {
      for (const of of languages) {
        const forms = new Intl.PluralRules(of).resolvedOptions().pluralCategories;
        const plurals = new Set(Object.keys(texts(of, name)).filter((key) => key.includes("#")).map(base));
        for (const key of plurals) for (const form of forms) expect(texts(of, name), of).toHaveProperty([`${key}#${form}`]);
      }
    });

    it(`${name}: every text is used`, () => {
      const users = Object.values(sources).filter((source) => source.includes(`catalogue<`) && source.includes(`("${name}")`));
      expect(users.length, "some source names the catalogue").toBeGreaterThan(0);
      const all = Object.values(sources).join("\n");
      const stems = [...all.matchAll(/\(`([\w.]*)\$\{/g), ...all.matchAll(/`([\w.]+)\$\{[^`]*\}(?:_\w+)?`/g)].map((match) => match[1] ?? "").filter((stem) => stem.length > 1);
      const unused = Object.keys(texts("en", name)).map(base).filter((key) => !all.includes(`"${key}"`) && !stems.some((stem) => key.startsWith(stem)));
      expect(unused).toEqual([]);
    });
  }
});

describe("translate", () => {
  const czech = { "days#one": "{n} den", "days#few": "{n} dny", "days#many": "{n} dne", "days#other": "{n} dní", hello: "Dobrý den, {name}" };
  it("chooses the plural form", () => {
    expect(translate(czech, "cs", "days", { n: 1 })).toBe("1 den");
    expect(translate(czech, "cs", "days", { n: 3 })).toBe("3 dny");
    expect(translate(czech, "cs", "days", { n: 5 })).toBe("5 dní");
    expect(translate(czech, "cs", "days", { n: 1.5 })).toBe("1,5 dne");
  });
  it("puts in values and leaves unknown ones visible", () => {
    expect(translate(czech, "cs", "hello", { name: "Evo" })).toBe("Dobrý den, Evo");
    expect(translate(czech, "cs", "hello")).toBe("Dobrý den, {name}");
  });
});

describe("bindShortWords", () => {
  it("keeps one-letter words with the next", () => {
    expect(bindShortWords("cs", "Sezení s ketaminem a v klidu")).toBe("Sezení s\u00a0ketaminem a\u00a0v\u00a0klidu");
    expect(bindShortWords("uk", "Ви в безпеці")).toBe("Ви в\u00a0безпеці");
    expect(bindShortWords("en", "a walk")).toBe("a walk");
  });
});

describe("firstLanguage", () => {
  it("is the chosen one, else the browser's, else Czech", () => {
    expect(firstLanguage("uk", ["en"])).toBe("uk");
    expect(firstLanguage("xx", ["de-AT", "en-US"])).toBe("en");
    expect(firstLanguage(null, ["sk-SK", "en"])).toBe("cs");
    expect(firstLanguage(null, ["de"])).toBe("cs");
  });
});
