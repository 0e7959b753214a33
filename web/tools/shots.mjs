// Pictures of the screens in light and dark, narrow and wide, in each language, with an axe check of each.
//   npm run shots -- --base http://127.0.0.1:4173 --out /tmp/shots [--routes /,/ask] [--languages cs] [--themes light]
//                    [--widths 390] [--user jana --password …] [--full]
// Staff screens need --user and --password. Fails on any serious or critical finding of axe, and on any error in the
// console (a breach of the content security policy is one).
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: given } = parseArgs({
  options: {
    base: { type: "string", default: "http://127.0.0.1:4173" },
    out: { type: "string", default: "shots" },
    routes: { type: "string" },
    languages: { type: "string", default: "cs,en,uk" },
    themes: { type: "string", default: "light,dark" },
    widths: { type: "string", default: "390,1280" },
    user: { type: "string" },
    password: { type: "string" },
    full: { type: "boolean", default: false },
  },
});

const open = ["/", "/ask", "/sign-in", "/nowhere"];
const staff = ["/today", "/inquiries", "/inquiries/new", "/people", "/people/new", "/calendar", "/waiting-list", "/figures", "/explorer", "/staff", "/account"];
const routes = given.routes?.split(",") ?? [...open, ...(given.user ? staff : [])];
const list = (text) => text.split(",").filter(Boolean);

/** The first of each kind, where the person signed in may see them: an inquiry, a person, and what hangs on them. */
async function firstOnes(request) {
  const ask = async (path) => {
    const answer = await request.get(given.base + path);
    return answer.ok() ? answer.json() : {};
  };
  const { inquiries = [] } = await ask("/api/v1/inquiries");
  const { patients = [] } = await ask("/api/v1/patients");
  const person = patients.find(({ phase, status }) => phase === "preparation" && status === "active") ?? patients[0];
  const inquiry = inquiries.find(({ status }) => status === "open") ?? inquiries[0];
  const tabs = person ? ["", "?tab=story", "?tab=appointments", "?tab=details"].map((tab) => `/people/${person.id}${tab}`) : [];
  return [...(inquiry ? [`/inquiries/${inquiry.id}`] : []), ...tabs];
}

mkdirSync(given.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

const serious = new Set(["serious", "critical"]);
let faults = 0;
function fault(where, text) {
  faults += 1;
  console.log(`✗ ${where}: ${text}`);
}

let pictures = 0;
for (const language of list(given.languages)) {
  for (const theme of list(given.themes)) {
    for (const width of list(given.widths).map(Number)) {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 844 : 860 },
        colorScheme: theme === "dark" ? "dark" : "light",
        reducedMotion: "reduce",
        locale: { cs: "cs-CZ", en: "en-GB", uk: "uk-UA" }[language],
        timezoneId: "Europe/Prague",
      });
      await context.addInitScript((chosen) => localStorage.setItem("afterglow.language", chosen), language);
      if (given.user) {
        const signedIn = await context.request.post(`${given.base}/api/v1/sign-in`, { data: { user: given.user, password: given.password } });
        if (!signedIn.ok()) throw new Error(`sign-in failed: ${signedIn.status()}`);
      }
      const page = await context.newPage();
      let where = "";
      page.on("console", (message) => message.type() === "error" && fault(where, message.text()));
      page.on("pageerror", (error) => fault(where, error.message));
      const first = given.user && !given.routes ? await firstOnes(context.request) : [];
      for (const route of [...routes, ...first]) {
        const plain = route.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, (id) => (given.routes ? id.slice(0, 6) : "one"));
        const name = `${plain.replace(/^\//, "").replace(/[^\w-]+/g, "_") || "home"}.${language}.${theme}.${width}`;
        where = name;
        await page.goto(given.base + route, { waitUntil: "networkidle" });
        await page.waitForSelector("main h1");
        await page.screenshot({ path: `${given.out}/${name}.png`, fullPage: given.full });
        pictures += 1;
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) fault(name, `${wide} px wider than the window`);
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        for (const { id, impact, help, nodes } of violations) {
          const places = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join("\n    ");
          if (serious.has(impact)) fault(name, `${impact} ${id}: ${help}\n    ${places}`);
          else console.log(`- ${name}: ${impact} ${id}: ${help}\n    ${places}`);
        }
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(`${pictures} pictures in ${given.out}, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
