// Clinics made and served by the program that $AFTERGLOW names: a demo clinic for each run, and what tests of their own need.
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

function webOf(): string {
  const web = resolve(root, process.env["AFTERGLOW_WEB"] ?? "web/dist");
  if (!existsSync(join(web, "index.html"))) throw new Error(`there is no built web app in ${web}: run npm run build first`);
  return web;
}

function addressFrom(server: ChildProcess): Promise<string> {
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

/** Ends a process and waits until it has ended. */
export async function stopped(server: ChildProcess): Promise<void> {
  server.removeAllListeners("exit");
  const ended = new Promise((done) => server.once("exit", done));
  if (server.kill("SIGTERM")) await ended;
}

/** The program serves what `of` names, with the built web app; at a free port, if none is named. */
export async function serving(...of: string[]): Promise<{ base: string; stop: () => Promise<void> }> {
  const port = of.includes("--port") ? [] : ["--port", "0"];
  const server = spawn(programOf(), ["serve", ...of, ...port, "--web", webOf()], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  return { base: await addressFrom(server), stop: () => stopped(server) };
}

export type Clinic = { base: string; accounts: Account[]; stop: () => Promise<void> };

/** A demo clinic in a folder of its own, made as if it were `now`. */
export async function demoClinic({ now }: { now?: string } = {}): Promise<Clinic> {
  const folder = mkdtempSync(join(tmpdir(), "afterglow-ui-"));
  const [data, list] = [join(folder, "data"), join(folder, "accounts.json")];
  execFileSync(programOf(), ["demo", "--data", data, "--accounts", list, ...(now ? ["--now", now] : [])], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const accounts = JSON.parse(readFileSync(list, "utf8")) as Account[];
  const { base, stop } = await serving("--data", data);
  return { base, accounts, stop: () => stop().finally(() => rmSync(folder, { recursive: true, force: true })) };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { base, accounts, stop } = await demoClinic();
  project.provide("base", base);
  project.provide("accounts", accounts);
  project.provide("screenshots", resolve(root, "web", process.env["SCREENSHOTS"] ?? "../build/screenshots"));
  return stop;
}
