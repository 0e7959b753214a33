import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { Banner } from "../../parts/states";
import { useRoom } from "./data";
import { useWatchTexts } from "./texts";

/** What became of the message of the next morning. */
export function MorningAnswer() {
  const t = useWatchTexts();
  const format = useFormats();
  const words = useWords();
  const { page, policy } = useRoom();
  const { morning } = page;
  if (!morning) return null;
  const name = (code: string): string => words(policy.pack.morning.items.find((each) => each.code === code)?.text) || code;
  if (morning.answer) {
    const { items: said, words: typed, call_me } = morning.answer;
    return (
      <Banner tone={morning.worrying || call_me ? "bad" : "good"} title={t("morning.answered", { time: format.date(morning.answered_at ?? morning.send_at, "dateTime") })}>
        <p>{said.length > 0 ? format.list(said.map(name)) : t("morning.nothing")}</p>
        {typed && <p>„{typed}“</p>}
        {call_me && <p><strong>{t("morning.call_me")}</strong></p>}
      </Banner>
    );
  }
  if (morning.reported) return <Banner tone="warn" title={t("morning.no_answer")}>{t("morning.no_answer_detail")}</Banner>;
  if (!morning.email) return <Banner tone="warn" title={t("morning.no_address")} />;
  if (morning.outcome === "unknown" || morning.outcome === "refused_for_good") return <Banner tone="warn" title={t(`morning.${morning.outcome}`)}>{morning.outcome_text}</Banner>;
  return <Banner tone="info" icon="mail" title={t(morning.outcome === "sent" ? "morning.sent" : "morning.planned", { time: format.date(morning.send_at, "dateTime") })} />;
}
