import { useEffect, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode } from "react";
import { localTime, minuteOf, timeOf } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { Block, type Omitted, type Show } from "./Block";
import styles from "./calendar.module.css";
import { inLanes, type Hours, type Row } from "./layout";

export type Column = { id: string; day: string; title: ReactNode; detail?: ReactNode; current?: boolean; rows: readonly Row[]; room?: string; person?: string };
export type Free = (column: Column, time: string) => void;

type GridProps = { caption: string; columns: readonly Column[]; hours: Hours; show: Show; free: Free | undefined; /** What the column says already. */ omit: Omitted | undefined };

const snap = 30;

/**
 * Columns of time. A table for those who hear it: the column's heading, then its bookings in order. Pressing an empty
 * place books there; the button above the grid does the same for the keyboard.
 */
export function Grid({ caption, columns, hours, show, free, omit }: GridProps) {
  const { zone } = useFormats();
  const now = localTime(useNow(), zone);
  const frame = useRef<HTMLDivElement>(null);
  const start = useScrollStart(frame, columns, hours, now);
  // Where bookings lie beside each other the column gets more of the width.
  const weights = columns.map(({ rows }) => Math.max(1, ...inLanes(rows).map(({ lanes }) => lanes)));
  const length = { "--minutes": (hours.last - hours.first) * 60, "--weights": weights.reduce((sum, weight) => sum + weight, 0), "--columns": columns.length } as CSSProperties;
  const showsNow = columns.some(({ day }) => now.startsWith(day)) && minuteOf(now) >= hours.first * 60 && minuteOf(now) <= hours.last * 60;
  const marks = Array.from({ length: hours.last - hours.first }, (_, index) => hours.first + index);
  return (
    <div className={styles["frame"]} ref={frame} tabIndex={0} role="group" aria-label={caption} data-start={start}>
      <table className={styles["grid"]} style={length}>
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            <td className={styles["corner"]} />
            {columns.map(({ id, title, detail, current }, index) => (
              <th key={id} scope="col" style={{ "--weight": weights[index] } as CSSProperties} aria-current={current ? "date" : undefined}>
                <span className={styles["columnTitle"]}>{title}</span>
                {detail && <small>{detail}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className={styles["times"]} aria-hidden="true">
              {showsNow && <span className={styles["nowTime"]} style={{ "--from": minuteOf(now) - hours.first * 60 } as CSSProperties}>{now.slice(11)}</span>}
              {marks.filter((hour) => !showsNow || Math.abs(hour * 60 - minuteOf(now)) > 15).map((hour) => <span key={hour} data-first={hour === hours.first ? "" : undefined} style={{ "--from": (hour - hours.first) * 60 } as CSSProperties}>{timeOf(hour * 60)}</span>)}
            </td>
            {columns.map((column) => <Cell key={column.id} column={column} hours={hours} now={now} show={show} free={free} omit={omit} />)}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

type CellProps = Pick<GridProps, "hours" | "show" | "free" | "omit"> & { column: Column; now: string };

function Cell({ column, hours, now, show, free, omit }: CellProps) {
  const [hovered, setHovered] = useState<number | undefined>(undefined);
  const minute = minuteOf(now);
  const showsNow = now.startsWith(column.day) && minute >= hours.first * 60 && minute <= hours.last * 60;
  function at(event: MouseEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    const found = (hours.first + share * (hours.last - hours.first)) * 60;
    return Math.max(hours.first * 60, Math.floor(found / snap) * snap);
  }
  const past = `${column.day}T${timeOf(hovered ?? 0)}` < now;
  return (
    <td
      className={styles["cell"]}
      data-free={free ? "" : undefined}
      onMouseMove={(event) => free && setHovered(event.target === event.currentTarget ? at(event) : undefined)}
      onMouseLeave={() => setHovered(undefined)}
      onClick={(event) => free && event.target === event.currentTarget && `${column.day}T${timeOf(at(event))}` >= now && free(column, timeOf(at(event)))}
    >
      {hovered !== undefined && !past && <span className={styles["ghost"]} aria-hidden="true" style={{ "--from": hovered - hours.first * 60 } as CSSProperties}>{timeOf(hovered)}</span>}
      {inLanes(column.rows).map((placed, index) => <Block key={index} placed={placed} hours={hours} show={show} omit={omit} />)}
      {showsNow && <span className={styles["now"]} aria-hidden="true" style={{ "--from": minute - hours.first * 60 } as CSSProperties} />}
    </td>
  );
}

/** Begins an hour before now, or where the first booking is. */
function useScrollStart(frame: { current: HTMLDivElement | null }, columns: readonly Column[], hours: Hours, now: string): string {
  const key = columns.map(({ id, day }) => `${id} ${day}`).join();
  const today = columns.some(({ day }) => now.startsWith(day));
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const table = element.querySelector("tbody");
    const height = table?.getBoundingClientRect().height ?? 0;
    const wanted = today ? minuteOf(now) - 90 : 0;
    element.scrollTop = Math.max(0, ((wanted - hours.first * 60) / ((hours.last - hours.first) * 60)) * height);
    // Once for what is shown, not each minute.
  }, [key, hours.first]);
  return key;
}
