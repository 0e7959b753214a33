// A record opened in an emergency, from the front desk to the review by somebody else, and how all of it looks.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { accountOf, axeFindings, fits, goTo, lookName, looks, picture, settled, signedIn, useBrowser, type Visit } from "./support/browser";
import { press, send, write } from "./support/hands";
import { command, read } from "./support/room";

useBrowser();

type Patients = { patients: { id: string; given_name: string; family_name: string; course?: string; phase?: string }[] };

let desk: Visit;
let lead: Visit;
let patient: { id: string; name: string };
let stranger: string;

beforeAll(async () => {
  desk = await signedIn(accountOf("coordinator"));
  lead = await signedIn(accountOf("manager"));
  const { patients } = await read<Patients>(desk, "/api/v1/patients");
  // Somebody of whom much is written down, so that there is something to be opened.
  const far = patients.filter(({ phase }) => phase === "integration" || phase === "outcome" || phase === "closed");
  const [one, other] = [far[0], patients.find(({ id }) => id !== far[0]?.id)];
  if (!one || !other) throw new Error("the demo clinic has too few people");
  patient = { id: one.id, name: `${one.given_name} ${one.family_name}` };
  stranger = other.id;
});
afterAll(async () => {
  await desk.context.close();
  await lead.context.close();
});

const banner = (page: Page) => page.getByText("Open in an emergency: the record of");

describe("emergency access", () => {
  it("is offered where the record is closed, and needs a reason", async () => {
    const { page } = desk;
    await goTo(page, `/people/${patient.id}`);
    await page.getByText("Your role does not open the whole record").waitFor();
    expect(await page.getByRole("tab", { name: "Story" }).count()).toBe(0);
    await press(page, "Open in an emergency");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Only this record opens, for reading only, and for 1 hr at the most.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(dialog, "Open the record");
    await page.locator("[aria-invalid='true']").first().waitFor();
    await write(dialog, { "What has happened?": "Fell unconscious in the waiting room." });
    await send(page, "Open the record", "The record is open.");
  });

  it("opens the record, and every screen says so", async () => {
    const { page } = desk;
    await banner(page).waitFor();
    await page.getByRole("tab", { name: "Story" }).click();
    await page.getByText("Record opened in an emergency").waitFor();
    await page.getByText("Fell unconscious in the waiting room.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const { sessions } = await read<{ sessions: { id: string }[] }>(desk, `/api/v1/patients/${patient.id}/record`);
    const room = `/sessions/${sessions[0]?.id ?? ""}`;
    for (const path of ["/today", "/people", "/calendar", "/account", "/inquiries", "/waiting-list", "/staff", "/rules", room, "/wall"]) {
      await goTo(page, path);
      await banner(page).waitFor();
      // Nothing lies over it.
      await page.getByRole("button", { name: "Close now" }).click({ trial: true });
      expect(await page.getByRole("button", { name: "Close now" }).count(), path).toBe(1);
      await page.getByText(/^It closes by itself at \d\d:\d\d, in \d+ min|in 1 hr/).first().waitFor();
    }
    // The room of a session of theirs can be looked into; nothing in it is theirs to do.
    await goTo(page, room);
    expect(await page.getByRole("button", { name: "Adverse event" }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "emergency.room");
    // Somebody else's stays closed, and no second one is offered.
    await goTo(page, `/people/${stranger}`);
    await page.getByText("You have somebody else’s record open in an emergency.").waitFor();
    expect(await page.getByRole("tab", { name: "Story" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Open in an emergency", exact: true }).count()).toBe(0);
  });

  it("is closed at once, and nothing of the record stays", async () => {
    const { page } = desk;
    await goTo(page, `/people/${patient.id}?tab=story`);
    await press(page, "Close now");
    await banner(page).waitFor({ state: "detached" });
    await page.getByText("Your role does not open the whole record").waitFor();
    expect(await page.getByRole("tab", { name: "Story" }).count()).toBe(0);
  });

  it("waits for somebody else on Today, who reviews it", async () => {
    const { page } = lead;
    await goTo(page, "/today");
    await page.getByText("1 record opened in an emergency waits for its review").waitFor();
    await page.getByRole("link", { name: "Have a look" }).click();
    await settled(page);
    const card = page.locator("section").filter({ hasText: "Fell unconscious in the waiting room." }).last();
    await card.getByText("to review").waitFor();
    await card.getByText(/read the record \(\d+ times?\)/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(page, "Review");
    await write(page.getByRole("dialog"), { Finding: "Justified: the ambulance asked for the medicines." });
    await send(page, "Save the finding", "The finding is saved.");
    await card.getByText("Justified: the ambulance asked for the medicines.").waitFor();
    await card.getByText("reviewed", { exact: true }).waitFor();
    await goTo(page, "/today");
    expect(await page.getByText("waits for its review").count()).toBe(0);
    await goTo(page, "/access-log");
    await page.getByText("in an emergency").first().waitFor();
  });

  it("ends by itself while somebody looks", async () => {
    const { page } = desk;
    const ends = new Date(Date.now() + 6000).toISOString();
    // The browser is told an earlier end: at it the banner goes, and the record is asked for again.
    await command(desk, "open-emergency-access", { emergency: crypto.randomUUID(), patient: patient.id, reason: "It runs out." });
    await page.route("**/api/v1/me/emergency", async (route) => {
      const answer = await route.fetch();
      const json = (await answer.json()) as { open?: { ends_at: string } };
      if (json.open) json.open.ends_at = ends;
      await route.fulfill({ json });
    });
    await goTo(page, `/people/${patient.id}`);
    await page.getByRole("tab", { name: "Story" }).waitFor();
    await page.getByText("Your role does not open the whole record").waitFor({ timeout: 15_000 });
    expect(await page.getByRole("tab", { name: "Story" }).count()).toBe(0);
    expect(await banner(page).count()).toBe(0);
    await page.unroute("**/api/v1/me/emergency");
    const { open } = await read<{ open?: { id: string } }>(desk, "/api/v1/me/emergency");
    await command(desk, "close-emergency-access", { emergency: open?.id });
  });

  it("says nothing in the console that is wrong", () => {
    // A refusal that belongs to the story (the record after its end) is told by the browser, too.
    expect([...desk.faults, ...lead.faults].filter((fault) => !/status of 403/.test(fault))).toEqual([]);
  });
});

describe("how it looks", () => {
  it.each(looks)("in $language at $width, $theme", async (look) => {
    const reader = await signedIn(accountOf("coordinator"), look);
    const reviewer = await signedIn(accountOf("manager"), look);
    const emergency = crypto.randomUUID();
    const shoot = async (page: Page, name: string): Promise<void> => {
      expect(await fits(page), name).toBe(true);
      expect(await axeFindings(page, ["color-contrast"]), name).toEqual([]);
      await picture(page, `emergency.${name}.${lookName(look)}`);
    };
    await goTo(reader.page, `/people/${patient.id}`);
    await shoot(reader.page, "offer");
    await command(reader, "open-emergency-access", { emergency, patient: patient.id, reason: "V čekárně ztratil vědomí / Знепритомнів у приймальні." });
    await goTo(reader.page, `/people/${patient.id}`);
    await shoot(reader.page, "open");
    await goTo(reviewer.page, "/today");
    await shoot(reviewer.page, "today");
    await command(reader, "close-emergency-access", { emergency });
    await goTo(reviewer.page, "/emergency-access");
    await shoot(reviewer.page, "list");
    await command(reviewer, "review-emergency-access", { emergency, finding: "Oprávněné / Виправдано." });
    await reader.context.close();
    await reviewer.context.close();
  });
});
