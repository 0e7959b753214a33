import { Badge } from "../../parts/states";
import { expiryOf } from "./stock";
import { useTexts } from "./texts";

/** Said in words where a lot should not or will soon not be used; nothing where nothing of it is left. */
export function ExpiryBadge({ expires, today, quiet = false }: { expires: string; today: string; quiet?: boolean }) {
  const t = useTexts();
  const expiry = expiryOf(expires, today);
  if (quiet || expiry === "later") return null;
  return <Badge tone={expiry === "past" ? "bad" : "warn"}>{t(`expiry.${expiry}`)}</Badge>;
}
