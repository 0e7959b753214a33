import { useMemo, type CSSProperties, type ReactNode } from "react";
import { useFormats } from "../../lib/format";
import { useLanguage } from "../../lib/i18n";
import { Checkbox, Choice } from "../../parts/fields";
import { Card } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { Chart, type ChartContext } from "./Chart";
import styles from "./explorer.module.css";
import { bandAt, concentrations, daysLines, effects, highest, knowsApart, knowsMetabolites, knowsSpread, metabolites, nearest, siteShown, sitesOf, type Answer, type Line } from "./lines";
import { Letter } from "./Question";
import type { Question } from "./question";
import { useSaying } from "./saying";
import { EvidenceChip } from "./Sources";
import { useTexts } from "./texts";
import type { DaysAfter } from "./types";

type ResultsProps = { answers: readonly Answer[]; question: Question; change: (next: Partial<Question>) => void; captions: readonly string[]; fileName: ChartContext["fileName"]; children: ReactNode };

/** All that was answered, from the blood to the days after. */
export function Results({ answers, question: { site, apart, metabolites: withMetabolites }, change, captions, fileName, children }: ResultsProps) {
  const t = useTexts();
  const both = answers.length > 1;
  const people = Math.max(0, ...answers.map(({ simulation }) => simulation.simulated_people));
  const context: ChartContext = { both, people, captions, fileName };
  const times = answers[0]?.simulation.times_h ?? [];
  const sites = sitesOf(answers);
  const shownSite = sites.includes(site) ? site : (sites[0] ?? site);

  const lines = useMemo(() => ({
    blood: concentrations(answers, ["ketamine"], { site, apart }),
    metabolites: withMetabolites ? concentrations(answers, metabolites, { site, apart }) : [],
    effectSite: effects(answers, ["effect_site"], apart),
    cadss: effects(answers, ["cadss"]),
    pressure: effects(answers, ["systolic_rise", "diastolic_rise"]),
    heart: effects(answers, ["heart_rate_rise"]),
    sedation: effects(answers, ["sedated", "unresponsive"]),
  }), [answers, site, apart, withMetabolites]);

  const silent = [...new Set(answers.filter(({ simulation }) => simulation.curves.every(({ quantity }) => quantity === "concentration")).map(({ simulation }) => simulation.model_name))];
  const alike = [...new Set(answers.filter(({ simulation }) => !knowsSpread(simulation)).map(({ simulation }) => simulation.model_name))];

  return (
    <>
      <Glance lines={[lines.blood[0], lines.cadss[0], lines.pressure[0], lines.sedation[0]].filter((line) => line !== undefined)} all={lines} times={times} both={both} />
      {children}
      {alike.length > 0 && <Banner tone="still" icon="info">{alike.map((model) => t("no_spread", { model })).join(" ")}</Banner>}
      <Card title={t("blood")} id="blood">
        <Chart {...context} hint id="concentration" title={t("chart.concentration", { site: t(`site.in.${siteShown(lines.blood)}`) })} lines={lines.blood} times={times}>
          <div className={styles["switches"]}>
            {sites.length > 1
              ? <Choice label={t("site")} joined value={shownSite} onChange={(value) => value && change({ site: value })} options={[{ value: "venous", label: t("site.venous") }, { value: "arterial", label: t("site.arterial") }]} />
              : <p className={styles["hint"]}>{t("site.only", { site: t(`site.in.${shownSite}`) })}</p>}
            {knowsApart(answers) && <Choice label={t("enantiomers")} joined value={apart ? "apart" : "together"} onChange={(value) => change({ apart: value === "apart" })} options={[{ value: "together", label: t("enantiomers.together") }, { value: "apart", label: t("enantiomers.apart") }]} />}
            {knowsMetabolites(answers) && <Checkbox label={t("metabolites.show")} value={withMetabolites} onChange={(value) => change({ metabolites: value })} />}
          </div>
        </Chart>
        {lines.metabolites.length > 0 && <Chart {...context} id="metabolites" title={t("chart.metabolites", { site: t(`site.in.${siteShown(lines.metabolites)}`) })} lines={lines.metabolites} times={times} />}
      </Card>
      {silent.length > 0 && <Banner tone="still" icon="info">{silent.map((model) => t("no_effects", { model })).join(" ")}</Banner>}
      {(lines.effectSite.length > 0 || lines.cadss.length > 0) && (
        <Card title={t("mind")} id="mind">
          <Pair>
            <Chart {...context} small id="dissociation" title={t("chart.cadss")} lines={lines.cadss} times={times} />
            <Chart {...context} small id="effect-site" title={t("chart.effect_site")} lines={lines.effectSite} times={times} />
          </Pair>
        </Card>
      )}
      {(lines.pressure.length > 0 || lines.heart.length > 0) && (
        <Card title={t("circulation")} id="circulation">
          <Pair>
            <Chart {...context} small id="blood-pressure" title={t("chart.pressure")} lines={lines.pressure} times={times} />
            <Chart {...context} small id="heart-rate" title={t("chart.heart")} lines={lines.heart} times={times} />
          </Pair>
        </Card>
      )}
      {lines.sedation.length > 0 && (
        <Card title={t("sedation")} id="sedation">
          <Chart {...context} id="sedation" title={t("chart.sedation")} lines={lines.sedation} times={times} />
        </Card>
      )}
      <Days answers={answers} context={context} />
    </>
  );
}

