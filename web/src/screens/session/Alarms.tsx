import { useEffect, useRef, useState } from "react";
import type { Alarm, AlarmRow, AlarmRule } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { useCommand } from "../../lib/command";
import { useFormats } from "../../lib/format";
import { newId } from "../../lib/id";
import { serverNow, useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { useStaffName, useWords } from "../../lib/reference";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { Badge, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { RuleSource } from "../steps/kit";
import { announced, inOrder, pauseLeft, signalling, signals } from "./alarms";
import { countdown } from "./checks";
import { useRoom } from "./data";
import { useOutbox } from "./outbox";
import { PrioritySign } from "./PrioritySign";
import { useWatchTexts } from "./texts";
import styles from "./watch.module.css";

type Said = Pick<Alarm, "source" | "measure" | "value" | "limit" | "rule">;

const ruleOf = ({ pack }: Shape<"PolicyPage">, id: string): AlarmRule | undefined => pack.alarms.find((rule) => rule.id === id);

/** What an alarm is about, in one line. */
export function useAlarmWords(): (alarm: Said) => string {
  const t = useWatchTexts();
  const terms = useTerms();
  const format = useFormats();
  const words = useWords();
  const { policy } = useRoom();
  return ({ source, measure, value, limit, rule }) => {
    if (source === "silence") return t("alarm.silence");
    if (source === "overdue") return t("alarm.overdue");
    const known = ruleOf(policy, rule);
    if (measure === undefined || value === undefined) return words(known?.text) || rule;
    const told = { measure: terms(`measure.${measure}`), value: format.number(value), limit: limit === undefined ? "" : format.number(limit) };
    return limit === undefined ? `${told.measure} ${told.value}` : t(value > limit ? "alarm.above" : "alarm.below", told);
  };
}

/** Everything that asks for somebody now, at the head of the room; what was acknowledged stays in a quiet line. */
export function AlarmBar() {
  const t = useWatchTexts();
  const { watch, page } = useRoom();
  const { parcels } = useOutbox(page.session.id);
  const alarms = inOrder(watch?.alarms ?? []);
  const underWay = new Set(parcels.filter(({ name, refused }) => name === "acknowledge-alarm" && !refused).map(({ envelope }) => (envelope.data as { alarm: number }).alarm));
  const loud = alarms.filter((each) => signals(each) && !underWay.has(each.alarm));
  const quiet = alarms.filter((each) => !loud.includes(each));
  return (
    <>
      <Announcer />
      {alarms.length > 0 && (
        <section className={styles["alarms"]} aria-label={t("alarms")}>
          {loud.map((alarm) => <Loud key={alarm.alarm} alarm={alarm} />)}
          {quiet.length > 0 && <ul className={styles["quietAlarms"]}>{quiet.map((alarm) => <Quiet key={alarm.alarm} alarm={alarm} sending={underWay.has(alarm.alarm)} />)}</ul>}
        </section>
      )}
    </>
  );
}

/** Says each alarm once, when it begins, and again when it escalates. The sentence changes only then. */
function Announcer() {
  const t = useWatchTexts();
  const words = useAlarmWords();
  const { watch } = useRoom();
  const known = useRef(new Set<string>());
  const [sentence, setSentence] = useState("");
  const loud = signalling(watch?.alarms ?? []);
  const marks = loud.map(announced).join("|");
  useEffect(() => {
    const fresh = loud.filter((each) => !known.current.has(announced(each)));
    for (const each of fresh) known.current.add(announced(each));
    if (fresh.length > 0) setSentence(fresh.map((each) => t("alarm.said", { priority: t(`priority.${each.priority}`), what: words(each) }) + (each.escalated_at ? ` ${t("alarm.escalated_word")}` : "")).join(". "));
    // The words follow the alarms; another language is no new alarm.
  }, [marks]);
  return <p className="hidden-text" role="alert">{sentence}</p>;
}

function Loud({ alarm }: { alarm: Alarm }) {
  const t = useWatchTexts();
  const terms = useTerms();
  const words = useAlarmWords();
  const format = useFormats();
  const now = useNow(1000);
  const { page, policy } = useRoom();
  const { outbox } = useOutbox(page.session.id);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const rule = ruleOf(policy, alarm.rule);
  const left = Math.round((Date.parse(alarm.escalate_at) - now) / 1000);
  const title = `alarm-${alarm.alarm}`;
  function acknowledge(actionable: boolean | undefined): void {
    const data = { session: page.session.id, alarm: alarm.alarm, ...(actionable === undefined ? {} : { actionable }), ...(typed.trim() ? { words: typed.trim() } : {}) };
    outbox.add("acknowledge-alarm", { id: newId(), happened_at: new Date(serverNow()).toISOString(), data });
    void outbox.send();
  }
  return (
    <article className={styles["alarm"]} data-priority={alarm.priority} data-escalated={alarm.escalated_at ? "" : undefined} aria-labelledby={title}>
      <PrioritySign priority={alarm.priority} />
      <div className={styles["alarmWords"]}>
        <h2 id={title}>{words(alarm)}</h2>
        <p>
          <strong>{t(`priority.${alarm.priority}`)}</strong>
          <span>{t(`alarm.state.${alarm.state}`)}</span>
          <span className="numbers">{t("alarm.since", { time: format.date(alarm.raised_at, "time"), long: countdown(Math.max(0, Math.round((now - Date.parse(alarm.raised_at)) / 1000))) })}</span>
          {alarm.source === "device" && <span>{t("alarm.from_device")}</span>}
          {alarm.unverified && <Badge tone="warn">{t("alarm.unverified")}</Badge>}
          {alarm.escalated_at ? <Badge tone="bad">{t("alarm.escalated", { time: format.date(alarm.escalated_at, "time") })}</Badge> : left > 0 && left <= 120 && <span className="numbers">{t("alarm.escalates_in", { time: countdown(left) })}</span>}
        </p>
      </div>
      <div className={styles["answers"]} role="group" aria-label={t("alarm.acknowledge_this", { what: words(alarm) })}>
        <button type="button" onClick={() => acknowledge(true)}><Icon name="check" size={22} /><span><small>{t("alarm.acknowledge")}</small>{t("alarm.actionable")}</span></button>
        <button type="button" onClick={() => acknowledge(false)}><Icon name="cross" size={22} /><span><small>{t("alarm.acknowledge")}</small>{t("alarm.not_actionable")}</span></button>
        <button type="button" data-less="" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="more" size={22} /><span className="hidden-text">{t("alarm.more")}</span></button>
      </div>
      {open && (
        <div className={styles["alarmMore"]}>
          <TextField label={t("alarm.words")} hint={t("alarm.words_hint")} value={typed} onChange={setTyped} optional maxLength={400} />
          <Button onClick={() => acknowledge(undefined)}>{t("alarm.only")}</Button>
          {rule && <RuleSource rule={rule} policy={policy} />}
          {alarm.measure && <p>{terms(`measure.${alarm.measure}`)} · {t(`alarm.source.${alarm.source}`)}</p>}
        </div>
      )}
    </article>
  );
}

function Quiet({ alarm, sending }: { alarm: Alarm; sending: boolean }) {
  const t = useWatchTexts();
  const words = useAlarmWords();
  const format = useFormats();
  const staffName = useStaffName();
  return (
    <li>
      <PrioritySign priority={alarm.priority} still />
      <span>{words(alarm)}</span>
      <small>{sending ? t("alarm.sending") : alarm.acknowledged_at ? t("alarm.by", { time: format.date(alarm.acknowledged_at, "time"), name: staffName(alarm.acknowledged_by) }) : ""}{alarm.state !== "latched" && ` · ${t("alarm.still_there")}`}</small>
    </li>
  );
}

/** The sound alone, for a while that is seen and ends by itself. */
export function AudioPause() {
  const t = useWatchTexts();
  const now = useNow(1000);
  const { page, watch, policy } = useRoom();
  const pause = useCommand("pause-alarms");
  const end = useCommand("end-pause");
  const left = pauseLeft(watch?.paused_until, now);
  const longest = policy.pack.alarm_policy.pause_longest_s.value;
  if (!watch || watch.ended_at) return null;
  if (left > 0) {
    return (
      <span className={styles["paused"]} role="timer">
        <Icon name="pause" size={18} /><span className="numbers">{t("alarm.paused", { time: countdown(left) })}</span>
        <Button size="small" busy={end.busy} onClick={() => void end.send({ session: page.session.id })}>{t("alarm.end_pause")}</Button>
      </span>
    );
  }
  return <Button size="small" kind="quiet" icon={<Icon name="pause" size={18} />} busy={pause.busy} onClick={() => void pause.send({ session: page.session.id, seconds: longest })}>{t("alarm.pause", { time: countdown(longest) })}</Button>;
}

/** Every alarm of the session, and how much they asked of people. */
export function AlarmHistory() {
  const t = useWatchTexts();
  const { page, watch, live } = useRoom();
  const [open, setOpen] = useState(false);
  const list = useRead<Shape<"AlarmList">>(open ? `/api/v1/sessions/${page.session.id}/alarms` : null, live.streaming ? {} : { every: 10_000 });
  if (!watch || watch.burden.raised === 0) return null;
  const { raised, acknowledged, escalated, actionable, not_actionable, not_said } = watch.burden;
  return (
    <section className={styles["history"]}>
      <h2>{t("alarm.past")}</h2>
      <dl className={styles["burden"]}>
        {([["raised", raised], ["acknowledged", acknowledged], ["escalated", escalated], ["actionable", actionable], ["not_actionable", not_actionable], ["not_said", not_said]] as const).map(([name, count]) => (
          <div key={name}><dt>{t(`burden.${name}`)}</dt><dd className="numbers">{count}</dd></div>
        ))}
      </dl>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("alarm.past_all", { n: raised })}</summary>
        {open && <Reading of={list} lines={3}>{({ alarms }) => <ol className={styles["pastAlarms"]}>{alarms.map((each) => <Past key={each.alarm} alarm={each} />)}</ol>}</Reading>}
      </details>
    </section>
  );
}

const stateOf = ({ acknowledged_at, ended_at }: AlarmRow, now: Alarm | undefined): Alarm["state"] => now?.state ?? (ended_at ? "ended" : acknowledged_at ? "acknowledged" : "active");

function Past({ alarm }: { alarm: AlarmRow }) {
  const t = useWatchTexts();
  const words = useAlarmWords();
  const format = useFormats();
  const staffName = useStaffName();
  const { watch } = useRoom();
  const state = stateOf(alarm, watch?.alarms.find((each) => each.alarm === alarm.alarm));
  return (
    <li>
      <PrioritySign priority={alarm.priority} still />
      <div>
        <strong>{words(alarm)}</strong> {alarm.unverified && <Badge tone="warn">{t("alarm.unverified")}</Badge>}
        <p>
          {t(`priority.${alarm.priority}`)} · {format.date(alarm.raised_at, "timeWithSeconds")}{alarm.ended_at && `–${format.date(alarm.ended_at, "timeWithSeconds")}`} · {t(`alarm.state.${state}`)}
          {alarm.escalated_at && ` · ${t("alarm.escalated", { time: format.date(alarm.escalated_at, "time") })}`}
        </p>
        {alarm.acknowledged_at && (
          <p>
            {t("alarm.by", { time: format.date(alarm.acknowledged_at, "timeWithSeconds"), name: staffName(alarm.acknowledged_by) })} · {t(alarm.actionable === undefined ? "burden.not_said" : alarm.actionable ? "burden.actionable" : "burden.not_actionable")}
            {alarm.words && ` · ${alarm.words}`}
          </p>
        )}
      </div>
    </li>
  );
}
