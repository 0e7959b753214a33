import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { Account } from "./clinic";

export type Language = "cs" | "en" | "uk";

let browser: Browser | undefined;

/** One browser for a file of tests. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const page of browser?.contexts().flatMap((context) => context.pages()) ?? []) await picture(page, `failed.${task.name.replace(/\W+/g, "_")}.${++failures}`);
  });
  afterAll(async () => browser?.close());
}
let failures = 0;

/** Somebody of a demo clinic with this role; of several the one with the fewest others. */
export function accountOf(role: string, among = inject("accounts")): Account {
  const [found] = among.filter(({ roles }) => roles.includes(role)).sort((a, b) => a.roles.length - b.roles.length);
  if (!found) throw new Error(`the demo clinic has no ${role}`);
  return found;
}

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Errors in the console, uncaught ones, breaches of the content security policy. */
  faults: string[];
  csrf: string;
};

export type Look = { language: Language; width: number; height: number; theme: "light" | "dark" };
type VisitOptions = Partial<Look> & { base?: string };

/** Each language, and each width in each theme: what is wrong in a language is hardly ever wrong in one of these only. */
export const looks: readonly Look[] = [
  { language: "cs", width: 390, height: 844, theme: "light" },
  { language: "en", width: 1280, height: 860, theme: "dark" },
  { language: "uk", width: 390, height: 844, theme: "dark" },
  { language: "cs", width: 1280, height: 860, theme: "light" },
];
export const lookName = ({ language, width, theme }: Look): string => `${language}.${width < 640 ? "phone" : "desktop"}.${theme}`;

async function open({ language = "en", width = 1280, height = 860, theme = "light", base = inject("base") }: VisitOptions): Promise<Visit> {
  if (!browser) throw new Error("useBrowser() first");
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height },
    locale: { cs: "cs-CZ", en: "en-GB", uk: "uk-UA" }[language],
    timezoneId: "Europe/Prague",
    reducedMotion: "reduce",
    colorScheme: theme,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await context.addInitScript((chosen) => localStorage.setItem("afterglow.language", chosen), language);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  return { context, page, faults, csrf: "" };
}

/** A browser of a person without an account. */
export const visitor = (options: VisitOptions = {}): Promise<Visit> => open(options);

/** A browser in which somebody of the clinic is signed in. */
export async function signedIn(account: Account, options: VisitOptions = {}): Promise<Visit> {
  const visit = await open(options);
  const answer = await visit.context.request.post("/api/v1/sign-in", { data: { user: account.user, password: account.password } });
  expect(answer.status(), `${account.user} signs in`).toBe(200);
  const me = (await answer.json()) as { csrf_token: string };
  return { ...visit, csrf: me.csrf_token };
}

/** Goes there and waits until the screen stands: its heading is there and nothing is being loaded any more. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  // The bones of what is being loaded, twice in a row: one read may follow another.
  const stands = (): boolean => document.querySelector("[class*='skeleton'], [aria-busy='true']") === null && document.fonts.status === "loaded";
  await page.waitForFunction(stands);
  await page.waitForTimeout(60);
  await page.waitForFunction(stands);
}

const grave = new Set<unknown>(["serious", "critical"]);

/** What axe finds that is serious or worse, in one line each; with `rules` only those. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  // No frames here, and only what is wrong is of interest: both make it several times faster.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])).analyze();
  return violations
    .filter(({ impact }) => grave.has(impact))
    .flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${help} – ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`));
}

/** Nothing is wider than the window. */
export const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

export async function picture(page: Page, name: string): Promise<void> {
  const folder = inject("screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
