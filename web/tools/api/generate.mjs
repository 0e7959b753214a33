// npm run api -- <file or URL of openapi.json>: writes src/api/schema.d.ts (not kept in the repository).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2] ?? "http://127.0.0.1:8080/api/openapi.json";
const target = resolve(here, "../../src/api/schema.d.ts");
const program = join(here, "node_modules/.bin/openapi-typescript");
if (!existsSync(program)) {
  console.error("openapi-typescript is missing: run `npm ci` in web/ first");
  process.exit(1);
}
const run = spawnSync(program, [source, "-o", target, "--alphabetize", "--empty-objects-unknown"], { stdio: "inherit" });
process.exit(run.status ?? 1);
