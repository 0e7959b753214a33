// Second factors in a browser: an authenticator app and recovery codes, a passkey of Chromium's virtual authenticator,
// signing in with each, an administrator who takes them away, and how all of it looks.
import { createHmac } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import type { CDPSession, Page } from "playwright-core";
import { accountOf, axeFindings, fits, goTo, lookName, looks, picture, settled, signedIn, useBrowser, visitor, type Visit } from "./support/browser";

useBrowser();

/** Passkeys are bound to a name, not to a number. */
const base = (): string => inject("base").replace("127.0.0.1", "localhost");

type Person = { id: string; user: string; password: string };

/** Somebody new, so that the demo clinic's other people sign in as before. */
async function hire(user: string): Promise<Person> {
  const admin = await signedIn(accountOf("administrator"));
  const headers = { "X-CSRF-Token": admin.csrf };
  const id = crypto.randomUUID();
  const data = { staff: id, user, name: `Example ${user}`, roles: ["coordinator"], language: "en" };
  const added = await admin.context.request.post("/api/v1/commands/add-staff", { headers, data: { id: crypto.randomUUID(), data } });
  expect(added.status(), await added.text()).toBe(200);
  const made = await admin.context.request.post(`/api/v1/staff/${id}/password`, { headers, data: {} });
  const { password } = (await made.json()) as { password: string };
  await admin.context.close();
  return { id, user, password };
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

const button = (page: Page, name: string | RegExp): Promise<void> => page.getByRole("button", { name, exact: true }).click();

async function withPassword(page: Page, { user, password }: Person): Promise<void> {
  await goTo(page, "/sign-in");
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in");
}
const isIn = (page: Page): Promise<void> => page.waitForURL("**/today");

async function leave(visit: Visit): Promise<void> {
  await visit.context.clearCookies();
  await goTo(visit.page, "/sign-in");
}

async function virtualAuthenticator(visit: Visit): Promise<CDPSession> {
  const session = await visit.context.newCDPSession(visit.page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return session;
}

describe("signing in", () => {
  it("with an authenticator app, and a recovery code when the phone is lost", async () => {
    const person = await hire("app.user");
    const visit = await visitor({ base: base() });
    const { page } = visit;
    await withPassword(page, person);
    await isIn(page);
    await goTo(page, "/account/signing-in");
    await button(page, "Set up an app");
    await page.getByLabel("Your password").fill(person.password);
    await button(page, "Go on");
    const secret = (await page.locator("[class*='secret'] code").textContent())?.replaceAll(" ", "") ?? "";
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "signing_in.app");
    await page.getByLabel("Code that the app shows now").fill("000000");
    await button(page, "Confirm");
    await page.getByText("This code is not right").waitFor();
    await page.getByLabel("Code that the app shows now").fill(codeOf(secret, 0));
    await button(page, "Confirm");
    const list = page.getByRole("list", { name: "Recovery codes" });
    await list.waitFor();
    const codes = await list.getByRole("listitem").allTextContents();
    expect(codes).toHaveLength(10);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "signing_in.codes");
    await button(page, "Done, I have kept them");
    await page.getByText("10 codes left").waitFor();

    await leave(visit);
    await withPassword(page, person);
    await page.getByRole("heading", { level: 1, name: "One more step" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "signing_in.second_step");
    await page.getByLabel("Code").fill("123123");
    await button(page, "Go on");
    await page.getByText("This code is not right").waitFor();
    await page.getByLabel("Code").fill(codeOf(secret, 1));
    await button(page, "Go on");
    await isIn(page);

    await leave(visit);
    await withPassword(page, person);
    await page.getByLabel("Code").fill(codes[0] ?? "");
    await button(page, "Go on");
    await isIn(page);
    await goTo(page, "/account/signing-in");
    await page.getByText("9 codes left").waitFor();
    await visit.context.close();

    // The phone is gone for good: an administrator takes the factor away, and the person reads why.
    const admin = await signedIn(accountOf("administrator"));
    await goTo(admin.page, "/staff");
    const row = admin.page.getByRole("listitem").filter({ hasText: "Example app.user" });
    await row.getByText("app", { exact: true }).waitFor();
    await row.getByRole("button", { name: /What can be done/ }).click();
    await admin.page.getByRole("button", { name: "Take away second factors", exact: true }).click();
    await admin.page.getByLabel("Why").fill("The phone fell into the river.");
    expect(await axeFindings(admin.page)).toEqual([]);
    await picture(admin.page, "staff.reset_factors");
    await button(admin.page, "Take them away");
    await row.getByText("password only").waitFor();
    await admin.context.close();
    const again = await visitor({ base: base() });
    await withPassword(again.page, person);
    await isIn(again.page);
    await goTo(again.page, "/account/signing-in");
    await again.page.getByText("The phone fell into the river.").waitFor();
    expect(await axeFindings(again.page)).toEqual([]);
    await again.context.close();
  });

  it("with a passkey: after the password, and instead of it", async () => {
    const person = await hire("passkey.user");
    const visit = await visitor({ base: base() });
    const { page } = visit;
    await virtualAuthenticator(visit);
    await withPassword(page, person);
    await isIn(page);
    await goTo(page, "/account/signing-in");
    await button(page, "Add a passkey");
    await page.getByLabel("What to call it").fill("my phone");
    await page.getByLabel("Your password").fill(person.password);
    await button(page, "Go on");
    await button(page, "Done, I have kept them");
    await page.getByText("my phone").first().waitFor();
    await settled(page);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "signing_in.passkey");

    await leave(visit);
    await button(page, "Sign in with a passkey");
    await isIn(page);
    await leave(visit);
    await withPassword(page, person);
    await button(page, "Use a passkey");
    await isIn(page);
    expect(visit.faults.filter((fault) => !fault.includes("401"))).toEqual([]);
    await visit.context.close();

    // Another browser, without the passkey's authenticator: the way in is refused, kindly.
    const other = await visitor({ base: base() });
    await virtualAuthenticator(other);
    await goTo(other.page, "/sign-in");
    await button(other.page, "Sign in with a passkey");
    await other.page.getByText("No passkey was chosen").waitFor();
    await other.context.close();
  });

  it("leads who lacks a required factor to where they get one, and offers nothing else", async () => {
    const visit = await signedIn(accountOf("coordinator"), { base: base() });
    const { page } = visit;
    await page.route("**/api/v1/me", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), second_factor_missing: true } });
    });
    await page.goto("/today");
    await page.waitForURL("**/account/signing-in");
    await page.getByText("Please set up a second factor").waitFor();
    await settled(page);
    expect(await page.getByRole("link", { name: "Inquiries" }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, "signing_in.missing");
    await visit.context.close();
  });

  it.each(looks)("the page of one's factors in $language at $width, $theme", async (look) => {
    const visit = await signedIn(accountOf("coordinator"), { ...look, base: base() });
    await goTo(visit.page, "/account/signing-in");
    expect(await axeFindings(visit.page)).toEqual([]);
    expect(await fits(visit.page)).toBe(true);
    expect(visit.faults).toEqual([]);
    await picture(visit.page, `signing_in.${lookName(look)}`);
    await visit.context.close();
  });
});
