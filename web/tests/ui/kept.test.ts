// Nothing typed is lost, nothing is done twice, and a day's work can be done without a mouse.
import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { accountOf, goTo, settled, signedIn, useBrowser, visitor, type Visit } from "./support/browser";
import { choose, press, write } from "./support/hands";

useBrowser();

const question = "What would you like to know?";

async function asking(page: Page, text: string): Promise<void> {
  await goTo(page, "/ask");
  await write(page, { [question]: text, "What should we call you?": "Eva", "E-mail": "eva@example.org" });
  await page.getByLabel("You may contact me").check();
}
const thanks = (page: Page): Promise<void> => page.getByRole("heading", { name: "Thank you, your question has arrived" }).waitFor();

async function openInquiry(visit: Visit): Promise<string> {
  const answer = await visit.context.request.get("/api/v1/inquiries");
  const { inquiries } = (await answer.json()) as { inquiries: { id: string; status: string }[] };
  const found = inquiries.find(({ status }) => status === "open");
  if (!found) throw new Error("no inquiry is open");
  return found.id;
}
const answersOf = async (visit: Visit, id: string): Promise<string[]> => {
  const answer = await visit.context.request.get(`/api/v1/inquiries/${id}`);
  return ((await answer.json()) as { inquiry: { answers: { answer: string }[] } }).inquiry.answers.map((each) => each.answer);
};

describe("what is typed", () => {
  it("survives a reload", async () => {
    const { page, context, faults } = await visitor();
    await asking(page, "Half a quest");
    await page.waitForTimeout(400);
    await page.reload();
    await page.getByText("We have put back what you had typed").waitFor();
    expect(await page.getByLabel(question).inputValue()).toBe("Half a quest");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("waits without a connection and then goes out once", async () => {
    const { page, context } = await visitor();
    await asking(page, "Is anybody there?");
    const ids: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/api/public/inquiries")) ids.push((request.postDataJSON() as { id: string }).id);
    });
    await context.setOffline(true);
    await press(page, "Send the question");
    await page.getByText("Not connected – everything typed is kept").first().waitFor();
    expect(await page.getByLabel(question).inputValue()).toBe("Is anybody there?");
    await context.setOffline(false);
    await page.getByRole("heading", { name: "Thank you, your question has arrived" }).waitFor({ timeout: 30_000 });
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
    await context.close();
  });

  it("survives the end of the session: one signs in over the page, and what was sent goes on", async () => {
    const account = accountOf("coordinator");
    const visit = await signedIn(account);
    const { page, context } = visit;
    const inquiry = await openInquiry(visit);
    await goTo(page, `/inquiries/${inquiry}`);
    await page.getByLabel("Answer", { exact: true }).fill("Written before the session ended.");
    const ended = await context.request.post("/api/v1/sign-out", { data: {}, headers: { "X-CSRF-Token": visit.csrf } });
    expect(ended.status()).toBe(200);
    await press(page, "Record the answer");
    const dialog = page.getByRole("alertdialog", { name: "Please sign in again" });
    await dialog.getByLabel("Password", { exact: true }).fill(account.password);
    await dialog.getByRole("button", { name: "Sign in and go on" }).click();
    await page.getByRole("status").getByText("The answer is recorded.").waitFor();
    expect(await answersOf(visit, inquiry)).toEqual(["Written before the session ended."]);
    await context.close();
  });

  it("is sent once by a double click", async () => {
    const visit = await signedIn(accountOf("coordinator"));
    const { page, context } = visit;
    await goTo(page, "/inquiries");
    await page.getByRole("button", { name: "Record an inquiry" }).or(page.getByRole("link", { name: "Record an inquiry" })).first().click();
    const form = page.getByRole("dialog").or(page.locator("main")).last();
    const name = `Dvojklik ${Date.now() % 100_000}`;
    await fillInquiry(form, name);
    await page.getByRole("button", { name: "Record", exact: true }).dblclick();
    await page.getByRole("status").getByText("The inquiry is recorded.").waitFor();
    const list = (await (await context.request.get("/api/v1/inquiries")).json()) as { inquiries: { name: string }[] };
    expect(list.inquiries.filter((each) => each.name === name)).toHaveLength(1);
    await context.close();
  });
});

async function fillInquiry(form: ReturnType<Page["locator"]>, name: string): Promise<void> {
  await write(form, { Name: name });
  await form.getByLabel("Question", { exact: true }).fill("Twice?");
  await form.getByLabel("Phone", { exact: true }).fill("+420 600 000 002");
  await choose(form, { "How it came": "by phone", "Wants the answer": "by phone" });
  await form.getByLabel("The person agrees that we get in touch").check();
}

