// A demo clinic of its own for each run: made and served by the program that $AFTERGLOW names.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

export type Account = { user: string; password: string; name: string; roles: string[] };

declare module "vitest" {
  interface ProvidedContext {
    base: string;
    accounts: Account[];
    screenshots: string;
  }
}

export const root = resolve(import.meta.dirname, "../../../..");
const startsWithin = 60_000;

export function programOf(): string {
  const named = process.env["AFTERGLOW"];
  if (!named) throw new Error("say which program to test: AFTERGLOW=path/to/afterglow");
  const program = resolve(root, named);
  if (!existsSync(program)) throw new Error(`there is no program at ${program}`);
  return program;
}

export function webOf(): string {
  const web = resolve(root, process.env["AFTERGLOW_WEB"] ?? "web/dist");
  if (!existsSync(join(web, "index.html"))) throw new Error(`there is no built web app in ${web}: run npm run build first`);
  return web;
}

export function addressFrom(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`the server did not start: ${said}`)), startsWithin);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /Afterglow is at (\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    };
    server.stdout?.on("data", hear);
    server.stderr?.on("data", hear);
    server.on("exit", (code) => failed(new Error(`the server stopped with ${String(code)}: ${said}`)));
  });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const program = programOf();
  const folder = mkdtempSync(join(tmpdir(), "afterglow-ui-"));
  const [data, accounts] = [join(folder, "data"), join(folder, "accounts.json")];
  execFileSync(program, ["demo", "--data", data, "--accounts", accounts], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(program, ["serve", "--data", data, "--port", "0", "--web", webOf()], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const base = await addressFrom(server);
  project.provide("base", base);
  project.provide("accounts", JSON.parse(readFileSync(accounts, "utf8")) as Account[]);
  project.provide("screenshots", resolve(root, "web", process.env["SCREENSHOTS"] ?? "../build/screenshots"));
  return async () => {
    server.removeAllListeners("exit");
    const stopped = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await stopped;
    rmSync(folder, { recursive: true, force: true });
  };
}