const Pair = ({ children }: { children: ReactNode }) => <div className={styles["pair"]}>{children}</div>;

type GlanceProps = { lines: readonly Line[]; all: Record<string, readonly Line[]>; times: readonly number[]; both: boolean };

/** The few numbers one looks for first. */
function Glance({ lines, all, times, both }: GlanceProps) {
  const t = useTexts();
  const saying = useSaying();
  const everything = Object.values(all).flat();
  const ofKind = (line: Line): Line[] => everything.filter(({ name, curve }) => name === line.name && curve.quantity === line.curve.quantity);
  return (
    <section className={styles["glance"]} aria-labelledby="glance">
      <div className={styles["glanceHead"]}>
        <h2 id="glance">{t("glance")}</h2>
        <p className={styles["chips"]}><span className={styles["expected"]}>{t("expected")}</span><EvidenceChip lines={lines.flatMap(ofKind)} both={both} title={t("glance")} /></p>
      </div>
      <ul className={styles["glanceList"]} data-both={both ? "" : undefined}>
        {lines.map((line) => (
          <li key={line.key}>
            <h3>{t(`glance.${line.curve.quantity as "concentration"}`, { site: t(`site.in.${siteShown(all["blood"] ?? [])}`) })}</h3>
            {ofKind(line).map(({ key, which, curve, site }) => {
              const { maximum, maximum_at_h: at } = curve.summary;
              const { number, unit } = saying.parts(curve, maximum);
              const band = curve.band && bandAt(curve.band, nearest(times, at));
              return (
                <p key={key} className={styles["figure"]}>
                  {both && <Letter which={which} />}
                  <strong>{number} <span>{unit}</span></strong>
                  {site && <small>{t(`site.of.${site}`)}</small>}
                  <small>{maximum > 0 ? t("after", { time: saying.after(at) }) : t("nothing")}</small>
                  {band && maximum > 0 && <small>{t("glance.band", { range: saying.between(curve, band.low, band.high) })}</small>}
                </p>
              );
            })}
          </li>
        ))}
      </ul>
      {everything.some(({ curve }) => curve.band) && <p className={styles["key"]}>{t("key")}</p>}
    </section>
  );
}

function Days({ answers, context }: { answers: readonly Answer[]; context: ChartContext }) {
  const t = useTexts();
  const language = useLanguage();
  const format = useFormats();
  const all = useMemo(() => answers.flatMap(({ which, simulation: { days_after: days } }) => (days ? [{ which, days }] : [])), [answers]);
  const longest = all.map(({ days }) => days).reduce<DaysAfter | undefined>((found, each) => ((each.times_d.at(-1) ?? 0) > (found?.times_d.at(-1) ?? -1) ? each : found), undefined);
  const [drug, placebo] = useMemo(() => [daysLines(all, "drug", longest?.times_d ?? []), daysLines(all, "placebo", longest?.times_d ?? [])], [all, longest]);
  if (!longest) return null;
  const top = Math.max(1, highest(drug), highest(placebo));
  const shares = [...new Set(all.flatMap(({ days }) => days.shares.map(({ day }) => day)))].sort((a, b) => a - b);
  const cannot = [...new Set(all.flatMap(({ days }) => days.cannot_say.map((each) => each[language])))];
  return (
    <Card title={t("days_after")} id="days-after">
      <p className={styles["hint"]}>{t("days_hint", { points: format.number(longest.baseline_points, { maximumFractionDigits: 1 }) })}</p>
      <Pair>
        <Chart {...context} people={0} small days id="days-drug" title={t("chart.drug")} lines={drug} times={longest.times_d} top={top} />
        <Chart {...context} people={0} small days id="days-placebo" title={t("chart.placebo")} lines={placebo} times={longest.times_d} top={top} />
      </Pair>
      <p className={styles["never"]}>{t("never_added")}</p>
      {shares.length > 0 && (
        <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t("shares")}>
          <table className={styles["shares"]}>
            <caption>{t("shares")} <span className={styles["expected"]}>{t("expected")}</span></caption>
            <thead><tr><th scope="col">{t("day")}</th><th scope="col">{t("response")}</th><th scope="col">{t("remission")}</th></tr></thead>
            <tbody>
              {shares.map((day) => (
                <tr key={day}>
                  <th scope="row">{t("share_day", { day })}</th>
                  {(["response", "remission"] as const).map((of) => (
                    <td key={of}>
                      {all.map(({ which, days }) => {
                        const share = days.shares.find((each) => each.day === day)?.[of];
                        return share !== undefined && (
                          <span key={which} className={styles["share"]}>
                            {context.both && <Letter which={which} />}
                            <span className={styles["track"]} aria-hidden="true"><span data-which={which} style={{ "--share": share } as CSSProperties} /></span>
                            {format.percent(share)}
                          </span>
                        );
                      })}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={styles["hint"]}>{t("shares_hint")}</p>
      {cannot.length > 0 && (
        <>
          <h3>{t("cannot_say")}</h3>
          <ul className={styles["plainList"]}>{cannot.map((text) => <li key={text}>{text}</li>)}</ul>
        </>
      )}
    </Card>
  );
}
