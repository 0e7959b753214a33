import { useEffect, useState } from "react";
import type { SessionRow } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useLive } from "../../lib/live";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { usePolicy, useWords } from "../../lib/reference";
import { Link } from "../../lib/router";
import { Icon } from "../../parts/Icon";
import { useScreenStart } from "../../parts/Page";
import { Reading } from "../../parts/states";
import { byAlarm } from "../session/alarms";
import { PrioritySign } from "../session/PrioritySign";
import { countdown } from "../session/checks";
import { Age, ContactBand } from "../session/Contact";
import { sinceDose } from "../session/room";
import { useDarkRoom } from "../session/dark";
import { EmergencyBanner } from "../../shell/EmergencyBanner";
import styles from "../session/watch.module.css";
import { useWallTexts } from "./texts";
import { shownOn, staleOn } from "./wall";

const pollEvery = 3000;

/** Every running room, for a screen on the wall: no word about a person, large enough to be read from the door. */
export default function Wall() {
  const t = useWallTexts();
  const format = useFormats();
  const now = useNow(1000);
  useDarkRoom();
  useScreenStart(t("title"));
  const [polling, setPolling] = useState(true);
  const list = useRead<Shape<"SessionList">>("/api/v1/sessions", polling ? { every: pollEvery } : { every: 30_000 });
  const rows = shownOn(list.data?.sessions ?? []);
  // Any room's stream tells when something changes in another; its own changes come with its session.
  const live = useLive(rows[0]?.id, { polledAt: list.at });
  useEffect(() => setPolling(!live.streaming), [live.streaming]);
  const first = live.watch;
  const { again } = list;
  useEffect(() => {
    if (first) again();
  }, [first, again]);
  useAwake();
  return (
    <div data-room className={styles["wall"]} data-contact={live.lostSince === undefined ? undefined : "lost"}>
      <div>
        <EmergencyBanner />
        <header className={styles["wallHead"]}>
          <Link to="/today" className={styles["wallLeave"]} aria-label={t("leave")}><Icon name="back" size={22} /></Link>
          <h1 tabIndex={-1}>{t("title")}</h1>
          <Age live={live} />
          <time className={styles["wallClock"]}>{format.date(now, "time")}</time>
        </header>
      </div>
      <Reading of={list.data ? { ...list, error: undefined } : list}>
        {() => (rows.length === 0 ? <p className={styles["tileQuiet"]}>{t("nothing")}</p> : <ul className={styles["tiles"]}>{byAlarm(rows).map((row) => <Tile key={row.id} row={row} now={now} lost={live.lostSince !== undefined} />)}</ul>)}
      </Reading>
      <ContactBand live={live} />
    </div>
  );
}

function Tile({ row, now, lost }: { row: SessionRow; now: number; lost: boolean }) {
  const t = useWallTexts();
  const words = useWords();
  const format = useFormats();
  const { data: policy } = usePolicy();
  const room = words(policy?.pack.rooms.find(({ code }) => code === row.room)?.name) || row.room || t("no_room");
  const due = row.next_check_at === undefined ? undefined : Math.round((Date.parse(row.next_check_at) - now) / 1000);
  const stale = staleOn(row, now, policy?.pack.alarm_policy.device_silence_s.value, lost);
  const device = row.device_at !== undefined;
  const high = device ? row.device.systolic_mmhg : row.systolic_mmhg;
  const low = device ? row.device.diastolic_mmhg : row.diastolic_mmhg;
  const pulse = device ? row.device.heart_rate_bpm : row.heart_rate_bpm;
  const oxygen = device ? row.device.spo2_percent : row.spo2_percent;
  const at = device ? row.device_at : row.measured_at;
  return (
    <li className={styles["tile"]} data-alarm={row.alarm} data-stale={stale ? "" : undefined} aria-label={[room, row.alarm && t(`priority.${row.alarm}`)].filter(Boolean).join(", ")}>
      <div className={styles["tileHead"]}>
        <span className={styles["tileRoom"]}>{room}</span>
        {row.alarm && <PrioritySign priority={row.alarm} />}
      </div>
      <div className={styles["tileTimer"]} role="timer">{row.dosed_at ? sinceDose(Date.parse(row.dosed_at), Math.max(now, Date.parse(row.dosed_at))).slice(0, -3) : "–"}</div>
      <div>
        <dl className={styles["tileValues"]}>
          {high !== undefined && <div><dt>{t("pressure")}</dt><dd>{high}/{low ?? "–"}</dd></div>}
          {pulse !== undefined && <div><dt>{t("pulse")}</dt><dd>{format.number(pulse)}</dd></div>}
          {oxygen !== undefined && <div><dt>SpO₂</dt><dd>{format.number(oxygen)}</dd></div>}
        </dl>
        <p className={styles["tileQuiet"]}>
          {at ? `${t(device ? "by_monitor" : "by_hand")} ${format.relative(at, now)}` : t("not_measured")}{row.rehearsal && ` · ${t("rehearsal")}`}
        </p>
      </div>
      {due !== undefined && due < 0
        ? <p className={styles["tileOverdue"]}><Icon name="warning" size={32} />{t("overdue")} {countdown(due)}</p>
        : due !== undefined && <p className={styles["tileQuiet"]}>{t("next_check")} {countdown(due)}</p>}
      {row.escalated && <p className={styles["tileOverdue"]}><Icon name="warning" size={32} />{t("escalated")}</p>}
    </li>
  );
}

/** A screen on the wall does not go to sleep, where the browser allows to ask for that. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const ask = (): void => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      navigator.wakeLock.request("screen").then((got) => (lock = got), () => undefined);
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}
