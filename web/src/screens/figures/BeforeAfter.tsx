import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { usePolicy, useWords } from "../../lib/reference";
import styles from "./figures.module.css";
import { few, useTexts } from "./texts";

const width = 1000;

/** Two means on the scale they belong to, with its bands below. The same in words beside it. */
export function BeforeAfter({ scale }: { scale: Shape<"BeforeAfter"> }) {
  const t = useTexts();
  const format = useFormats();
  const words = useWords();
  const instrument = usePolicy().data?.pack.instruments.find(({ id }) => id === scale.instrument);
  const most = instrument ? instrument.items.length * Math.max(...instrument.options.map(({ value }) => value)) : Math.max(scale.before_mean, scale.after_mean);
  const one = (value: number): string => format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const at = (value: number): number => (value / Math.max(1, most)) * width;
  const [before, after] = [at(scale.before_mean), at(scale.after_mean)];
  const bands = instrument?.bands ?? [];
  const bandOf = (value: number): string => {
    const found = bands.filter(({ from }) => from <= Math.round(value)).at(-1);
    return found ? words(found.name) : "";
  };
  return (
    <section className={styles["scale"]}>
      <h3>{instrument ? words(instrument.title) : scale.instrument.toUpperCase()}</h3>
      <p className={styles["means"]}>
        <span><small>{t("before")}</small><strong>{one(scale.before_mean)}</strong><small>{bandOf(scale.before_mean)}</small></span>
        <svg className={styles["meansArrow"]} width="36" height="14" viewBox="0 0 36 14" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="M2 7h31M27 2l6 5-6 5" /></svg>
        <span><small>{t("after")}</small><strong>{one(scale.after_mean)}</strong><small>{bandOf(scale.after_mean)}</small></span>
      </p>
      <svg className={styles["dumbbell"]} viewBox={`-10 0 ${width + 20} 64`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {bands.map(({ from, code }, index) => (
          <rect key={code} x={at(from)} width={Math.max(0, at(bands[index + 1]?.from ?? most) - at(from) - 3)} y="40" height="10" className={styles["band"]} data-band={index} />
        ))}
        <line x1={before} x2={after} y1="20" y2="20" className={styles["span"]} />
        <line x1={before} x2={before} y1="8" y2="50" className={styles["pinBefore"]} />
        <line x1={after} x2={after} y1="8" y2="50" className={styles["pinAfter"]} />
      </svg>
      <p className={styles["scaleEnds"]} aria-hidden="true"><span>0</span><span>{format.number(most)}</span></p>
      <p>{t("people_both", { n: scale.people })} {scale.people < few && t("too_few_said")}</p>
    </section>
  );
}
