import { catalogue } from "../lib/i18n";
import type texts from "../locales/en/provider.json";
import { Banner } from "../parts/states";

export const useProviderTexts = catalogue<typeof texts>("provider");

const known = ["provider_unreachable", "provider_refused", "sign_in_too_old", "identity_unknown", "identity_taken", "identity_there_already", "held_back", "account_locked"] as const;

type Key = `problem.${(typeof known)[number] | "other"}` | "problem_connect.provider_unreachable" | "problem_connect.other";

function textFor(code: string, connecting: boolean): Key {
  const found = known.find((each) => each === (code === "provider_code_refused" ? "sign_in_too_old" : code));
  if (connecting && (!found || found === "provider_unreachable")) return `problem_connect.${found ?? "other"}`;
  return `problem.${found ?? "other"}`;
}

/** What went wrong on the way to the sign-in provider and back, and what to do; the address says which. */
export function ProviderProblem({ code, connecting = false }: { code: string | null; connecting?: boolean }) {
  const t = useProviderTexts();
  if (!code) return null;
  return <Banner tone="warn" role="alert" title={t(connecting ? "problem_title_connect" : "problem_title")}>{t(textFor(code, connecting))}</Banner>;
}
