import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import type { SimulationAsked } from "../../src/screens/explorer/types.ts";
import { doseFacts, patients, pharmacology, simulate } from "./explorer.ts";

/**
 * A stand-in for the server, for working on screens and for the pictures: one account, one session, and answers that
 * can be made to fail. It knows nothing of the clinic and keeps nothing.
 *
 * Things to try: password "wrong" is refused; a question containing "refuse", "conflict", "busy" or "spam" gets that answer;
 * the dose explorer's curves are made up (explorer.ts); `POST /mock/expire` ends the session; `POST /mock/offline?seconds=5` cuts the connection.
 */
const me = {
  staff: "0b1f6d0e-5a43-4d0c-9a5e-1f4f0c1a7e11",
  name: "Jana Dvořáková",
  user: "jana",
  roles: ["coordinator"],
  permissions: ["signed_in", "handle_inquiries", "read_people", "read_records", "read_calendar", "read_figures", "explore_doses"],
  language: "cs",
  csrf_token: "mock-token",
  clinic_name: "Klinika Soumrak",
  clinics: [],
  second_factor_missing: false,
  zone: "Europe/Prague",
};

const policy = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
].join("; ");

type Sent = { data?: Record<string, unknown>; user?: string; password?: string; id?: string };

async function read(request: IncomingMessage): Promise<Sent> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as Sent) : {};
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
  response.setHeader("Cache-Control", "no-store");
  response.end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, title: string, more: Record<string, unknown> = {}): void {
  answer(response, status, { type: "about:blank", title, status, ...more });
}

function mock(): Connect.NextHandleFunction {
  let expired = false;
  let offlineUntil = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://mock");
    if (pathname === "/mock/offline") {
      offlineUntil = Date.now() + Number(searchParams.get("seconds") ?? 5) * 1000;
      return answer(response, 200, {});
    }
    if (Date.now() < offlineUntil) return void request.socket.destroy();
    if (pathname === "/healthz") return answer(response, 200, {});
    if (pathname === "/mock/expire") {
      expired = true;
      return answer(response, 200, {});
    }
    const known = request.headers.cookie?.includes("afterglow_session=mock") && !expired;
    if (pathname === "/api/v1/sign-in") {
      const { user, password } = await read(request);
      if (password === "wrong") return problem(response, 401, "Unauthorized", { code: "wrong_password", detail: "Jméno nebo heslo není správné." });
      expired = false;
      response.setHeader("Set-Cookie", "afterglow_session=mock; HttpOnly; SameSite=Strict; Path=/");
      return answer(response, 200, { ...me, user: user ?? me.user });
    }
    if (pathname === "/api/public/clinic") {
      return answer(response, 200, { name: me.clinic_name, zone: me.zone, languages: ["cs", "en", "uk"], answer_within_hours: 48, indications: [] });
    }
    if (pathname === "/api/public/inquiries") return inquiry(await read(request), response);
    if (!known) return problem(response, 401, "Nejste přihlášeni.");
    if (pathname === "/api/v1/me") return answer(response, 200, me);
    if (pathname === "/api/v1/sign-out") {
      response.setHeader("Set-Cookie", "afterglow_session=; Max-Age=0; Path=/");
      return answer(response, 200, {});
    }
    if (pathname === "/api/v1/me/password" || pathname === "/api/v1/me/language") return answer(response, 200, {});
    if (pathname.startsWith("/api/v1/commands/")) {
      const { id } = await read(request);
      return answer(response, 200, { id, stream: randomUUID(), version: 1, events: [] });
    }
    if (pathname === "/api/v1/pharmacology") return answer(response, 200, pharmacology);
    if (pathname === "/api/v1/pharmacology/simulate") {
      const said = simulate((await read(request)) as unknown as SimulationAsked);
      return Array.isArray(said) ? problem(response, 422, "Tohle nejde spočítat.", { errors: said }) : answer(response, 200, said);
    }
    if (pathname === "/api/v1/patients" && searchParams.has("search")) return answer(response, 200, { patients });
    if (/^\/api\/v1\/patients\/[\w-]+\/dose-facts$/.test(pathname)) return answer(response, 200, doseFacts);
    return problem(response, 404, "Tady nic není.");
  }

  function inquiry({ id, data }: Sent, response: ServerResponse): void {
    const { question } = (data?.["question"] ?? {}) as { question: string };
    if (question.includes("refuse")) {
      return problem(response, 422, "Dotaz nebyl přijat.", {
        errors: [
          { pointer: "/data/question/question", code: "too_long", text: "Dotaz je příliš dlouhý." },
          { pointer: "/data/question/email", code: "email", text: "Na tuto adresu se nedá psát." },
        ],
      });
    }
    if (question.includes("conflict")) return problem(response, 409, "Změněno.", { current: { version: 4, name: "Eva", question: "Jiná otázka" } });
    if (question.includes("busy")) return problem(response, 503, "Service Unavailable", { detail: "Server má právě příliš mnoho práce." });
    if (question.includes("spam")) return problem(response, 429, "Příliš mnoho dotazů.", { detail: "Zkuste to prosím za hodinu." });
    answer(response, 200, { id, stream: randomUUID(), version: 1, events: [] });
  }

  return (request, response, next) => {
    const path = request.url ?? "";
    const ours = path.startsWith("/api/") || path.startsWith("/mock/") || path.startsWith("/healthz");
    if (!ours) return next();
    handle(request, response).catch(next);
  };
}

export function mockServer(): Plugin {
  return {
    name: "afterglow-mock",
    configureServer: (server) => void server.middlewares.use(mock()),
    configurePreviewServer: (server) => {
      // The built app under the policy that the real server sends.
      server.middlewares.use((_request, response, next) => {
        response.setHeader("Content-Security-Policy", policy);
        next();
      });
      server.middlewares.use(mock());
    },
  };
}
