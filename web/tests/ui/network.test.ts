// Two clinics in one installation: one person links two accounts and goes from one to the other; a network manager looks at figures.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings, goTo, settled, useBrowser, visitor, type Visit } from "./support/browser";
import { programOf, root, serving } from "./support/clinic";

useBrowser();

const folder = mkdtempSync(join(tmpdir(), "afterglow-network-"));
const password = "seven slow herons over water";
let port = "";
let stop: () => Promise<void>;

const at = (clinic: string): string => `http://${clinic}.localhost:${port}`;

/** By the form: only the browser knows that names ending in "localhost" are this machine. */
async function signedIn(user: string, clinic: string): Promise<Visit> {
  const visit = await visitor({ base: at(clinic) });
  await goTo(visit.page, "/sign-in?next=/account");
  await visit.page.getByLabel("User name").fill(user);
  await visit.page.getByLabel("Password", { exact: true }).fill(password);
  await visit.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await visit.page.waitForURL("**/account");
  await settled(visit.page);
  return visit;
}

/** Who the browser is at the clinic whose page it shows. */
const whoAmI = (visit: Visit): Promise<{ status: number; user?: string; roles?: string[] }> =>
  visit.page.evaluate(async () => {
    const answer = await fetch("/api/v1/me");
    return { ...((await answer.json()) as object), status: answer.status };
  });

function hire(clinic: string, user: string, name: string, role: string): void {
  execFileSync(programOf(), ["user", "add", "--data", join(folder, clinic), "--user", user, "--name", name, "--role", role, "--language", "en", "--password-stdin"], { cwd: root, input: `${password}\n`, stdio: ["pipe", "ignore", "inherit"] });
}

beforeAll(async () => {
  hire("praha", "anna", "Anna Nová", "therapist");
  hire("praha", "olga", "Olga Malá", "network_manager");
  hire("lviv", "anna.n", "Anna Nova", "nurse");
  const clinics = ["praha", "lviv"].map((name) => `[[clinic]]\nhost = "${name}.localhost"\nname = "The clinic in ${name}"\ndata = "${join(folder, name)}"\n`);
  writeFileSync(join(folder, "clinics.toml"), clinics.join("\n"));
  const served = await serving("--clinics", join(folder, "clinics.toml"));
  [port, stop] = [new URL(served.base).port, served.stop];
});

afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

test("who works in two clinics goes from one to the other", async () => {
  const praha = await signedIn("anna", "praha");
  expect(await axeFindings(praha.page)).toEqual([]);
  await praha.page.getByLabel("Address of the other clinic").fill("lviv.localhost");
  await praha.page.getByRole("button", { name: "Ask for a code" }).click();
  const code = await praha.page.locator("code").innerText();

  const lviv = await signedIn("anna.n", "lviv");
  const form = lviv.page.locator("form").filter({ has: lviv.page.getByLabel("A code from another clinic") });
  await form.getByLabel("A code from another clinic").fill(code);
  await form.getByLabel("Present password").fill(password);
  await form.getByRole("button", { name: "Link the accounts" }).click();
  await lviv.page.getByText("The accounts are linked").waitFor();

  await praha.page.reload();
  await settled(praha.page);
  await praha.page.getByRole("button", { name: "Anna Nová" }).first().click();
  await praha.page.getByRole("button", { name: "Go to The clinic in lviv" }).click();
  await praha.page.waitForURL(`${at("lviv")}/today`);
  await settled(praha.page);
  expect(await whoAmI(praha)).toMatchObject({ status: 200, user: "anna.n", roles: ["nurse"] });
  expect(praha.faults).toEqual([]);

  // Going back leads to where nobody is signed in any more, and the ticket stands in no history.
  await praha.page.goBack();
  await settled(praha.page);
  expect(new URL(praha.page.url()).host).toBe(new URL(at("praha")).host);
  expect(praha.page.url()).not.toContain("#");
  expect((await whoAmI(praha)).status).toBe(401);
});

test("a ticket that is none leads to the sign-in page", async () => {
  const { page } = await signedIn("olga", "praha");
  await goTo(page, "/enter#nothing-of-the-kind");
  await page.getByRole("link", { name: "To the sign-in page" }).waitFor();
  expect(page.url()).toBe(`${at("praha")}/enter`);
});

test("a network manager sees figures and nothing else", async () => {
  const { page } = await signedIn("olga", "praha");
  await goTo(page, "/today");
  await page.waitForURL(`${at("praha")}/network`);
  await settled(page);
  expect(await axeFindings(page)).toEqual([]);
  const links = await page.getByRole("navigation").first().getByRole("link").allInnerTexts();
  expect(links).toEqual(["Network", "Rules"]);
  await page.getByText("Counts from 1 to 9 are hidden").waitFor();
});
