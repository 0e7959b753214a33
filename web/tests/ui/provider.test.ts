// Signing in through a real OpenID Connect provider in a real browser. The clinic is at another name than the provider, so
// that cookies between them are those between sites.
import { createHmac } from "node:crypto";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings, goTo, picture, settled, useBrowser, visitor, type Visit } from "./support/browser";
import { programOf, root, serving, stopped } from "./support/clinic";

useBrowser();

const folder = mkdtempSync(join(tmpdir(), "afterglow-provider-"));
const password = "seven slow herons over water";
const ends: (() => Promise<void>)[] = [];
let base = "";

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });

async function providerFor(redirect: string, secret: string): Promise<string> {
  const provider = spawn("node", [join(root, "web/tests/ui/support/provider.mjs"), redirect, secret], { stdio: ["ignore", "pipe", "inherit"] });
  ends.push(() => stopped(provider));
  return new Promise((found, failed) => {
    provider.stdout.on("data", (chunk: Buffer) => {
      const address = /The provider is at (\S+)/.exec(chunk.toString())?.[1];
      if (address) found(address);
    });
    provider.on("exit", (code) => failed(new Error(`the provider stopped with ${String(code)}`)));
  });
}

function hire(user: string, name: string, role: string): void {
  execFileSync(programOf(), ["user", "add", "--data", join(folder, "clinic"), "--user", user, "--name", name, "--role", role, "--language", "en", "--password-stdin"], { cwd: root, input: `${password}\n`, stdio: ["pipe", "ignore", "inherit"] });
}

beforeAll(async () => {
  hire("eva", "Eva Nová", "coordinator");
  hire("adam", "Adam Bílý", "coordinator");
  hire("boss", "Boss Malý", "administrator");
  const port = String(await freePort());
  base = `http://localhost:${port}`;
  const issuer = await providerFor(`${base}/api/v1/sign-in/provider/answer`, "a secret of the clinic");
  writeFileSync(join(folder, "secret"), "a secret of the clinic\n");
  writeFileSync(join(folder, "provider.toml"), `issuer = "${issuer}"\nclient_id = "the-clinic"\nclient_secret_file = "${join(folder, "secret")}"\nname = "Example Login"\n`);
  const { stop } = await serving("--data", join(folder, "clinic"), "--port", port, "--origin", base, "--identity-provider", join(folder, "provider.toml"));
  ends.push(stop);
});

afterAll(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

const button = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

async function withPassword(page: Page, user: string): Promise<void> {
  await goTo(page, "/sign-in");
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in");
  await page.waitForURL("**/today");
}

/** Its own pages want letters from elsewhere and have no picture; and where nobody is signed in, that is asked (401). */
const ofTheProvider = /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|\b404\b|\b401\b/;

/** On the provider's own pages: who one is, and that the clinic may know it. */
async function signInThere(page: Page, who: string): Promise<void> {
  await page.locator("input[name='login']").fill(who);
  await page.locator("input[name='password']").fill("anything");
  await button(page, "Sign-in");
  await button(page, "Continue");
}

async function throughProvider(page: Page): Promise<void> {
  await goTo(page, "/sign-in?next=/account");
  await page.getByRole("link", { name: "Sign in with Example Login" }).click();
}

async function connect(visit: Visit, who: string): Promise<void> {
  const { page } = visit;
  await goTo(page, "/account/signing-in");
  await button(page, "Connect with Example Login");
  await page.getByLabel("Your password").fill(password);
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, "provider.connect");
  await button(page, "Go to Example Login");
  await signInThere(page, who);
  await page.getByText("Your account is connected. You can sign in with Example Login now.").waitFor();
  await settled(page);
}

/** Signs out here; at the provider the person stays signed in. */
async function leave({ context, page }: Visit): Promise<void> {
  await context.clearCookies({ name: "afterglow_session" });
  await goTo(page, "/sign-in");
}

