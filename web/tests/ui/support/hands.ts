// What a person does with a form, in the words that stand on it.
import type { Locator, Page } from "playwright-core";

export type Place = Page | Locator;

const field = (place: Place, label: string): Locator => place.getByLabel(label, { exact: true });

export async function write(place: Place, texts: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) await field(place, label).fill(text);
}

/** One of several: radio buttons in a group with a legend. */
export async function choose(place: Place, answers: Record<string, string>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    await place.getByRole("group", { name: label }).getByRole("radio", { name: answer, exact: true }).first().check();
  }
}

export async function select(place: Place, choices: Record<string, string>): Promise<void> {
  for (const [label, choice] of Object.entries(choices)) {
    const list = field(place, label);
    const value = await list.locator("option", { hasText: choice }).first().getAttribute("value");
    await list.selectOption(value ?? choice);
  }
}

/** `2026-11-22` into a date of three parts, as somebody types it in English. */
export async function writeDate(place: Place, label: string, date: string): Promise<void> {
  const [year = "", month = "", day = ""] = date.split("-");
  await place.getByRole("group", { name: label }).getByRole("spinbutton").first().focus();
  await pageOf(place).keyboard.type(`${day}${month}${year}`);
}

export async function writeTime(place: Place, label: string, time: string): Promise<void> {
  await place.getByRole("group", { name: label }).getByRole("spinbutton").first().focus();
  await pageOf(place).keyboard.type(time.replace(":", ""));
}

const pageOf = (place: Place): Page => ("page" in place ? place.page() : place);

export const press = (place: Place, name: string): Promise<void> => place.getByRole("button", { name, exact: true }).click();

/** Sends a form and waits until the page says that it is done. */
export async function send(page: Page, button: string, said: string): Promise<void> {
  await press(page, button);
  await page.getByRole("status").getByText(said, { exact: false }).first().waitFor();
}

/** A part of the page under its heading. */
export const section = (place: Place, heading: string): Locator =>
  place.locator("section").filter({ has: pageOf(place).getByRole("heading", { name: heading, exact: true }) }).last();
