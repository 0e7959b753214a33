import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import type { Form as FormState, FormValues } from "../../lib/form";
import { localTime } from "../../lib/days";
import { useNow, serverNow } from "../../lib/now";
import { useWords } from "../../lib/reference";
import { setQuery, useQuery } from "../../lib/router";
import { Button, IconButton } from "../../parts/Button";
import { DateField, TimeField } from "../../parts/DateField";
import { AnswerRow } from "../../parts/AnswerRow";
import { TextField } from "../../parts/fields";
import { Icon, type IconName } from "../../parts/Icon";
import { useCommonTexts } from "../../parts/texts";
import { RuleSource } from "../steps/kit";
import { useRoom, tasks, type Task } from "./data";
import { sinceDose } from "./room";
import styles from "./session.module.css";
import { usePaperDay } from "./comfort";
import { useRoomTexts, useWatchTexts } from "./texts";
import type { Timed } from "./timed";
import { dayAndTime, dayTyped, lastTime, timeTyped, type Checks } from "./values";

export function useTask(): [Task | undefined, (task: Task | undefined) => void] {
  const asked = useQuery().get("do");
  return [tasks.find((each) => each === asked), (task) => setQuery("do", task ?? "")];
}

/** The thing one is doing, in front of everything else of the room. */
export function Panel({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const common = useCommonTexts();
  const [, open] = useTask();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest("section")?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <section className={styles["panel"]}>
      <div className={styles["panelHead"]}>
        <h2 ref={heading} tabIndex={-1}>{title}</h2>
        <IconButton label={common("close")} icon={<Icon name="cross" />} onClick={() => open(undefined)} />
      </div>
      {lead && <p className={styles["lead"]}>{lead}</p>}
      {children}
    </section>
  );
}

/** When it was: the moment kept, and a way to say another, also of another day. From paper the day is given and the time asked. */
export function When<V extends FormValues & Timed>({ form, measured = false }: { form: FormState<V>; measured?: boolean }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const format = useFormats();
  const now = useNow(5000);
  const paper = usePaperDay(useRoom().page.session.id);
  const [open, setOpen] = useState(false);
  const { at, was } = form.values;
  const other = lastTime(was, now);
  const field = form.field("was") as unknown as { value: string; onChange: (was: string) => void; error: string | undefined };
  const day = dayTyped(was) || paper || "";
  const [dated, setDated] = useState(dayTyped(was) !== "");
  if (open || was || field.error || paper) {
    const withDay = dated || paper !== undefined || dayTyped(was) !== "";
    return (
      <div className={styles["when"]}>
        {withDay && <DateField label={w("when.day")} value={day} max={localTime(now).slice(0, 10)} onChange={(next) => field.onChange(dayAndTime(next, timeTyped(was)))} />}
        <TimeField label={t(measured ? "when.measured_at" : "when.happened_at")} value={timeTyped(was)} onChange={(time) => field.onChange(dayAndTime(withDay ? day : "", time))} error={field.error} hint={other ? format.date(other, "dateTime") : undefined} />
        {!withDay && <Button kind="quiet" onClick={() => { setDated(true); field.onChange(dayAndTime(localTime(now).slice(0, 10), timeTyped(was))); }}>{w("when.other_day")}</Button>}
        {paper === undefined && <Button kind="quiet" onClick={() => { field.onChange(""); setOpen(false); setDated(false); }}>{t("when.back")}</Button>}
      </div>
    );
  }
  return (
    <p className={styles["when"]}>
      <Icon name="session" size={18} />
      <span>{measured && at ? t("when.measured", { time: format.date(at, "time") }) : t(measured ? "when.measured_now" : "when.now")}</span>
      <Button kind="quiet" size="small" onClick={() => setOpen(true)}>{t("when.other")}</Button>
    </p>
  );
}

/** Every check of the policy pack: yes, no or not known, and a word where it is not yes. */
export function CheckList({ rules, value, error, onChange }: { rules: readonly Shape<"CheckRule">[]; value: Checks; error: string | undefined; onChange: (checks: Checks) => void }) {
  const t = useRoomTexts();
  const common = useCommonTexts();
  const words = useWords();
  const { policy } = useRoom();
  const unanswered = rules.filter(({ id }) => !value[id]?.answer).length;
  return (
    <div className={styles["checks"]}>
      {rules.map((rule) => {
        const { answer, note } = value[rule.id] ?? { answer: "", note: "" };
        return (
          <AnswerRow key={rule.id} label={words(rule.text)} value={answer} onChange={(next) => onChange({ ...value, [rule.id]: { answer: next, note } })} error={error && !answer ? common("required") : undefined} tone={answer === "no" ? "bad" : answer === "unknown" ? "warn" : undefined}>
            {(answer === "no" || answer === "unknown" || note) && <TextField label={t("check_note")} value={note} onChange={(typed) => onChange({ ...value, [rule.id]: { answer, note: typed } })} optional maxLength={400} />}
            {rule.evidence === "M" && <RuleSource rule={rule} policy={policy} />}
          </AnswerRow>
        );
      })}
      <p className={styles["lead"]} role="status">{unanswered === 0 ? t("checks_done") : t("checks_left", { n: unanswered })}</p>
      {error && <p className={styles["error"]}><Icon name="warning" size={17} />{error}</p>}
    </div>
  );
}

/** The clock of the room. */
export function DoseClock({ at }: { at: string }) {
  const now = useNow(1000);
  return <time className={styles["clock"]} role="timer" aria-live="off">{sinceDose(Date.parse(at), Math.max(now, Date.parse(at)))}</time>;
}

export function Ago({ at }: { at: string }) {
  const format = useFormats();
  const now = useNow(15_000);
  return <>{format.relative(at, now)}</>;
}

export const nowIso = (): string => new Date(serverNow()).toISOString();

export function BigButton({ icon, children, onClick, kind = "secondary", pressed }: { icon: IconName; children: ReactNode; onClick: () => void; kind?: "primary" | "secondary" | "danger"; pressed?: boolean }) {
  return (
    <button type="button" className={styles["big"]} data-kind={kind} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} size={24} />
      <span>{children}</span>
    </button>
  );
}
