import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { ariaLanguages } from "./tools/aria-languages.ts";
import { mockServer } from "./tools/mock/plugin.ts";

const server = process.env["AFTERGLOW_SERVER"] ?? "http://127.0.0.1:8080";

// `npm run dev` talks to a running server; `npm run mock` answers from tools/mock instead.
export default defineConfig(({ mode }) => {
  const mocked = mode === "mock" || process.env["AFTERGLOW_MOCK"] === "1";
  const proxy: Record<string, string> = mocked ? {} : { "/api": server, "/healthz": server };
  return {
    plugins: [react(), ariaLanguages(), ...(mocked ? [mockServer()] : [])],
    server: { host: "127.0.0.1", port: 5173, proxy },
    preview: { host: "127.0.0.1", port: 4173, proxy },
    build: {
      target: "es2022",
      manifest: "manifest.json",
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      reportCompressedSize: false,
    },
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
      exclude: ["tests/ui/**", "**/node_modules/**"],
      restoreMocks: true,
    },
  };
});
