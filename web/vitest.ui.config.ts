import { defineConfig } from "vitest/config";

// Tests in a real browser against the real program: `AFTERGLOW=build/release/afterglow npm --prefix web run test:ui`.
export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/ui/**/*.test.ts"],
    globalSetup: ["tests/ui/support/clinic.ts"],
    // One browser for each worker; two cores are enough for two.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
