// Every screen in every language: it stands, says nothing in the console, and axe finds nothing grave, by day and by night.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, axeFindings, fits, goTo, picture, signedIn, useBrowser, visitor, type Language, type Visit } from "./browser";

type Screen = { name: string; path: string };

const open: readonly Screen[] = [
  { name: "home", path: "/" },
  { name: "ask", path: "/ask" },
  { name: "sign_in", path: "/sign-in" },
  { name: "lost", path: "/nowhere" },
];

const forStaff: Record<string, readonly Screen[]> = {
  coordinator: [
    { name: "today.coordinator", path: "/today" },
    { name: "inquiries", path: "/inquiries" },
    { name: "inquiry", path: "/inquiries/{inquiry}" },
    { name: "waiting_list", path: "/waiting-list" },
    { name: "people", path: "/people" },
    { name: "register", path: "/people/new" },
    { name: "calendar.day", path: "/calendar?date={busy}" },
    { name: "calendar.week", path: "/calendar?view=week&date={busy}&gone=1" },
    { name: "calendar.book", path: "/calendar?new=1" },
    { name: "figures", path: "/figures" },
    { name: "account", path: "/account" },
    { name: "signing_in", path: "/account/signing-in" },
  ],
  psychiatrist: [
    { name: "today.psychiatrist", path: "/today" },
    { name: "person", path: "/people/{patient}" },
    { name: "evaluation", path: "/people/{patient}/evaluation" },
    { name: "scale", path: "/people/{patient}/scale" },
    { name: "criteria", path: "/people/{patient}/criteria" },
    { name: "decision", path: "/people/{patient}/decision" },
    { name: "consent", path: "/people/{patient}/consent" },
    { name: "plan", path: "/people/{patient}/plan" },
    { name: "session", path: "/sessions/{session}" },
    { name: "wall", path: "/wall" },
    { name: "rehearsal", path: "/rehearsal" },
    { name: "explorer", path: "/explorer" },
    { name: "rules", path: "/rules" },
    { name: "rules.consents", path: "/rules?tab=consents" },
    { name: "rules.clinic", path: "/rules?tab=house" },
  ],
  therapist: [
    { name: "interview", path: "/people/{patient}/interview" },
    { name: "preparation", path: "/people/{patient}/preparation" },
    { name: "integration", path: "/people/{patient}/integration" },
    { name: "outcome", path: "/people/{patient}/outcome" },
  ],
  custodian: [
    { name: "register.stock", path: "/register" },
    { name: "register.days", path: "/register?tab=days" },
    { name: "register.discrepancies", path: "/register?tab=discrepancies" },
    { name: "register.receive", path: "/register/receive" },
    { name: "register.count", path: "/register/count?stock={stock}&place=safe" },
    { name: "register.waste", path: "/register/waste?stock={stock}&place=safe" },
    { name: "register.destroy", path: "/register/destroy?stock={stock}&place=safe" },
  ],
  inspector: [{ name: "register.book", path: "/register" }],
  physician: [{ name: "examination", path: "/people/{patient}/examination" }],
  administrator: [
    { name: "staff", path: "/staff" },
    { name: "staff.roles", path: "/staff?tab=roles" },
    { name: "access_log", path: "/access-log" },
    { name: "emergency_access", path: "/emergency-access" },
  ],
};

/** Ids of the demo clinic, found through its own interface. */
const known: Record<string, string> = {};
const filled = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = known[name];
    if (!id) throw new Error(`the demo clinic has no ${name}`);
    return id;
  });

async function read<T>(visit: Visit, path: string): Promise<T> {
  const answer = await visit.context.request.get(path);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

async function learn(): Promise<void> {
  const psychiatrist = await signedIn(accountOf("psychiatrist"));
  const coordinator = await signedIn(accountOf("coordinator"));
  const { stocks } = await read<{ stocks: { id: string; balance_micrograms: number }[] }>(psychiatrist, "/api/v1/stock");
  known["stock"] = stocks.find(({ balance_micrograms: balance }) => balance > 0)?.id ?? "";
  const { sessions } = await read<{ sessions: { id: string }[] }>(psychiatrist, "/api/v1/sessions");
  const { patients } = await read<{ patients: { id: string; phase?: string; status?: string }[] }>(psychiatrist, "/api/v1/patients");
  const { inquiries } = await read<{ inquiries: { id: string; status: string }[] }>(coordinator, "/api/v1/inquiries");
  const calendar = await read<{ bookings: { day: string; booking: { status: string } }[] }>(coordinator, `/api/v1/calendar?from=${day(0)}&to=${day(14)}`);
  known["session"] = sessions[0]?.id ?? "";
  known["patient"] = (patients.find(({ phase, status }) => phase === "integration" && status === "active") ?? patients[0])?.id ?? "";
  known["inquiry"] = (inquiries.find(({ status }) => status === "open") ?? inquiries[0])?.id ?? "";
  known["busy"] = busiest(calendar.bookings.map(({ day: on }) => on)) ?? day(0);
  await psychiatrist.context.close();
  await coordinator.context.close();
}

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

function busiest(days: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const each of days) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The page is the same, only its colours are others; and they are the same in every language: one is enough. */
async function standsByNight(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await axeFindings(page, ["color-contrast"]), "axe, dark").toEqual([]);
  await picture(page, `${name}.en.dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

async function stands({ page, faults }: Visit, screen: Screen, language: Language): Promise<void> {
  faults.length = 0;
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: "light" });
  await goTo(page, filled(screen.path));
  expect(await page.locator("html").getAttribute("lang")).toBe(language);
  expect(await axeFindings(page), "axe, light").toEqual([]);
  await picture(page, `${screen.name}.${language}.light`);
  if (language === "en") await standsByNight(page, screen.name);
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, `${screen.name}.${language}.phone`);
  expect(await fits(page), "no wider than a phone").toBe(true);
  expect(faults).toEqual([]);
}

/** All of them, in one language: a file for each, so that two run at a time. */
export function screensIn(language: Language): void {
  useBrowser();
  beforeAll(learn);
  for (const role of ["nobody", ...Object.keys(forStaff)]) {
    describe(`${language}: ${role}`, () => {
      let visit: Visit;
      beforeAll(async () => {
        visit = role === "nobody" ? await visitor({ language }) : await signedIn(accountOf(role), { language });
      });
      afterAll(async () => visit.context.close());
      for (const screen of role === "nobody" ? open : (forStaff[role] ?? [])) {
        it(screen.name, async () => stands(visit, screen, language));
      }
    });
  }
}
