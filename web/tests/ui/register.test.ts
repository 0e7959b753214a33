// The controlled-drug register as a custodian keeps it, with a second person where two are needed, and as an inspector reads it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import { accountOf, axeFindings, goTo, picture, settled, signedIn, useBrowser, type Visit } from "./support/browser";
import { press, select, send, write, writeDate } from "./support/hands";

useBrowser();

const lot = "UI-4711";
const nextYear = new Date().getFullYear() + 1;
let custodian: Visit;
let inspector: Visit;
const second = (): { user: string; password: string } => accountOf("physician");

beforeAll(async () => {
  custodian = await signedIn(accountOf("custodian"));
  inspector = await signedIn(accountOf("inspector"));
});
afterAll(async () => {
  expect(inspector.faults).toEqual([]);
  await custodian.context.close();
  await inspector.context.close();
});

const lotCard = ({ page }: Visit): Locator => page.getByRole("article", { name: `lot ${lot}` });

async function act(name: string): Promise<void> {
  await goTo(custodian.page, "/register");
  await lotCard(custodian).getByRole("button", { name: `Other acts: lot ${lot}, Safe` }).click();
  await custodian.page.getByRole("link", { name, exact: true }).click();
  await settled(custodian.page);
}

async function sign(password = second().password): Promise<void> {
  await write(custodian.page, { "User name of the second person": second().user, "Password of the second person": password });
}

/** The entries of the lot, whenever they were. */
async function book({ page }: Visit): Promise<void> {
  await goTo(page, "/register?tab=book");
  await page.getByText("Days, medicine, lot, place, person").click();
  await select(page, { Lot: lot });
  await settled(page);
}