/** Presses Tab until what has the focus is called this. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      const labelled = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? (element.labels?.[0]?.textContent ?? "") : "";
      return [element?.getAttribute("aria-label"), labelled, element?.textContent].filter(Boolean).join(" ");
    });
    if (name.test(here)) return;
  }
  throw new Error(`Tab does not reach ${String(name)}`);
}

describe("without a mouse", () => {
  it("a question is found and answered", async () => {
    const visit = await signedIn(accountOf("coordinator"));
    const { page, context } = visit;
    const inquiry = await openInquiry(visit);
    const { inquiry: asked } = (await (await context.request.get(`/api/v1/inquiries/${inquiry}`)).json()) as { inquiry: { question: { name: string } } };
    await goTo(page, "/today");
    await tabTo(page, /Skip to the content/, 1);
    await tabTo(page, /^Inquiries/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Inquiries" }).waitFor();
    await settled(page);
    await tabTo(page, new RegExp(`^${asked.question.name}`));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: asked.question.name }).waitFor();
    await settled(page);
    await tabTo(page, /^Answer/);
    await page.keyboard.type("Answered with the keys alone.");
    await tabTo(page, /^Record the answer/);
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("The answer is recorded.").waitFor();
    expect(await answersOf(visit, inquiry)).toContain("Answered with the keys alone.");
    await context.close();
  });

  it("an appointment is booked, moved and cancelled", async () => {
    const account = accountOf("coordinator");
    const visit = await signedIn(account);
    const { page, context, faults } = visit;
    const day = new Date(Date.now() + 61 * 86_400_000).toISOString().slice(0, 10);
    await goTo(page, `/calendar?date=${day}`);
    await tabTo(page, /^Book$/);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "New appointment" });
    await dialog.waitFor();
    await dialog.getByRole("radio", { name: "Other" }).focus();
    await page.keyboard.press("Space");
    await dialog.getByRole("group", { name: "Begins at" }).getByRole("spinbutton").first().focus();
    await page.keyboard.type("1015");
    await dialog.getByRole("checkbox", { name: account.name }).focus();
    await page.keyboard.press("Space");
    await dialog.getByRole("radio", { name: "Online" }).focus();
    await page.keyboard.press("Space");
    await dialog.getByLabel("Note", { exact: true }).focus();
    await page.keyboard.type("Team meeting");
    await tabTo(page, /^Book$/);
    await page.keyboard.press("Enter");
    await page.getByText("The appointment is booked.").waitFor();

    const block = page.getByRole("button", { name: /10:15.*Other/ });
    await block.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Other" }).getByText("Team meeting").waitFor();
    await tabTo(page, /^Move$/);
    await page.keyboard.press("Enter");
    const move = page.getByRole("dialog", { name: "Move the appointment" });
    await move.getByRole("group", { name: "Begins at" }).getByRole("spinbutton").first().focus();
    await page.keyboard.type("1130");
    await move.getByLabel("Why it is moved").focus();
    await page.keyboard.type("Somebody is late");
    await page.keyboard.press("Enter");
    await page.getByText("The appointment is moved.").waitFor();

    await page.getByRole("button", { name: /11:30.*Other/ }).focus();
    await page.keyboard.press("Enter");
    await tabTo(page, /^Cancel the appointment$/);
    await page.keyboard.press("Enter");
    const cancel = page.getByRole("dialog", { name: "Cancel the appointment" });
    await cancel.getByRole("radio", { name: "by the clinic" }).focus();
    await page.keyboard.press("Space");
    await cancel.getByLabel("Why").focus();
    await page.keyboard.type("Not needed any more");
    await page.keyboard.press("Enter");
    await page.getByText("The appointment is cancelled.").first().waitFor();
    await page.getByRole("button", { name: /Show \d+ moved or cancelled/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("the calendar", () => {
  it("says in words what is in the way, and offers the next free time", async () => {
    const account = accountOf("coordinator");
    const { page, context } = await signedIn(account);
    const day = new Date(Date.now() + 62 * 86_400_000).toISOString().slice(0, 10);
    for (const attempt of ["first", "second"]) {
      await goTo(page, `/calendar?date=${day}&new=1`);
      const dialog = page.getByRole("dialog", { name: "New appointment" });
      await dialog.getByRole("radio", { name: "Other" }).check();
      await dialog.getByRole("group", { name: "Begins at" }).getByRole("spinbutton").first().focus();
      await page.keyboard.type("0900");
      await dialog.getByLabel("Length").fill("60");
      await dialog.getByRole("checkbox", { name: account.name }).check();
      await dialog.getByRole("radio", { name: "Online" }).check();
      if (attempt === "second") {
        await dialog.getByText("Somebody else has this time").waitFor();
        await dialog.getByText(`${account.name}: 09:00–10:00`).waitFor();
        await press(dialog, "Book");
        await dialog.getByText(/has another appointment/).first().waitFor();
        await dialog.getByRole("button", { name: "Next free: 10:00" }).click();
      }
      await press(dialog, "Book");
      await page.getByText("The appointment is booked.").waitFor();
    }
    await page.getByRole("button", { name: /^10:00/ }).first().waitFor();
    await context.close();
  });

  it("asks which of two hours is meant, and knows an hour that never comes", async () => {
    const { page, context } = await signedIn(accountOf("coordinator"));
    const [spring, autumn] = clockChanges();
    await goTo(page, `/calendar?date=${spring}&new=1`);
    const dialog = page.getByRole("dialog", { name: "New appointment" });
    await dialog.getByRole("group", { name: "Begins at" }).getByRole("spinbutton").first().focus();
    await page.keyboard.type("0230");
    await dialog.getByText("02:30 does not exist on this day").waitFor();
    await dialog.getByRole("button", { name: "03:30", exact: true }).click();
    expect(await dialog.getByText("does not exist").count()).toBe(0);
    await goTo(page, `/calendar?date=${autumn}&new=1`);
    await dialog.getByRole("group", { name: "Begins at" }).getByRole("spinbutton").first().focus();
    await page.keyboard.type("0230");
    await dialog.getByRole("radio", { name: /the earlier 02:30 \(GMT\+2\)/ }).check();
    await dialog.getByRole("radio", { name: /the later 02:30 \(GMT\+1\)/ }).check();
    await context.close();
  });
});

/** The next days on which clocks change in Europe: the last Sundays of March and of October. */
function clockChanges(): [string, string] {
  const next = (month: number): string => {
    for (let year = new Date().getFullYear(); ; year++) {
      const last = new Date(Date.UTC(year, month + 1, 0));
      const sunday = new Date(last.getTime() - last.getUTCDay() * 86_400_000);
      if (sunday.getTime() > Date.now() + 2 * 86_400_000) return sunday.toISOString().slice(0, 10);
    }
  };
  return [next(2), next(9)];
}

