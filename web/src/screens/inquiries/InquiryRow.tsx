import type { Shape } from "../../api/shapes";
import { useCommand } from "../../lib/command";
import { useMe } from "../../lib/session";
import { useStaffName } from "../../lib/reference";
import { Button } from "../../parts/Button";
import { PromiseClock } from "../../parts/Clock";
import { ListRow } from "../../parts/Page";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import styles from "./inquiries.module.css";
import { useInquiriesTexts } from "./texts";

type Row = Shape<"InquiryRow">;

/** One inquiry in a list: who asks what, who looks after it, and how the promise stands. One tap takes it. */
export function InquiryItem({ inquiry }: { inquiry: Row }) {
  const t = useInquiriesTexts();
  const terms = useTerms();
  const who = useStaffName();
  const me = useMe();
  const open = inquiry.status === "open";
  return (
    <ListRow
      to={`/inquiries/${inquiry.id}`}
      title={inquiry.name}
      detail={
        <>
          <span className={styles["excerpt"]}>{inquiry.question}</span>
          <span className={styles["meta"]}>
            <span>{terms(`channel.${inquiry.channel}`)}</span>
            <span>{terms(`language.${inquiry.language}`)}</span>
            {inquiry.owner && <span>{inquiry.owner === me.staff ? t("yours") : who(inquiry.owner)}</span>}
          </span>
        </>
      }
      end={
        <div className={styles["end"]}>
          {inquiry.status === "closed" ? <Badge>{terms("inquiry.closed")}</Badge> : <PromiseClock from={inquiry.received_at} until={inquiry.due_at} done={inquiry.answered_at} />}
          {open && !inquiry.owner && <Take inquiry={inquiry.id} name={inquiry.name} />}
        </div>
      }
    />
  );
}

export function Take({ inquiry, name, size = "small" }: { inquiry: string; name: string; size?: "small" | "medium" }) {
  const t = useInquiriesTexts();
  const command = useCommand("take-inquiry");
  async function take(): Promise<void> {
    const outcome = await command.send({ inquiry });
    toast(outcome.ok ? t("taken", { name }) : (outcome.problem?.message ?? t("not_taken")));
  }
  return <Button size={size} busy={command.busy} aria-label={t("take_this", { name })} onClick={() => void take()}>{t("take")}</Button>;
}