describe("the controlled-drug register", () => {
  it("receives a delivery of a new medicine", async () => {
    const { page } = custodian;
    await goTo(page, "/register/receive");
    await select(page, { "What came": "A medicine the register does not have yet" });
    await write(page, { "Registered name": "Ketamine Test", Strength: "50", "Content of one container": "500", Lot: lot });
    await writeDate(page, "Expiry", `${nextYear}-12-31`);
    await write(page, { "Number of containers": "3", Supplier: "Example Pharma", "Delivery document": "DL-1" });
    await page.getByText("Together 1,500 mg (30 mL)").waitFor();
    await send(page, "Enter the receipt", "The receipt is entered.");
    await lotCard(custodian).getByText("1,500", { exact: true }).waitFor();
    await picture(page, "register.stock");
  });

  it("is counted blind, and a difference needs a second person", async () => {
    const { page } = custodian;
    await lotCard(custodian).getByRole("link", { name: "Count", exact: true }).click();
    await settled(page);
    expect(await page.locator("main").innerText()).not.toContain("1,500");
    await write(page, { "Sealed containers, counted": "2" });
    await press(page, "Compare with the book");
    await page.getByText("It differs by −500 mg").waitFor();
    await press(page, "Enter the count with the difference");
    await page.getByLabel("User name of the second person").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "register.count");

    await write(page, { "User name of the second person": accountOf("custodian").user, "Password of the second person": "anything" });
    await press(page, "Enter the count with the difference");
    await page.getByText("It cannot be you: please ask somebody else.").waitFor();

    await sign();
    await send(page, "Enter the count with the difference", "The count is entered.");
    await lotCard(custodian).getByText("1,000", { exact: true }).waitFor();
    await goTo(page, "/register?tab=discrepancies");
    await page.getByText("missing: −500 mg").waitFor();
  });

  it("agrees when nothing is missing, and then one person is enough", async () => {
    const { page } = custodian;
    await goTo(page, "/register");
    await lotCard(custodian).getByRole("link", { name: "Count", exact: true }).click();
    await write(page, { "Sealed containers, counted": "2" });
    await press(page, "Compare with the book");
    await page.getByText("It agrees: 1,000 mg (20 mL)").waitFor();
    await send(page, "Enter the count", "The count is entered.");
  });

  it("opens a container, and the balance stays", async () => {
    const { page } = custodian;
    await act("Open a container");
    await send(page, "Enter the opening", "The opening is entered.");
    await lotCard(custodian).getByText("No. 1: 500 mg left").waitFor();
    await lotCard(custodian).getByText("1,000", { exact: true }).waitFor();
  });

  it("wastes before a second person, whose password is gone after each try", async () => {
    const { page } = custodian;
    await act("Waste");
    await write(page, { Amount: "100.5", Reason: "Drawn up and not given.", Method: "Bound in an absorber." });
    await sign("not the password");
    await press(page, "Enter the waste");
    await page.locator("[aria-invalid='true']").first().waitFor();
    expect(await page.getByLabel("Password of the second person", { exact: true }).inputValue()).toBe("");
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain("not the password");

    // A proof that does not hold: said beside the password, which is typed again.
    await page.route("**/api/v1/witness", (route) => route.fulfill({ json: { proof: "of-another-act" } }), { times: 1 });
    await sign();
    await press(page, "Enter the waste");
    await page.locator("main p").filter({ hasText: "The second person’s confirmation does not hold any more" }).waitFor();
    expect(await page.getByLabel("Password of the second person", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    expect(await axeFindings(page)).toEqual([]);

    // The password goes to one place, and not with the command.
    const sent: Record<string, string> = {};
    page.on("request", (request) => (sent[new URL(request.url()).pathname] = request.postData() ?? ""));
    await sign();
    await send(page, "Enter the waste", "The waste is entered.");
    expect(Object.keys(sent).filter((path) => sent[path]?.includes(second().password))).toEqual(["/api/v1/witness"]);
    expect(Object.keys((JSON.parse(sent["/api/v1/commands/waste-stock"] ?? "{}") as { witness: object }).witness)).toEqual(["proof"]);
    await lotCard(custodian).getByText("No. 1: 399.5 mg left").waitFor();
    await lotCard(custodian).getByText("899.5", { exact: true }).waitFor();
  });

  it("corrects an entry by another, and both stay", async () => {
    const { page } = custodian;
    await book(custodian);
    const wrong = page.getByRole("row").filter({ hasText: "Drawn up and not given." });
    await wrong.getByRole("link", { name: /^Correct entry/ }).click();
    await page.getByText("The wrong entry stays visible").waitFor();
    await write(page, { "What it should have said": "100", Reason: "Read wrongly from the syringe." });
    await sign();
    await send(page, "Enter the correction", "The correction is entered.");
    await book(custodian);
    const struck = page.getByRole("row").filter({ hasText: "Drawn up and not given." });
    expect(await struck.locator("del").innerText()).toBe("100.5");
    await struck.getByRole("link", { name: /^Wrong; corrected by entry/ }).click();
    const right = page.getByRole("row").filter({ hasText: "Read wrongly from the syringe." });
    await right.getByRole("link", { name: /^Corrects entry/ }).waitFor();
    await right.getByText("+0.5", { exact: true }).waitFor();
    await right.getByText("900", { exact: true }).first().waitFor();
    await picture(page, "register.book");
  });

  it("moves containers to a room", async () => {
    const { page } = custodian;
    await act("Move elsewhere");
    const room = await page.getByLabel("To where", { exact: true }).locator("option:not([value=''])").first().getAttribute("value");
    await page.getByLabel("To where", { exact: true }).selectOption(room ?? "");
    await write(page, { "Sealed containers": "1" });
    await send(page, "Enter the move", "The move is entered.");
    // The heading, the safe, the room.
    await lotCard(custodian).getByRole("row").nth(2).waitFor();
  });

  it("closes a discrepancy with what it was", async () => {
    const { page } = custodian;
    await goTo(page, "/register?tab=discrepancies");
    const open = page.getByRole("listitem").filter({ hasText: `lot ${lot}` });
    await open.getByRole("link", { name: "Close", exact: true }).click();
    await write(page, { Finding: "One container was broken and thrown away unrecorded." });
    await sign();
    await send(page, "Close the discrepancy", "The discrepancy is closed.");
    await page.getByRole("listitem").filter({ hasText: `lot ${lot}` }).getByText(/^closed /).waitFor();
  });

  it("closes the day", async () => {
    const { page } = custodian;
    await goTo(page, "/register?tab=days");
    // How far the day is depends on the hour at which the demo clinic was made.
    const [opens, closes] = [page.getByRole("button", { name: "Open the day", exact: true }), page.getByRole("button", { name: /^Close the day: / })];
    if (await opens.isVisible()) {
      await opens.click();
      await press(page.getByRole("dialog"), "Open the day");
      await page.getByText("The day is open.").waitFor();
    }
    if (!(await page.getByText("today is closed").isVisible())) {
      await closes.click();
      await press(page.getByRole("dialog"), "Close the day");
      await page.getByText("The day is closed.").waitFor();
    }
    await page.getByText("today is closed").waitFor();
    await press(page, "Close a month");
    await page.getByRole("dialog").getByText("This cannot be undone").waitFor();
    await picture(page, "register.month");
  });

  it("is read by an inspector, who can change nothing and take it along", async () => {
    const { page } = inspector;
    await book(inspector);
    await page.getByRole("row").filter({ hasText: "Read wrongly from the syringe." }).waitFor();
    expect(await page.getByRole("link", { name: /^(Correct entry|Receive|Count)/ }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "register.inspector");
    for (const [name, type] of [["CSV", "text/csv"], ["PDF English", "application/pdf"], ["PDF Українська", "application/pdf"]] as const) {
      const address = await page.getByRole("link", { name: new RegExp(`^${name}`) }).getAttribute("href");
      const answer = await inspector.context.request.get(address ?? "");
      expect(answer.status(), name).toBe(200);
      expect(answer.headers()["content-type"], name).toContain(type);
    }
    await goTo(page, `/register/receive`);
    await page.getByText("Not part of your role").waitFor();
  });

  it("lets an inspector in until a day", async () => {
    const administrator = await signedIn(accountOf("administrator"));
    const { page } = administrator;
    await goTo(page, "/staff");
    await press(page, "Add a person");
    const dialog = page.getByRole("dialog");
    await write(dialog, { "Name with titles": "Mgr. Ivana Kontrolní", "User name": "ivana.kontrolni" });
    await dialog.getByRole("checkbox", { name: /^inspector/i }).check();
    await dialog.getByText("After it nobody signs in with this account.").waitFor();
    await writeDate(dialog, "Access until", `${nextYear}-01-31`);
    await press(dialog, "Add");
    await page.getByRole("heading", { name: "New password: Mgr. Ivana Kontrolní" }).waitFor();
    await press(page.getByRole("dialog"), "Cancel");
    await page.getByRole("listitem").filter({ hasText: "Mgr. Ivana Kontrolní" }).getByText(`until 31/01/${nextYear}`).waitFor();
    await administrator.context.close();
  });

  it("prints as a sheet: the clinic's name, the entries, nothing of the shell", async () => {
    const { page } = inspector;
    await book(inspector);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").first().isVisible()).toBe(false);
    expect(await page.getByRole("tablist").isVisible()).toBe(false);
    expect(await page.getByText(/^printed /).isVisible()).toBe(true);
    await picture(page, "register.print");
    await page.emulateMedia({ media: "screen" });
  });
});