describe("the public question", () => {
  it("offers the waiting list for what the clinic does not treat yet", async () => {
    const { page, context, faults } = await visitor();
    await asking(page, "Do you treat bulimia?");
    await page.getByLabel("What is it about?").selectOption({ label: "Eating disorders: anorexia, bulimia" });
    await page.getByText("We do not treat this yet").waitFor();
    await press(page, "Send the question");
    await thanks(page);
    await page.getByLabel("You may tell me when you begin: eva@example.org").check();
    await press(page, "Tell me when you begin");
    await page.getByText("You are on our list").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("staff", () => {
  it("somebody is added, gets a password shown once, and signs in with it; then access ends at once", async () => {
    const { page, context } = await signedIn(accountOf("administrator"));
    const user = `zkusebni.${Date.now() % 100_000}`;
    await goTo(page, "/staff");
    await press(page, "Add a person");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name with titles").fill("Mgr. Zkušební Osoba");
    expect(await dialog.getByLabel("User name").inputValue()).toBe("zkusebni.osoba");
    await dialog.getByLabel("User name").fill(user);
    await dialog.getByRole("checkbox", { name: "nurse" }).check();
    await press(dialog, "Add");
    await press(page, "Make a password");
    const password = await page.getByLabel("The new password").innerText();
    const other = await signedIn({ user, password, name: "", roles: ["nurse"] });
    await goTo(other.page, "/today");
    await press(page, "Done, I have it");

    await page.getByRole("button", { name: "What can be done: Mgr. Zkušební Osoba" }).click();
    await page.getByRole("button", { name: "End access", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("A test");
    await page.getByRole("dialog").getByRole("button", { name: "End access", exact: true }).click();
    await page.getByText("Mgr. Zkušební Osoba has no access any more.").waitFor();
    expect((await other.context.request.get("/api/v1/me")).status()).toBe(401);
    await other.context.close();
    await context.close();
  });
});
