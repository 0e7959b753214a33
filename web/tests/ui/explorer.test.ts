// The dose explorer: a question is answered by itself, compared, read without eyes or mouse, taken along, and survives a reload.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { accountOf, axeFindings, fits, picture, settled, signedIn, useBrowser, type Language, type Visit } from "./support/browser";
import { press, select, write } from "./support/hands";

useBrowser();

let visit: Visit;
async function open(language: Language = "en", path = "/explorer"): Promise<Page> {
  visit = await signedIn(accountOf("psychiatrist"), { language });
  await visit.page.goto(path);
  await answered(visit.page);
  return visit.page;
}
afterEach(async () => {
  expect(visit.faults).toEqual([]);
  await visit.context.close();
});

/** The picture answers what is asked now. */
async function answered(page: Page): Promise<void> {
  await page.locator("#blood canvas").first().waitFor();
  // A pause passes before a change is taken as meant.
  await page.waitForTimeout(100);
  await settled(page);
  await page.locator("[class*='answer']:not([data-old])").first().waitFor();
}

const blood = (page: Page): Locator => page.locator("#blood");
const figure = (page: Page, heading: string | RegExp): Locator => page.locator("figure").filter({ has: page.getByRole("heading", { level: 3, name: heading }) });
const peakIn = (text: string): number => Number(/at most ([\d.,]+)/.exec(text)?.[1]?.replace(",", ""));

async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

