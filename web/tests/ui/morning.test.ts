// The morning after, on a phone: every state of the page behind the link of the message. The link itself stands in no
// answer of the server, so that what it would say is said here.
import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings, fits, goTo, picture, useBrowser, visitor, type Visit } from "./support/browser";
import { press } from "./support/hands";

useBrowser();

const phone = { width: 390, height: 844 };
const items = [
  { code: "headache", text: { cs: "bolest hlavy", en: "headache", uk: "головний біль" } },
  { code: "thoughts", text: { cs: "myšlenky na smrt", en: "thoughts of dying", uk: "думки про смерть" } },
];
const questions = { clinic: "Afterglow demo clinic", phone: "+420 222 333 444", language: "en", zone: "Europe/Prague", items, answered: false };

type Said = { status: number; body: unknown };
async function behind({ page }: Visit, asked: Said, answered: Said = { status: 200, body: { received: "x" } }): Promise<unknown[]> {
  const sent: unknown[] = [];
  await page.route("**/api/public/morning/*", async (route) => {
    const said = route.request().method() === "POST" ? answered : asked;
    if (route.request().method() === "POST") sent.push(route.request().postDataJSON());
    await route.fulfill({ status: said.status, contentType: "application/json", body: JSON.stringify(said.body) });
  });
  return sent;
}
const link = "/morning/a-link";
const heading = (page: Page, name: string): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();

describe("the morning after", () => {
  it("asks in large letters, takes the answer once and thanks", async () => {
    const visit = await visitor(phone);
    const { page } = visit;
    const sent = await behind(visit, { status: 200, body: questions });
    await goTo(page, link);
    await page.getByRole("link", { name: /\+420 222 333 444/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await fits(page)).toBe(true);
    await picture(page, "morning");
    await press(page, "Send");
    await page.getByText("Please tap what is so").waitFor();
    await page.getByRole("checkbox", { name: "headache" }).check();
    await page.getByRole("checkbox", { name: /Please call me today/ }).check();
    await press(page, "Send");
    await heading(page, "Thank you");
    await page.getByText("We call you today.").waitFor();
    expect(sent).toMatchObject([{ data: { items: ["headache"], call_me: true } }]);
    expect(await axeFindings(page)).toEqual([]);
    await visit.context.close();
  });

  it("speaks the person's language, whatever the phone speaks", async () => {
    const visit = await visitor({ ...phone, language: "en" });
    await behind(visit, { status: 200, body: { ...questions, language: "uk" } });
    await goTo(visit.page, link);
    await heading(visit.page, "Як минула ніч?");
    expect(await fits(visit.page)).toBe(true);
    await picture(visit.page, "morning.uk");
    await visit.context.close();
  });

  for (const [state, said, title] of [
    ["answered", { status: 200, body: { ...questions, answered: true } }, "Thank you, you have answered already"],
    ["too old", { status: 410, body: { code: "link_too_old", title: "Gone" } }, "This link is no longer open"],
    ["unknown", { status: 404, body: { code: "not_found", title: "Not found" } }, "We do not know this link"],
    ["failed", { status: 500, body: { code: "failed", title: "Failed" } }, "How was your night?"],
  ] as const) {
    it(`says kindly what is so, and whom to call: ${state}`, async () => {
      const visit = await visitor(phone);
      await behind(visit, said);
      await goTo(visit.page, link);
      await heading(visit.page, title);
      await visit.page.getByRole("link", { name: /112/ }).first().waitFor();
      expect(await axeFindings(visit.page)).toEqual([]);
      expect(await fits(visit.page)).toBe(true);
      await visit.context.close();
    });
  }

  it("that the link became too old while one was writing loses no kindness", async () => {
    const visit = await visitor(phone);
    await behind(visit, { status: 200, body: questions }, { status: 409, body: { code: "link_too_old", title: "Too old" } });
    await goTo(visit.page, link);
    await visit.page.getByRole("checkbox", { name: "None of these" }).check();
    await press(visit.page, "Send");
    await heading(visit.page, "This link is no longer open");
    await visit.context.close();
  });
});
