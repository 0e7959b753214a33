import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../api/shapes";
import { useFormats } from "../../../lib/format";
import { useStaffName } from "../../../lib/reference";
import { useMay } from "../../../lib/session";
import { Button, LinkButton } from "../../../parts/Button";
import { Icon } from "../../../parts/Icon";
import { useCommonTexts } from "../../../parts/texts";
import type { Chain } from "./chains";
import { FormFacts, useFormTitle, type FormName, type Forms } from "./forms";
import styles from "./entries.module.css";
import { useGist } from "./gist";
import { useEntryTexts } from "./texts";

const AddendumDialog = lazy(() => import("./AddendumDialog"));

/** Whose entry it is, for an addendum: it goes to the course or to the session. */
export type Home = { course: string; session?: never } | { session: string; course?: never };

const noticeable = 15 * 60_000;

/** Who, when, and when it was written down if that was later. */
function Meta({ entry }: { entry: Entry<unknown> }) {
  const format = useFormats();
  const common = useCommonTexts();
  const who = useStaffName();
  const later = Date.parse(entry.recorded_at) - Date.parse(entry.happened_at) > noticeable;
  return (
    <p className={styles["meta"]}>
      <time dateTime={entry.happened_at}>{format.date(entry.happened_at, "dateTime")}</time>
      <span>{who(entry.by)}</span>
      {later && <span>{common("recorded_at", { time: format.date(entry.recorded_at, "dateTime") })}</span>}
    </p>
  );
}

type EntryCardProps<Name extends FormName> = {
  form: Name;
  chain: Chain<Entry<Forms[Name]>>;
  home: Home;
  /** Where it is corrected, for those who may; signed entries are not corrected, they get addenda. */
  correctAt?: string | undefined;
  withdrawn?: { at: string; recorded_by: string; reason?: string | undefined } | undefined;
  /** The one a link led to: shown marked, and scrolled to. */
  marked?: boolean;
  /** Whether the whole of it is shown from the start; else its gist, and the rest on demand. */
  open?: boolean;
  level?: 3 | 4;
};

/** One entry of the record, to be read: with what it corrected, its signature and its addenda. */
export function EntryCard<Name extends FormName>({ form, chain: { entry, before }, home, correctAt, withdrawn, marked = false, open = true, level = 3 }: EntryCardProps<Name>) {
  const t = useEntryTexts();
  const format = useFormats();
  const who = useStaffName();
  const title = useFormTitle();
  const gist = useGist();
  const mayAdd = useMay("add_addenda");
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState(open || marked);
  const box = useRef<HTMLDetailsElement>(null);
  const Heading = `h${level}` as const;
  useEffect(() => setShown(open || marked), [open, marked]);
  useEffect(() => {
    if (marked) box.current?.scrollIntoView({ block: "center" });
  }, [marked]);
  const correctable = correctAt !== undefined && entry.signature === undefined;
  return (
    <details ref={box} className={styles["entry"]} data-marked={marked ? "" : undefined} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className={styles["summary"]}>
        <span className={styles["turn"]} aria-hidden="true"><Icon name="down" size={18} /></span>
        <div className={styles["head"]}>
          <Heading>{title(form, entry.data)}</Heading>
          <Meta entry={entry} />
          {!shown && <p className={styles["gist"]}>{gist(form, entry.data)}</p>}
          {!shown && (entry.addenda.length > 0 || before.length > 0) && (
            <p className={styles["quiet"]}>{[before.length > 0 && t("was_corrected"), entry.addenda.length > 0 && t("has_addenda", { n: entry.addenda.length })].filter(Boolean).join(" · ")}</p>
          )}
        </div>
      </summary>
      <div className={styles["inside"]}>
        {withdrawn && (
          <p className={styles["withdrawn"]}>
            <Icon name="warning" size={18} />
            {[t("consent_withdrawn", { time: format.date(withdrawn.at, "dateTime"), name: who(withdrawn.recorded_by) }), withdrawn.reason].filter(Boolean).join(" – ")}
          </p>
        )}
        {entry.correction && <p className={styles["quiet"]}>{t("corrects", { reason: entry.correction.reason })}</p>}
        <FormFacts form={form} data={entry.data} />
        {entry.signature && (
          <p className={styles["signed"]}>
            <Icon name="pen" size={18} />
            {t("signed", { name: entry.signature.name, time: format.date(entry.signature.signed_at, "dateTime") })}
          </p>
        )}
        {entry.addenda.length > 0 && (
          <div className={styles["addenda"]}>
            {entry.addenda.map((addendum) => (
              <div key={addendum.id} className={styles["addendum"]}>
                <p className={styles["meta"]}><span>{t("addendum")}</span><time dateTime={addendum.recorded_at}>{format.date(addendum.recorded_at, "dateTime")}</time><span>{who(addendum.by)}</span></p>
                <p>{addendum.text}</p>
              </div>
            ))}
          </div>
        )}
        {before.length > 0 && (
          <details className={styles["before"]}>
            <summary>{t("before")}</summary>
            {before.map((wrong) => (
              <div key={wrong.id} className={styles["wrong"]}>
                <Meta entry={wrong} />
                <FormFacts form={form} data={wrong.data} />
              </div>
            ))}
          </details>
        )}
        {(correctable || mayAdd) && (
          <div className={styles["acts"]}>
            {correctable && <LinkButton to={correctAt} kind="quiet" size="small" icon={<Icon name="pen" size={18} />}>{t("correct")}</LinkButton>}
            {mayAdd && <Button kind="quiet" size="small" icon={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>{t("add_addendum")}</Button>}
          </div>
        )}
        {adding && <Suspense fallback={null}><AddendumDialog entry={entry.id} home={home} onClose={() => setAdding(false)} /></Suspense>}
      </div>
    </details>
  );
}
