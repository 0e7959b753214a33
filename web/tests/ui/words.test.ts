// P20: stored text is shown as it was written. Every page that shows words of others is opened where they would be code to a
// careless one; and they stand in addresses.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, goTo, settled, signedIn, useBrowser, visitor, type Visit } from "./support/browser";
import type { Clinic } from "./support/clinic";
import { press, write } from "./support/hands";
import { clinicOfWords, closed, day, email, image, inquiry, insured, names, patient, person, svg, words } from "./support/words";

useBrowser();

let clinic: Clinic;
let session = "";
beforeAll(async () => {
  ({ clinic, session } = await clinicOfWords());
});
afterAll(async () => clinic.stop());
const as = (role: string): Promise<Visit> => signedIn(accountOf(role, clinic.accounts), { base: clinic.base });

/** What words do that became code: they run, ask, fetch, are elements, or are held back by the policy of content (which tells the console). */
function guard({ page, faults }: Visit): () => Promise<string[]> {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(`${clinic.base}/`)) seen.push(`request ${request.url()}`);
  });
  const made = (): string[] => {
    const all = [...document.querySelectorAll("*")].filter(
      (each) => each.matches("img[src=x], iframe, a[href^='javascript:'], a[href*='evil.example']") || each.getAttributeNames().some((name) => name.startsWith("on")) || (each.matches("script") && each.textContent?.includes("__caught")),
    );
    return [...("__caught" in window ? ["ran"] : []), ...all.map(({ outerHTML }) => `element ${outerHTML.slice(0, 80)}`)];
  };
  return async () => [...(await page.evaluate(made)), ...seen.splice(0), ...faults.splice(0)];
}

/** What stands on the page, in its fields and in the title of its window; not as it is drawn, so that every character counts. */
const textOf = (page: Page): Promise<string> =>
  page.evaluate(() => [document.title, document.body.textContent, ...[...document.querySelectorAll<HTMLInputElement>("input, textarea")].map(({ value }) => value)].join("\n"));

const at = `/people/${patient}`;
const banner = `Open in an emergency: the record of ${person}It closes`;
const fields = (...of: string[]): string[] => of.map(words);
/** For each who looks: pages, and what is known to stand on them. */
const pages: Record<string, [path: string, ...shown: string[]][]> = {
  coordinator: [
    ["/today", names.asker, banner],
    ["/inquiries?show=all", names.asker],
    [`/inquiries/${inquiry}`, names.asker, email, ...fields("question", "complaint", "answer")],
    [`/inquiries/${closed}`, ...fields("closed")],
    [`/people/new?inquiry=${closed}`, names.asker, email],
    [`/people?search=${encodeURIComponent(names.given)}`, `${names.family} ${names.given}`],
    [`${at}?tab=details`, person, email, names.escort, insured, ...fields("allergy", "address", "old address", "relation", "amended", "erasure")],
    ["/waiting-list", names.waiting, email],
    [`/calendar?date=${day}&view=week&gone=1`, person],
  ],
  psychiatrist: [
    ["/today", person],
    [at, person, names.staff, ...fields("pause", "summary", "suicidality", "personality", "diagnosis", "medicine", "treatment", "expectations")],
    [`${at}?tab=story`, names.staff, ...fields("emergency", "cancelled", "amended", "expectations", "summary", "pause")],
    [`${at}/evaluation`, person],
    [`${at}/consent`, person],
    ["/rules", ...fields("grounds")],
    ["/sessions/{session}", ...fields("mark")],
    [`/calendar?date=${day}&by=person`, names.staff],
  ],
  manager: [
    ["/emergency-access", person, ...fields("emergency")],
    ["/access-log", person, names.staff],
    ["/erasing", person],
    [`${at}?tab=details`, ...fields("hold", "erasure")],
  ],
  administrator: [["/staff", names.staff]],
  colleague: [["/account", names.staff]],
};

describe("stored text is shown as it was written", () => {
  it.each(Object.entries(pages))("to the %s", async (role, shown) => {
    const visit = await as(role);
    const wrong = guard(visit);
    for (const [path, ...texts] of shown) {
      await goTo(visit.page, path.replace("{session}", session));
      const text = await textOf(visit.page);
      for (const each of texts) expect.soft(text, path).toContain(each);
      expect.soft(await wrong(), path).toEqual([]);
    }
    await visit.context.close();
  });

  it("in a dialog", async () => {
    const { page, context } = await as("psychiatrist");
    await goTo(page, `/calendar?date=${day}&view=list`);
    await page.getByRole("button", { name: /^09:00/ }).click();
    await page.getByRole("dialog").waitFor();
    expect(await textOf(page)).toContain(words("booking"));
    await context.close();
  });
});

describe("words in an address", () => {
  // In its path the server takes no dots or slashes.
  const word = `<img src=x onerror=alert(1)>${svg}javascript:alert(1){{7*7}}\u202E<!--`;
  const values = ["tab", "search", "date", "day", "view", "by", "do", "course", "corrects", "entry", "session", "patient", "kind", "instrument", "to", "show", "stock", "only", "before"];
  const query = new URLSearchParams(values.map((name) => [name, word])).toString();

  it("do nothing", async () => {
    const visit = await as("psychiatrist");
    const wrong = guard(visit);
    const asked = ["/people", at, `${at}/move`, `${at}/scale`, "/calendar", "/rules", "/register", `/sessions/${session}`].map((path) => `${path}?${query}`);
    const named = ["/people/", `${at}/`, "/sessions/", "/register/", "/morning/"].map((path) => path + encodeURIComponent(word));
    for (const path of [...asked, ...named]) {
      await goTo(visit.page, path);
      // That there is nobody of that name is told by the browser, too.
      expect.soft((await wrong()).filter((each) => !/status of 4\d\d/.test(each)), path).toEqual([]);
    }
    await visit.context.close();
  });

  it.each(["https://evil.example", "//evil.example", "/\t/evil.example", "javascript:alert(1)"])("lead nowhere else after signing in: %j", async (next) => {
    const visit = await visitor({ base: clinic.base });
    const wrong = guard(visit);
    const { user, password } = accountOf("colleague", clinic.accounts);
    await goTo(visit.page, `/sign-in?${new URLSearchParams({ next }).toString()}`);
    await write(visit.page, { "User name": user, Password: password });
    await press(visit.page, "Sign in");
    await visit.page.waitForURL(`${clinic.base}/today`);
    await settled(visit.page);
    expect(await wrong()).toEqual([]);
    await visit.context.close();
  });
});

describe("a page that takes words for HTML", () => {
  it("is found out by all that they do", async () => {
    const visit = await visitor({ base: clinic.base });
    const wrong = guard(visit);
    const seen = new Set<string>();
    await visit.page.setContent(`<main>${words("planted")}</main>`);
    await expect.poll(async () => {
      for (const each of await wrong()) seen.add(each.replace(/ .*/s, ""));
      return [...seen];
    }).toEqual(expect.arrayContaining(["ran", "element", "dialog", "request"]));
    expect(await textOf(visit.page)).not.toContain(words("planted"));
    await visit.context.close();
  });

  it("is found out where the policy of content holds them back", async () => {
    const visit = await visitor({ base: clinic.base });
    const wrong = guard(visit);
    await goTo(visit.page, "/");
    await visit.page.locator("main").evaluate((main, html) => void (main.innerHTML = html), image);
    const found = await wrong();
    expect(found).not.toContain("ran");
    expect(found.some((each) => each.startsWith("element <img"))).toBe(true);
    await visit.context.close();
  });
});
