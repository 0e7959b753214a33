import type { CSSProperties, ReactNode } from "react";
import styles from "./figures.module.css";

export type Part = { value: number; look: "full" | "striped" | "soft" | "warn" };
export type Bar = { id: string; label: ReactNode; parts: readonly Part[]; text: ReactNode; /** A few more words, below. */ note?: string | undefined };

type BarsProps = { caption: string; heads: readonly [label: string, text: string]; bars: readonly Bar[]; /** What fills the width; by default the largest sum. */ most?: number };

const sum = (parts: readonly Part[]): number => parts.reduce((all, { value }) => all + value, 0);

/** A table whose rows also show their numbers as lengths: the same for the eye and the ear. */
export function Bars({ caption, heads, bars, most }: BarsProps) {
  const whole = Math.max(1, most ?? Math.max(...bars.map(({ parts }) => sum(parts))));
  return (
    <table className={styles["bars"]}>
      <caption className="hidden-text">{caption}</caption>
      <thead className="hidden-text">
        <tr><th scope="col">{heads[0]}</th><th scope="col">{heads[1]}</th></tr>
      </thead>
      <tbody>
        {bars.map(({ id, label, parts, text, note }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td>
              <span className={styles["track"]} aria-hidden="true">
                {parts.filter(({ value }) => value > 0).map(({ value, look }) => (
                  <span key={look} data-look={look} style={{ "--share": value / whole } as CSSProperties} />
                ))}
              </span>
              <span className={styles["barText"]}>{text}</span>
              {note && <span className={styles["barNote"]}>{note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
