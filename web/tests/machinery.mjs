// What the app promises about typed text, tried in a real browser against the mock (npm run build:mock && npm run try):
// a reload, a lost connection, an ended session, a conflict and a refusal lose nothing; leaving on purpose leaves nothing.
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: given } = parseArgs({ options: { base: { type: "string", default: "http://127.0.0.1:4173" } } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

let faults = 0;
async function story(name, tell) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Prague", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const breaches = [];
  page.on("console", (message) => message.text().includes("Content Security Policy") && breaches.push(message.text()));
  try {
    await tell(page, context);
    assert.deepEqual(breaches, []);
    console.log(`✓ ${name}`);
  } catch (error) {
    faults += 1;
    console.log(`✗ ${name}\n  ${String(error).split("\n").slice(0, 6).join("\n  ")}`);
  }
  await context.close();
}

const question = (page) => page.getByLabel("What would you like to know?");
async function fillQuestion(page, text) {
  await page.goto(`${given.base}/ask`);
  await question(page).fill(text);
  await page.getByLabel("What should we call you?").fill("Eva");
  await page.getByLabel("E-mail", { exact: true }).fill("eva@example.org");
  await page.getByLabel("You may contact me").check();
}
const send = (page) => page.getByRole("button", { name: "Send the question" });

async function signIn(page, to = "/account") {
  // The account's language is Czech; one chosen on the device comes first.
  await page.addInitScript(() => localStorage.getItem("afterglow.language") ?? localStorage.setItem("afterglow.language", "en"));
  await page.goto(`${given.base}${to}`);
  await page.getByLabel("User name").fill("jana");
  await page.getByLabel("Password", { exact: true }).fill("a long enough one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**${to}`);
}

await story("a question is sent", async (page) => {
  await fillQuestion(page, "How does it begin?");
  const request = page.waitForRequest("**/api/public/inquiries");
  await send(page).click();
  const body = (await request).postDataJSON();
  assert.match(body.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(body.data, { question: { name: "Eva", email: "eva@example.org", language: "en", question: "How does it begin?", answer_by: "email", consent_to_contact: true } });
  await page.getByRole("heading", { name: "Thank you, your question has arrived" }).waitFor();
});

await story("nothing is sent empty; the first error gets the focus", async (page) => {
  await page.goto(`${given.base}/ask`);
  await send(page).click();
  await page.getByText("Please write your question.").waitFor();
  assert.equal(await question(page).evaluate((element) => element === document.activeElement), true);
  assert.equal(await question(page).getAttribute("aria-invalid"), "true");
});

await story("a reload brings back what was typed, and it can be discarded", async (page) => {
  await fillQuestion(page, "Half a quest");
  await page.reload();
  await page.getByText("We have put back what you had typed").waitFor();
  assert.equal(await question(page).inputValue(), "Half a quest");
  await page.getByRole("button", { name: "Discard it" }).click();
  assert.equal(await question(page).inputValue(), "");
  await page.reload();
  assert.equal(await page.getByText("We have put back").count(), 0);
});

await story("another language keeps what was typed", async (page) => {
  await fillQuestion(page, "Half a quest");
  await page.getByRole("button", { name: "Čeština" }).click();
  assert.equal(await page.getByLabel("Na co se chcete zeptat?").inputValue(), "Half a quest");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "cs");
});

await story("a lost connection: kept, sent by itself once, with the same id", async (page) => {
  await fillQuestion(page, "Is anybody there?");
  const ids = [];
  page.on("request", (request) => request.url().endsWith("/inquiries") && ids.push(request.postDataJSON().id));
  await page.request.get(`${given.base}/mock/offline?seconds=4`);
  await send(page).click();
  await page.getByText("Not connected – everything typed is kept").waitFor();
  await page.getByRole("heading", { name: "Thank you, your question has arrived" }).waitFor({ timeout: 20_000 });
  assert.ok(ids.length >= 2);
  assert.equal(new Set(ids).size, 1);
});

await story("a refusal stands beside its fields and keeps everything", async (page) => {
  await fillQuestion(page, "please refuse this");
  await send(page).click();
  await page.getByText("Dotaz je příliš dlouhý.").waitFor();
  await page.getByText("Na tuto adresu se nedá psát.").waitFor();
  assert.equal(await question(page).inputValue(), "please refuse this");
  await question(page).fill("short");
  assert.equal(await page.getByText("Dotaz je příliš dlouhý.").count(), 0);
});

await story("a conflict shows both versions", async (page) => {
  await fillQuestion(page, "conflict here");
  await send(page).click();
  await page.getByText("Somebody changed this in the meantime").waitFor();
  await page.getByRole("cell", { name: "Jiná otázka" }).waitFor();
  await page.getByRole("cell", { name: "conflict here" }).waitFor();
  assert.equal(await question(page).inputValue(), "conflict here");
});

await story("a wrong password is said, and the name stays", async (page) => {
  await page.goto(`${given.base}/sign-in`);
  await page.getByLabel("User name").fill("jana");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel("User name").inputValue(), "jana");
});

await story("an ended session: sign in over the page, and what was sent goes on", async (page) => {
  await signIn(page);
  await page.getByLabel("Present password").fill("old");
  await page.getByLabel("New password", { exact: true }).fill("a new long sentence");
  await page.getByLabel("New password once more").fill("a new long sentence");
  await page.request.post(`${given.base}/mock/expire`);
  await page.getByRole("button", { name: "Change the password" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Please sign in again" });
  await dialog.getByLabel("Password", { exact: true }).fill("a long enough one");
  await dialog.getByRole("button", { name: "Sign in and go on" }).click();
  await page.getByText("Your password has been changed.").waitFor();
  assert.equal(await dialog.count(), 0);
});

await story("signing out asks about unsent text and then leaves none", async (page) => {
  await signIn(page);
  await page.evaluate(() => localStorage.setItem("afterglow.draft/jana/some_form/7", JSON.stringify({ savedAt: 1, values: { touched: { note: "private" } } })));
  await page.getByRole("button", { name: "Jana Dvořáková" }).first().click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("There is 1 form with text you have not sent").waitFor();
  await page.getByRole("button", { name: "Sign out and remove it" }).click();
  await page.waitForURL("**/sign-in*");
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes("private")), false);
});

await story("every screen begins at its heading and names the tab", async (page) => {
  await signIn(page, "/today");
  await page.getByRole("link", { name: "People" }).first().click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.title(), "People · Klinika Soumrak");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
});

await story("keyboard alone reaches the menu and leaves it", async (page) => {
  await signIn(page, "/today");
  const opener = page.getByRole("button", { name: "Jana Dvořáková" }).first();
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "My account" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("link", { name: "My account" }).isVisible(), false);
  assert.equal(await opener.evaluate((element) => element === document.activeElement), true);
});

await browser.close();
console.log(faults ? `${faults} faults` : "all well");
process.exit(faults ? 1 : 0);
