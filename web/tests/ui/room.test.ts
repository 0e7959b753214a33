// The dosing room in a real browser: it is told what happens, says when it is not, loses no mark, and its alarms can be
// answered with one tap or one key.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, axeFindings, goTo, picture, signedIn, useBrowser, type Language, type Visit } from "./support/browser";
import { choose, press, write } from "./support/hands";
import { dosed, marksOf, measureHigh, pageOf, until, type Row } from "./support/room";
import { wire, type Wire } from "./support/wire";

useBrowser();

const tablet = { width: 1180, height: 820 };
const upright = { width: 820, height: 1180 };
let nurse: Visit, therapist: Visit, far: Visit;
let line: Wire;
let row: Row;

beforeAll(async () => {
  [nurse, therapist] = [await signedIn(accountOf("nurse"), tablet), await signedIn(accountOf("therapist"), tablet)];
  line = await wire();
  far = await signedIn(accountOf("nurse"), { ...tablet, base: line.base });
  row = await dosed(nurse);
});
afterAll(async () => {
  await Promise.all([nurse, therapist, far].map((visit) => visit?.context.close()));
  line.close();
});

const wider = ({ page }: Visit): Promise<number> => page.evaluate(() => {
  const room = document.querySelector("[data-room]");
  return room ? room.scrollWidth - room.clientWidth : document.documentElement.scrollWidth - document.documentElement.clientWidth;
});