describe("the dose explorer", () => {
  it("shows a curve at once, and says that it is expected", async () => {
    const page = await open();
    const chart = figure(page, "Ketamine in venous blood");
    await chart.getByText("Expected, not measured").first().waitFor();
    expect(peakIn(await chart.innerText())).toBeGreaterThan(10);
    // Something is drawn: not every dot of the canvas is the same.
    expect(await chart.locator("canvas").evaluate((canvas: HTMLCanvasElement) => new Set(canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data).size)).toBeGreaterThan(10);
    await page.getByText("Informs; does not decide. Not for deciding on follow-up of suicidality.").waitFor();
    await page.getByRole("heading", { name: "What it cannot say" }).first().waitFor();
  });

  it("switches between venous and arterial blood", async () => {
    const page = await open();
    const venous = peakIn(await figure(page, "Ketamine in venous blood").innerText());
    await blood(page).getByRole("radio", { name: "Arterial" }).check();
    const arterial = peakIn(await figure(page, "Ketamine in arterial blood").innerText());
    expect(arterial).toBeGreaterThan(venous);
    expect(new URL(page.url()).searchParams.get("site")).toBe("arterial");
  });

  it("answers by itself; mg and mg/kg follow each other and the weight", async () => {
    const page = await open();
    const before = peakIn(await blood(page).innerText());
    await write(page, { "Per weight": "1" });
    expect(await page.getByLabel("Dose", { exact: true }).inputValue()).toBe("70");
    await page.waitForTimeout(600);
    await answered(page);
    expect(peakIn(await blood(page).innerText())).toBeGreaterThan(before * 1.5);
    await write(page, { Weight: "80" });
    expect(await page.getByLabel("Dose", { exact: true }).inputValue()).toBe("80");
    await write(page, { Dose: "40" });
    expect(await page.getByLabel("Per weight", { exact: true }).inputValue()).toBe("0.5");
  });

  it("says beside the field what is wrong, and keeps the old picture", async () => {
    const page = await open();
    await write(page, { Weight: "900" });
    await page.waitForFunction(() => document.querySelector("input[name='weight'][aria-invalid='true']") !== null);
    expect(await blood(page).locator("canvas").count()).toBeGreaterThan(0);
    // The browser itself notes the refusal in its console.
    visit.faults.length = 0;
    await write(page, { Weight: "" });
    await page.getByText("Please fill this in.").waitFor();
  });

  it("compares two, and a reload loses nothing", async () => {
    const page = await open();
    await press(page, "Compare with another");
    const second = page.getByRole("group", { name: "Second regimen" });
    await select(second, { Drug: "esketamine" });
    await write(second, { Dose: "28" });
    await page.waitForTimeout(600);
    await answered(page);
    await blood(page).getByText("B · Ketamine", { exact: true }).waitFor();
    await page.reload();
    await answered(page);
    expect(await second.getByLabel("Dose", { exact: true }).inputValue()).toBe("28");
    expect(await second.getByLabel("Drug", { exact: true }).inputValue()).toBe("esketamine");
    await blood(page).getByText("B · Ketamine", { exact: true }).waitFor();
    await picture(page, "explorer.two");
  });

  it("exports every curve under its own name, and a picture", async () => {
    const page = await open("en", "/explorer?compare=1&b.dose=1");
    const curves = await download(page, () => press(page, "Curves (CSV)"));
    const [heads = "", ...rows] = curves.text.trim().split("\r\n");
    expect(curves.name).toContain("expected-not-measured");
    expect(heads.split(",").slice(0, 3)).toEqual(["regimen", "model", "time_h"]);
    for (const column of ["ketamine_venous_ng_ml", "ketamine_venous_ng_ml_p05", "ketamine_venous_ng_ml_p95"]) expect(heads.split(",")).toContain(column);
    expect(new Set(rows.map((row) => row[0]))).toEqual(new Set(["a", "b"]));
    expect(rows.every((row) => row.split(",").length === heads.split(",").length)).toBe(true);
    const svg = await download(page, () => blood(page).getByRole("button", { name: /Picture/ }).first().click());
    expect(svg.name).toMatch(/\.svg$/);
    expect(svg.text).toContain("Expected, not measured");
  });

  it("can be read with the keyboard, as a table, and to its sources", async () => {
    const page = await open();
    const chart = figure(page, "Ketamine in venous blood");
    const slider = chart.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    for (let i = 0; i < 5; i++) await page.keyboard.press("PageUp");
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/^after .*Ketamine [\d.]+.ng\/mL/);
    const described = (await slider.getAttribute("aria-describedby"))?.split(" ") ?? [];
    expect(described).toHaveLength(2);
    for (const id of described) expect(await page.evaluate((wanted) => document.getElementById(wanted) !== null, id)).toBe(true);
    await chart.getByText("As a table").click();
    expect(await chart.getByRole("row").count()).toBeGreaterThan(5);
    await chart.getByRole("button", { name: /how we know/ }).click();
    const dialog = page.getByRole("dialog");
    expect((await dialog.getByRole("listitem").first().innerText()).length).toBeGreaterThan(3);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  it("finds what else the person takes by another name", async () => {
    const page = await open();
    await page.getByRole("combobox", { name: "What else the person takes" }).fill("diazepam");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(600);
    await answered(page);
    expect(new URL(page.url()).searchParams.get("a.takes")).toBeTruthy();
    await page.getByRole("region", { name: "Please mind" }).waitFor();
    await page.getByRole("button", { name: /^Remove / }).click();
    expect(new URL(page.url()).searchParams.get("a.takes")).toBeNull();
  });

  it("takes a person's facts from the record, if one is chosen", async () => {
    const page = await open();
    const answer = await visit.context.request.get("/api/v1/patients");
    const { patients } = (await answer.json()) as { patients: { id: string; family_name: string }[] };
    await page.getByRole("group", { name: "Person" }).getByRole("radio", { name: "From records" }).check();
    await page.getByRole("combobox", { name: "Find a person" }).fill(patients[0]?.family_name ?? "");
    await page.getByRole("option").first().click();
    await page.getByText("Filled in from the record.", { exact: false }).waitFor();
    expect(new URL(page.url()).searchParams.get("person")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe.each(["cs", "en", "uk"] as const)("the dose explorer in %s", (language) => {
  it("has no barrier, by day, by night and on a phone", async () => {
    const page = await open(language, "/explorer?compare=1&b.dose=1&metabolites=1");
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, `explorer.${language}.light`);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await axeFindings(page, ["color-contrast"])).toEqual([]);
    await picture(page, `explorer.${language}.dark`);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(200);
    expect(await fits(page), "no wider than a phone").toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, `explorer.${language}.phone`);
  });
});
