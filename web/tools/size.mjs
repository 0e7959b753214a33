// What a browser loads for the first screen, gzipped, in each language: HTML, scripts, styles, texts and fonts.
// Prints it for the public home, the sign-in page and a staff screen; fails above the limit. Needs `npm run build`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const limit = 250 * 1024;
const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));

const screens = {
  "/": ["src/shell/PublicLayout.tsx", "src/screens/home/Home.tsx"],
  "/ask": ["src/shell/PublicLayout.tsx", "src/screens/ask/Ask.tsx"],
  "/sign-in": ["src/shell/PublicLayout.tsx", "src/screens/sign_in/SignIn.tsx"],
  "/today": ["src/shell/StaffLayout.tsx", "src/screens/today/Today.tsx"],
};
const texts = { "/": ["home"], "/ask": ["ask"], "/sign-in": ["sign_in"], "/today": ["today"] };
// Which subsets of the fonts a page in the language needs (by their unicode-range).
const subsets = { cs: ["latin", "latin-ext"], en: ["latin"], uk: ["latin", "cyrillic"] };

const sizes = new Map();
function weigh(file) {
  if (!sizes.has(file)) {
    const content = readFileSync(join(dist, file));
    sizes.set(file, file.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length);
  }
  return sizes.get(file);
}

function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`not in the build: ${key}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const each of chunk.imports ?? []) collect(each, files);
}

const fonts = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".woff2"));
let tooBig = false;
for (const [route, modules] of Object.entries(screens)) {
  for (const [language, wanted] of Object.entries(subsets)) {
    const files = new Set(["index.html", "theme.js", "layers.css", "icon.svg"]);
    collect("index.html", files);
    for (const module of modules) collect(module, files);
    for (const name of ["common", "shell", ...texts[route]]) collect(`src/locales/${language}/${name}.json`, files);
    for (const font of fonts) if (wanted.some((subset) => new RegExp(`(?:1918|text)-${subset}-wght`).test(font))) files.add(`assets/${font}`);
    const by = { js: 0, css: 0, woff2: 0, other: 0 };
    for (const file of files) by[file.split(".").pop() in by ? file.split(".").pop() : "other"] += weigh(file);
    const total = Object.values(by).reduce((sum, each) => sum + each, 0);
    const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(6);
    console.log(`${route.padEnd(9)} ${language}  ${kib(total)} KiB   js ${kib(by.js)}  css ${kib(by.css)}  fonts ${kib(by.woff2)}`);
    tooBig ||= total > limit;
  }
}
console.log(tooBig ? `more than ${limit / 1024} KiB` : `all within ${limit / 1024} KiB`);
process.exit(tooBig ? 1 : 0);
