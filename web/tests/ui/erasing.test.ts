// The end of a record, in a clinic whose people were last seen years ago: asked for, held, let go, erased by two people;
// an inquiry and a place on the waiting list erased by one.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, axeFindings, fits, goTo, lookName, looks, picture, settled, signedIn, useBrowser, type Look, type Visit } from "./support/browser";
import { demoClinic, type Account, type Clinic } from "./support/clinic";
import { press, section, send, write } from "./support/hands";
import { command, read } from "./support/room";

useBrowser();

/** Every record of this clinic was last written into then; the Czech pack keeps them for five years. */
const lastSeen = "2021-03-03T10:00:00Z";
let clinic: Clinic;

const accountFor = (role: string): Account => accountOf(role, clinic.accounts);
const as = (role: string, options: Partial<Look> = {}): Promise<Visit> => signedIn(accountFor(role), { ...options, base: clinic.base });

beforeAll(async () => {
  clinic = await demoClinic({ now: lastSeen });
});
afterAll(async () => clinic.stop());

type Person = { id: string; given_name: string; family_name: string };
const peopleOf = async (visit: Visit): Promise<Person[]> => (await read<{ patients: Person[] }>(visit, "/api/v1/patients")).patients;
const nameOf = ({ given_name, family_name }: Person): string => `${given_name} ${family_name}`;
const keeping = (page: Page) => section(page, "Keeping and erasing");
const details = (page: Page, { id }: Person): Promise<void> => goTo(page, `/people/${id}?tab=details`);
const statusOf = async ({ context }: Visit, path: string): Promise<number> => (await context.request.get(path)).status();