describe.sequential("the room", () => {
  it("shows who, what was agreed and how old it is, on a tablet in either hand", async () => {
    const { page, faults } = nurse;
    await goTo(page, `/sessions/${row.id}`);
    for (const said of ["Touch and closeness", "Calming plan", "Rescue drugs", "Physician on site", "Escort", "Consent"]) await page.getByText(said, { exact: true }).first().waitFor();
    await page.getByText(/^as of /).first().waitFor();
    await page.getByText("expected, not measured").first().waitFor();
    for (const size of [tablet, upright]) {
      await page.setViewportSize(size);
      expect(await wider(nurse)).toBeLessThanOrEqual(0);
      expect(await axeFindings(page)).toEqual([]);
      await picture(page, `room.${size.width}`);
    }
    await page.setViewportSize(tablet);
    expect(faults).toEqual([]);
  });

  for (const language of ["cs", "uk"] satisfies Language[]) {
    it(`holds long words in letters twice as large (${language})`, async () => {
      const visit = await signedIn(accountOf("nurse"), { ...upright, language });
      await visit.context.addInitScript(() => localStorage.setItem("afterglow.room", JSON.stringify({ dim: 1, text: 3, sound: false })));
      await goTo(visit.page, `/sessions/${row.id}`);
      expect(await wider(visit)).toBeLessThanOrEqual(0);
      await picture(visit.page, `room.large.${language}`);
      await visit.context.close();
    });
  }

  it("two devices see each other's mark within a second", async () => {
    await Promise.all([goTo(nurse.page, `/sessions/${row.id}`), goTo(therapist.page, `/sessions/${row.id}`)]);
    const shown = (visit: Visit): Promise<number> => visit.page.getByRole("list", { name: "What happened" }).getByText("Music", { exact: true }).count();
    for (const [from, to] of [[nurse, therapist], [therapist, nurse]] as const) {
      const before = await shown(to);
      const tapped = Date.now();
      await from.page.getByRole("button", { name: "Music", exact: true }).click();
      await until(async () => (await shown(to)) > before, "the other device shows the mark", 5000);
      expect(Date.now() - tapped).toBeLessThan(1000);
    }
  });

  it("says that there is no contact, keeps each mark, and delivers it once when contact is back", async () => {
    const { page } = far;
    const before = await marksOf(therapist, row.id, "toilet");
    await goTo(page, `/sessions/${row.id}`);
    line.silence();
    const tapped = Date.now();
    await page.getByRole("button", { name: "Toilet", exact: true }).click();
    await page.getByText("waiting to be sent").waitFor();
    await page.getByRole("alert").getByText(/^No contact with the server since/).waitFor({ timeout: 20_000 });
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "room.no_contact");
    line.mend();
    await until(async () => (await page.getByText("waiting to be sent").count()) === 0, "nothing waits any more", 40_000);
    await page.getByText(/^No contact with the server since/).waitFor({ state: "detached", timeout: 20_000 });
    expect(await marksOf(therapist, row.id, "toilet")).toBe(before + 1);
    const { session } = await pageOf(therapist, row.id);
    const at = Date.parse(session.marks.findLast(({ data }) => data.kind === "toilet")?.happened_at ?? "");
    expect(Math.abs(at - tapped)).toBeLessThan(2000);
  });

  it("delivers a mark once after the tab was closed without contact", async () => {
    const before = await marksOf(therapist, row.id, "physician_called");
    line.silence();
    await far.page.getByRole("button", { name: "Physician called", exact: true }).click();
    await far.page.getByText("waiting to be sent").waitFor();
    await far.page.close();
    line.mend();
    far.page = await far.context.newPage();
    far.page.setDefaultTimeout(20_000);
    // From whatever screen is opened first.
    await goTo(far.page, "/today");
    await until(async () => (await marksOf(therapist, row.id, "physician_called")) === before + 1, "the mark has arrived");
    await goTo(far.page, `/sessions/${row.id}`);
    expect(await marksOf(therapist, row.id, "physician_called")).toBe(before + 1);
  });

  it("an alarm is seen, told apart without colour, and acknowledged with one tap", async () => {
    const { page } = nurse;
    await goTo(page, `/sessions/${row.id}`);
    await measureHigh(therapist, row.id);
    const alarm = page.getByRole("article", { name: /^Systolic pressure 204, above/ });
    await alarm.waitFor({ timeout: 5000 });
    await alarm.getByText(/priority/).first().waitFor();
    expect(await alarm.getByText(/^!+$/).count()).toBe(1);
    for (const size of [tablet, upright]) {
      await page.setViewportSize(size);
      expect(await wider(nurse)).toBeLessThanOrEqual(0);
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.setViewportSize(tablet);
    await picture(page, "room.alarm");
    await page.emulateMedia({ forcedColors: "active" });
    await picture(page, "room.alarm.forced_colours");
    await page.emulateMedia({ forcedColors: "none" });
    await alarm.getByRole("button", { name: /It needed an act/ }).click();
    await alarm.waitFor({ state: "detached" });
    await page.getByText(/^acknowledged/).first().waitFor();
  });

  it("touch beyond what was agreed is kept and said to be so", async () => {
    const { page } = nurse;
    const ledger = page.getByRole("region", { name: "Touch" });
    await ledger.getByRole("button", { name: "Accepted", exact: true }).click();
    const far = ledger.getByRole("group", { name: "Which touch" }).getByRole("button", { name: /beyond what was agreed/ }).last();
    await far.click();
    await ledger.locator("li[data-beyond]").first().waitFor();
  });

  it("a mistyped dose is corrected before a witness, and says what it said before", async () => {
    const { page } = nurse;
    await goTo(page, `/sessions/${row.id}`);
    const dose = page.getByRole("list", { name: "What happened" }).locator("[data-kind=dose]").first();
    await press(dose, "Correct");
    const witness = accountOf("therapist");
    await write(dose, { "What it should have said": "41.5", "Their user name": witness.user, "Their password": "not the password", "Why is it being corrected?": "A slip of the pen." });
    await press(dose, "Save the correction");
    await dose.locator("[aria-invalid='true']").first().waitFor();
    expect(await dose.getByLabel("Their password", { exact: true }).inputValue()).toBe("");
    await write(dose, { "Their password": witness.password });
    await press(dose, "Save the correction");
    await dose.getByText(/^Said before: .*A slip of the pen/).waitFor();
  });

  it("everything by the keyboard alone", async () => {
    const { page } = therapist;
    await goTo(page, `/sessions/${row.id}`);
    await measureHigh(nurse, row.id);
    const before = await marksOf(nurse, row.id, "observation");
    const reach = async (name: RegExp): Promise<void> => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press("Tab");
        const label = await page.evaluate(() => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim());
        if (name.test(label)) return;
      }
      throw new Error(`the keyboard does not reach ${String(name)}`);
    };
    await reach(/^Observation$/);
    await page.keyboard.press("Enter");
    await until(async () => (await marksOf(nurse, row.id, "observation")) === before + 1, "the mark is made");
    const alarm = page.getByRole("article", { name: /^Systolic pressure/ });
    if (await alarm.count()) {
      await page.locator("main h1").focus();
      await reach(/It did not$/);
      await page.keyboard.press("Space");
      await alarm.waitFor({ state: "detached" });
    }
  });

  it("types in a paper record: the day is kept, each entry asks its time", async () => {
    const { page } = nurse;
    await goTo(page, `/sessions/${row.id}`);
    await press(page, "Paper");
    expect(await page.getByRole("link", { name: "The record, Čeština" }).getAttribute("href")).toBe(`/api/v1/sessions/${row.id}/papers/record?language=cs`);
    await press(page, "Type in a paper record");
    await page.getByText(/^Typing in from paper:/).waitFor();
    await press(page, "Keep the mark");
    await page.getByText("Please say the time.").first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(page, "Paper is done");
  });
});

describe("the wall", () => {
  it("tells every room without a word about a person", async () => {
    const { page, faults } = nurse;
    faults.length = 0;
    await goTo(page, "/wall");
    await page.getByRole("listitem").first().waitFor();
    const words = await page.locator("[data-room]").innerText();
    for (const part of row.patient_name.split(" ")) expect(words).not.toContain(part);
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, "wall");
    await page.setViewportSize(tablet);
    expect(faults).toEqual([]);
  });
});

describe("a rehearsal", () => {
  it("is told from a real session at every moment", async () => {
    const { page } = therapist;
    await goTo(page, "/rehearsal");
    expect(await axeFindings(page)).toEqual([]);
    await write(page, { Name: "Nobody Real" });
    await choose(page, { "How fast the person lives": "60 times faster" });
    await press(page, "Start the rehearsal");
    await page.waitForURL(/\/sessions\//);
    await page.getByText("REHEARSAL – simulated person").waitFor();
    await page.getByText("NÁCVIK · ТРЕНУВАННЯ").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "room.rehearsal");
  });
});