function codeOf(base32: string, stepsFromNow: number): string {
  const bits = [...base32].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsFromNow));
  const mac = createHmac("sha1", secret).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("who has connected the account signs in through the provider, with the second factor where there is one", async () => {
  const visit = await visitor({ base });
  const { page } = visit;
  await withPassword(page, "eva");
  await connect(visit, "eva-at-the-provider");
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, "provider.connected");

  await leave(visit);
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, "provider.sign_in");
  await throughProvider(page);
  await page.waitForURL("**/account");
  await page.getByText("Eva Nová").first().waitFor();

  // A second factor is asked for as after a password.
  await goTo(page, "/account/signing-in");
  await button(page, "Set up an app");
  await page.getByLabel("Your password").fill(password);
  await button(page, "Go on");
  const secret = (await page.locator("[class*='secret'] code").textContent())?.replaceAll(" ", "") ?? "";
  await page.getByLabel("Code that the app shows now").fill(codeOf(secret, 0));
  await button(page, "Confirm");
  await button(page, "Done, I have kept them");
  await leave(visit);
  await throughProvider(page);
  await page.getByText("Example Login says that it is you.").waitFor();
  expect(page.url()).not.toContain("#");
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, "provider.second_step");
  await page.getByLabel("Code").fill(codeOf(secret, 1));
  await button(page, "Go on");
  await page.waitForURL("**/account");

  await goTo(page, "/account/signing-in");
  await button(page, "Disconnect");
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByText("not connected").waitFor();
  await leave(visit);
  await throughProvider(page);
  await page.getByText("Nobody here is connected with that account yet.").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, "provider.unknown");
  expect(visit.faults.filter((fault) => !ofTheProvider.test(fault))).toEqual([]);
  await visit.context.close();
});

test("an administrator takes a connection away, and the person reads why", async () => {
  const [adam, boss] = [await visitor({ base }), await visitor({ base })];
  await withPassword(adam.page, "adam");
  await connect(adam, "adam-at-the-provider");
  await withPassword(boss.page, "boss");
  await goTo(boss.page, "/staff");
  const row = boss.page.getByRole("listitem").filter({ hasText: "Adam Bílý" });
  await row.getByText("sign-in provider", { exact: true }).waitFor();
  await row.getByRole("button", { name: /What can be done/ }).click();
  await button(boss.page, "Disconnect from the sign-in provider");
  await boss.page.getByLabel("Why").fill("That account belongs to the hospital again.");
  expect(await axeFindings(boss.page)).toEqual([]);
  await picture(boss.page, "staff.remove_identity");
  await button(boss.page, "Disconnect");
  await row.getByText("sign-in provider", { exact: true }).waitFor({ state: "detached" });
  await throughProvider(adam.page);
  await adam.page.getByText("Nobody here is connected with that account yet.").waitFor();
  await withPassword(adam.page, "adam");
  await goTo(adam.page, "/account/signing-in");
  await adam.page.getByText("That account belongs to the hospital again.").waitFor();
  expect(await axeFindings(adam.page)).toEqual([]);
  await adam.context.close();
  await boss.context.close();
});

test("who says no at the provider is told what to do", async () => {
  const visit = await visitor({ base });
  await throughProvider(visit.page);
  await visit.page.getByRole("link", { name: /cancel/i }).click();
  await visit.page.getByText("You said no at the provider").waitFor();
  await goTo(visit.page, "/sign-in?problem=made-up");
  await visit.page.getByText("The provider’s answer could not be accepted.").waitFor();
  await visit.context.close();
});

for (const [language, words] of [["cs", "Přihlásit se přes Example Login"], ["uk", "Увійти через Example Login"]] as const) {
  test(`the page for signing in, ${language}, on a phone`, async () => {
    const visit = await visitor({ base, language, width: 390, height: 844 });
    await goTo(visit.page, "/sign-in?problem=identity_unknown");
    await visit.page.getByRole("link", { name: words }).waitFor();
    expect(await axeFindings(visit.page)).toEqual([]);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    await picture(visit.page, `provider.sign_in.${language}`);
    await visit.context.close();
  });
}