describe("the end of a record", () => {
  it("is asked for, held, let go, and then made by two people, with the keyboard alone", async () => {
    const coordinator = await as("coordinator");
    const [person, other] = await peopleOf(coordinator);
    if (!person || !other) throw new Error("the clinic has nobody");
    const name = nameOf(person);

    // Asked for, by who registers people; they can neither hold nor erase.
    await details(coordinator.page, person);
    await keeping(coordinator.page).getByText(/^The record had to be kept until/).waitFor();
    await keeping(coordinator.page).getByText("unverified – confirm locally").waitFor();
    await keeping(coordinator.page).getByText("Czech decree on health records", { exact: false }).waitFor();
    expect(await keeping(coordinator.page).getByRole("button").allInnerTexts()).toEqual(["Record a request to erase"]);
    await press(coordinator.page, "Record a request to erase");
    await coordinator.page.getByRole("dialog").getByText("This erases nothing yet").waitFor();
    expect(await axeFindings(coordinator.page)).toEqual([]);
    await press(coordinator.page, "Record the request");
    await coordinator.page.getByText("Please fill this in.").waitFor();
    await write(coordinator.page, { "Who asked, and how": "By e-mail, from their own address." });
    await send(coordinator.page, "Record the request", "The request is recorded.");
    await keeping(coordinator.page).getByText("By e-mail, from their own address.").waitFor();
    expect(await keeping(coordinator.page).getByRole("button").count()).toBe(0);
    expect(coordinator.faults).toEqual([]);

    // Held, for a reason: nobody is offered to erase it.
    const manager = await as("manager");
    const { page } = manager;
    await details(page, person);
    await press(page, "Hold the record");
    await write(page.getByRole("dialog"), { Reason: "A claim before court, 12 C 34/2026." });
    await send(page, "Hold", "The record is held.");
    await keeping(page).getByText("It is held for a reason").waitFor();
    await keeping(page).getByText("A claim before court, 12 C 34/2026.").waitFor();
    await keeping(page).getByText("By e-mail, from their own address.").waitFor();
    expect(await page.getByRole("button", { name: "Erase this person" }).count()).toBe(0);
    await page.getByRole("navigation").first().getByRole("link", { name: "Erasing", exact: true }).click();
    await settled(page);
    await page.getByRole("list", { name: "Held" }).getByRole("link", { name }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "erasing.held");
    await page.getByRole("link", { name }).click();
    await settled(page);
    await press(page, "Release the hold");
    await write(page.getByRole("dialog"), { Reason: "The claim was withdrawn." });
    await send(page, "Release", "The record is no longer held.");
    await goTo(page, "/erasing");
    const asked = page.getByRole("list", { name: "Asked for" }).getByRole("listitem").filter({ hasText: name });
    await asked.getByText("can be erased").waitFor();

    // Erased by two, by keyboard: from the list to the person, into the dialog, out of it and in again.
    await page.getByRole("link", { name }).focus();
    await page.keyboard.press("Enter");
    await settled(page);
    const opens = page.getByRole("button", { name: "Erase this person" });
    await opens.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: `Erase ${name}` });
    await dialog.getByText("This cannot be undone").waitFor();
    await dialog.getByText("Entries of the drug register and of the access log", { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "erasing.person");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await opens.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await dialog.waitFor();

    const user = dialog.getByLabel("User name of the second person");
    const password = dialog.getByLabel("Password of the second person", { exact: true });
    const sign = async (typedUser: string, typedPassword: string): Promise<void> => {
      await user.focus();
      await page.keyboard.type(typedUser);
      await page.keyboard.press("Tab");
      await page.keyboard.type(typedPassword);
      await page.keyboard.press("Enter");
    };
    await sign(accountFor("manager").user, accountFor("manager").password);
    await dialog.getByText("It cannot be you").waitFor();
    expect(await user.evaluate((field) => field === document.activeElement)).toBe(true);
    await user.fill("");
    await password.fill("");
    manager.faults.length = 0;
    await sign(accountFor("custodian").user, accountFor("custodian").password);
    await dialog.getByText("This person is not permitted to be the second person").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    // What was typed is kept nowhere, not even until the next try.
    expect([await user.inputValue(), await password.inputValue()]).toEqual(["", ""]);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(accountFor("custodian").password);
    expect(await statusOf(manager, `/api/v1/patients/${person.id}`)).toBe(200);
    // The refusal itself is an error in the browser's eyes; after it, nothing may be.
    expect(manager.faults).toHaveLength(1);
    manager.faults.length = 0;
    await sign(accountFor("psychiatrist").user, accountFor("psychiatrist").password);
    await page.waitForURL("**/people");
    await settled(page);
    await page.getByRole("status").getByText("The record is erased for good.").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).evaluate((heading) => heading === document.activeElement)).toBe(true);

    // Gone, for everybody; only a number is left.
    expect(manager.faults, "nothing asks for what was just erased").toEqual([]);
    expect(await statusOf(manager, `/api/v1/patients/${person.id}`)).toBe(404);
    expect((await peopleOf(coordinator)).map(({ id }) => id)).not.toContain(person.id);
    await goTo(page, "/erasing");
    const gone = page.getByRole("list", { name: "Erased" }).getByRole("listitem");
    await gone.getByText(`Person ${person.id.slice(0, 8)}`).waitFor();
    expect(await gone.getByRole("link").count()).toBe(0);
    expect(await page.locator("main").innerText()).not.toContain(name);
    expect(await page.getByRole("list", { name: "Asked for" }).count()).toBe(0);
    await picture(page, "erasing.erased");

    // The log of access still says that somebody read it, about a number.
    await goTo(page, `/access-log?patient=${person.id}`);
    await page.getByText("read how long the record is kept").first().waitFor();
    expect(await page.locator("main").innerText()).not.toContain(name);

    // A new entry begins the years anew: a record that must be kept offers nobody to erase it.
    const amended = await coordinator.context.request.get(`/api/v1/patients/${other.id}`);
    const { patient, version } = (await amended.json()) as { patient: { details: object }; version: number };
    const changed = await coordinator.context.request.post("/api/v1/commands/amend-patient", {
      headers: { "X-CSRF-Token": coordinator.csrf },
      data: { id: crypto.randomUUID(), expected_version: version, data: { patient: other.id, details: { ...patient.details, address: "Nová 1, Praha" }, reason: "moved" } },
    });
    expect(changed.status(), await changed.text()).toBe(200);
    await details(page, other);
    await keeping(page).getByText(/^The record must be kept until .* After that, two people can erase it together\.$/).waitFor();
    expect(await keeping(page).getByRole("button").allInnerTexts()).toEqual(["Hold the record"]);
    expect(manager.faults.filter((fault) => !fault.includes("404"))).toEqual([]);
    await coordinator.context.close();
    await manager.context.close();
  });

  it("of an inquiry and of a place on the waiting list needs one's own password", async () => {
    const coordinator = await as("coordinator");
    const inquiry = crypto.randomUUID();
    const waiting = crypto.randomUUID();
    const question = { name: "Adam Malý", email: "adam@example.org", language: "cs", question: "Kolik to stojí?", answer_by: "email", consent_to_contact: true };
    await command(coordinator, "record-inquiry", { inquiry, channel: "email", question });
    const { pack, open_indications: open } = await read<{ pack: { indications: { code: string }[] }; open_indications: string[] }>(coordinator, "/api/v1/policy");
    const indication = pack.indications.find(({ code }) => !open.includes(code))?.code;
    await command(coordinator, "join-waiting-list", { waiting, person: { name: "Zuzana Velká", phone: "+420 603 111 222", language: "cs", indication, consent_to_be_told: true } });
    await goTo(coordinator.page, `/inquiries/${inquiry}`);
    expect(await coordinator.page.getByRole("button", { name: "Erase", exact: true }).count()).toBe(0);

    const manager = await as("manager");
    const { page } = manager;
    await goTo(page, `/inquiries/${inquiry}`);
    await press(page, "Erase");
    const dialog = page.getByRole("dialog", { name: "Erase the inquiry of Adam Malý" });
    await dialog.getByText("This cannot be undone").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "erasing.inquiry");
    await press(dialog, "Erase for good");
    await dialog.getByText("Please sign with your password.").waitFor();
    await write(dialog, { "Your password": "not my password" });
    await press(dialog, "Erase for good");
    await dialog.getByText("The name or the password is not right", { exact: false }).waitFor();
    expect(await statusOf(manager, `/api/v1/inquiries/${inquiry}`)).toBe(200);
    manager.faults.length = 0;
    await dialog.getByLabel("Your password", { exact: true }).fill(accountFor("manager").password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/inquiries");
    await page.getByRole("status").getByText("The inquiry is erased for good.").waitFor();
    await settled(page);
    expect(await page.locator("main").innerText()).not.toContain("Adam Malý");
    expect(manager.faults, "nothing asks for what was just erased").toEqual([]);
    expect(await statusOf(coordinator, `/api/v1/inquiries/${inquiry}`)).toBe(404);

    await goTo(page, "/waiting-list");
    await press(page, "Erase: Zuzana Velká");
    const second = page.getByRole("dialog", { name: "Erase from the waiting list: Zuzana Velká" });
    await write(second, { "Your password": accountFor("manager").password });
    await press(second, "Erase for good");
    await page.getByRole("status").getByText("Erased from the waiting list.").waitFor();
    await page.getByText("Zuzana Velká").waitFor({ state: "detached" });
    const { waiting: rows } = await read<{ waiting: { id: string }[] }>(coordinator, "/api/v1/waiting-list");
    expect(rows.map(({ id }) => id)).not.toContain(waiting);
    await goTo(page, "/erasing");
    const gone = page.getByRole("list", { name: "Erased" });
    await gone.getByText(`Inquiry ${inquiry.slice(0, 8)}`).waitFor();
    await gone.getByText(`Waiting list ${waiting.slice(0, 8)}`).waitFor();
    expect(manager.faults).toEqual([]);
    await coordinator.context.close();
    await manager.context.close();
  });

  it("has its rule among the rules, and its permission among what roles may", async () => {
    const { context, page } = await as("manager");
    await goTo(page, "/rules#records");
    await page.locator("[id='cz.record-kept']").getByText("unverified – confirm locally").waitFor();
    await goTo(page, "/staff?tab=roles");
    expect(await page.getByRole("row").filter({ hasText: "hold and erase records" }).getByRole("cell", { name: "Yes" }).count()).toBe(1);
    await context.close();
  });
});

describe("what one sees of it", () => {
  it.each(looks)("in $language at $width, $theme", async (look) => {
    const visit = await as("manager", look);
    const { page } = visit;
    const [person] = await peopleOf(visit);
    for (const [name, path] of [["list", "/erasing"], ["keeping", `/people/${person?.id ?? ""}?tab=details`]] as const) {
      await goTo(page, path);
      expect(await axeFindings(page)).toEqual([]);
      expect(await fits(page), name).toBe(true);
      await picture(page, `erasing.${name}.${lookName(look)}`);
    }
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  });
});
