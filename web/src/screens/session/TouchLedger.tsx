import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useStaffName } from "../../lib/reference";
import { Icon } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { standing } from "../steps/data";
import { useRoom } from "./data";
import { useMarking, type MarkForm } from "./marking";
import { beyond, countTouch, touches, touchActs, touchKind, touchLedger, type TouchAct } from "./touch";
import { useWatchTexts } from "./texts";
import styles from "./watch.module.css";

const icons = { offered: "heart", accepted: "check", declined: "cross" } as const;

/** The boundary that was agreed, and every touch since: one tap says what, one which. The boundary is not moved here. */
export function TouchLedger({ onMarked, marking }: { onMarked: (id: string) => void; marking: boolean }) {
  const t = useWatchTexts();
  const terms = useTerms();
  const format = useFormats();
  const staffName = useStaffName();
  const { page } = useRoom();
  const [act, setAct] = useState<TouchAct | undefined>(undefined);
  const mark = useMarking(onMarked);
  const agreement = standing(page.course.preparations)?.data.touch;
  const agreed = agreement?.touch;
  const rows = touchLedger(page.session.marks, agreed);
  const counts = countTouch(rows);
  function choose(touch: Shape<"Touch">): void {
    if (!act) return;
    const form: MarkForm = { kind: touchKind(act), touch };
    mark(form);
    setAct(undefined);
  }
  return (
    <section className={styles["touch"]} aria-label={t("touch")}>
      <h2>{t("touch")}</h2>
      <p className={styles["agreed"]}>
        <Icon name="lock" size={18} />
        <span>{t("touch.agreed")} <strong>{terms(`touch.${agreed ?? "none"}`)}</strong>{agreement?.stop_sign && <> · {t("touch.stop", { sign: agreement.stop_sign })}</>}</span>
      </p>
      {marking && (
        <>
          <div className={styles["touchActs"]} role="group" aria-label={t("touch.mark")}>
            {touchActs.map((each) => (
              <button key={each} type="button" aria-pressed={act === each} aria-expanded={act === each} onClick={() => setAct(act === each ? undefined : each)}>
                <Icon name={icons[each]} size={20} />{t(`touch.${each}`)}
              </button>
            ))}
          </div>
          {act && (
            <div className={styles["touchWhich"]} role="group" aria-label={t("touch.which")}>
              {touches.map((touch) => {
                const far = beyond(touch, agreed, act);
                return (
                  <button key={touch} type="button" data-beyond={far ? "" : undefined} onClick={() => choose(touch)}>
                    {far && <Icon name="warning" size={18} />}
                    <span>{terms(`touch.${touch}`)}{far && <small>{t("touch.beyond")}</small>}</span>
                  </button>
                );
              })}
            </div>
          )}
        </>
      )}
      {rows.length > 0 && (
        <>
          <p className={styles["touchCounts"]}>
            {touchActs.map((each) => <span key={each}>{t(`touch.${each}`)} <b className="numbers">{counts[each]}</b></span>)}
            {counts.beyond > 0 && <Badge tone="bad">{t("touch.beyond_count", { n: counts.beyond })}</Badge>}
          </p>
          <ol className={styles["touchRows"]}>
            {rows.map((row) => (
              <li key={row.id} data-beyond={row.beyond ? "" : undefined}>
                <time dateTime={row.at}>{format.date(row.at, "time")}</time>
                <span>
                  <strong>{t(`touch.${row.act}`)}</strong>{row.touch && `: ${terms(`touch.${row.touch}`)}`}{row.words && ` · ${row.words}`}
                  {row.beyond && <> <Badge tone="bad">{t("touch.beyond")}</Badge></>}
                  <small>{staffName(row.by)}</small>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
