import type { LatestValue, Watch } from "../../api/live";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { Icon } from "../../parts/Icon";
import { Banner } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useRoom } from "./data";
import { useWatchTexts } from "./texts";
import styles from "./watch.module.css";

const shown = ["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min", "temperature_c"] as const;

export type DeviceValue = LatestValue & { age: number; stale: boolean };

/**
 * The device's values with their age in seconds. What a monitor measures all the time is not current beyond the limit; a
 * cuff measures now and then, so its pressure is current as long as the monitor is heard and no check is overdue.
 */
export function deviceValues(watch: Pick<Watch, "latest" | "last" | "next_check">, now: number, limit: number | undefined, lost: boolean): DeviceValue[] {
  const secondsSince = (at: string): number => Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
  const tooOld = (at: string | undefined): boolean => at !== undefined && limit !== undefined && secondsSince(at) > limit;
  const overdue = watch.next_check !== undefined && now > Date.parse(watch.next_check.overdue_at);
  return watch.latest.map((each) => {
    const cuff = each.measure === "systolic_mmhg" || each.measure === "diastolic_mmhg";
    const old = cuff ? overdue || tooOld(watch.last?.measured_at) : tooOld(each.measured_at);
    return { ...each, age: secondsSince(each.measured_at), stale: lost || old };
  });
}

/** What the monitor says now, apart from what people typed. */
export function Monitor() {
  const t = useWatchTexts();
  const terms = useTerms();
  const format = useFormats();
  const now = useNow(1000);
  const { watch, live, policy } = useRoom();
  if (!watch || (watch.latest.length === 0 && !watch.last_refusal)) return null;
  const values = deviceValues(watch, now, policy.pack.alarm_policy.device_silence_s.value, live.lostSince !== undefined);
  const of = (measure: (typeof shown)[number]): DeviceValue | undefined => values.find((each) => each.measure === measure);
  const ageOf = (seconds: number): string => (seconds < 90 ? t("monitor.seconds", { n: seconds }) : format.duration(seconds * 1000));
  const refused = watch.last_refusal && (!watch.last || Date.parse(watch.last_refusal_at ?? "") > Date.parse(watch.last.received_at)) ? watch.last_refusal : undefined;
  return (
    <section className={styles["monitor"]} aria-label={t("monitor")}>
      <h2><Icon name="curve" size={18} />{t("monitor")} {watch.last && <small>{watch.last.reading.device}</small>}</h2>
      {refused && (
        <Banner tone="warn" title={t("monitor.refused", { time: watch.last_refusal_at ? format.date(watch.last_refusal_at, "timeWithSeconds") : "" })}>
          {t("monitor.refused_detail", { text: refused.text })}{[refused.device, refused.bed].filter(Boolean).map((each) => ` · ${each ?? ""}`).join("")}
        </Banner>
      )}
      <dl>
        {shown.map((measure) => {
          const value = of(measure);
          if (!value) return null;
          return (
            <div key={measure} data-stale={value.stale ? "" : undefined}>
              <dt>{terms(`measure.${measure}`)}</dt>
              <dd>
                <b className="numbers">{format.number(value.value)}</b>
                <small>{value.stale ? t("monitor.old", { age: ageOf(value.age) }) : ageOf(value.age)}</small>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
