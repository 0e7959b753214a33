import { useEffect, type ReactNode } from "react";
import { useClinic } from "../lib/clinic";
import { Link, usePlace } from "../lib/router";
import { Icon } from "./Icon";
import styles from "./layout.module.css";

/**
 * What every screen does at its start: the tab says what is on the screen, and after a change of screen the reading
 * begins at its h1 (which needs `tabIndex={-1}`). `Page` does it; a screen without one calls this itself.
 */
export function useScreenStart(title: string, { moved = false }: { moved?: boolean } = {}): void {
  const { visit } = usePlace();
  const { name } = useClinic();
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name;
  }, [title, name]);
  useEffect(() => {
    if (visit === 0 && !moved) return;
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    // Once, when the screen appears.
  }, []);
}

type PageProps = {
  title: string;
  /** Shown above the title when the tab's title would be too long, or must differ. */
  heading?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  narrow?: boolean;
  /** As wide as the window: for what has many columns. */
  wide?: boolean;
  children: ReactNode;
};

/** Every screen is one Page: it names the tab and has the one h1, which gets the focus after a change of screen. */
export function Page({ title, heading, lead, actions, back, narrow = false, wide = false, children }: PageProps) {
  useScreenStart(title);
  return (
    <div className={`${styles["page"]} ${narrow ? styles["narrow"] : wide ? styles["wide"] : ""}`}>
      <header className={styles["pageHead"]}>
        <div className={styles["pageTitle"]}>
          {back && <Link to={back.to} className={styles["backLink"]}><Icon name="back" size={16} />{back.label}</Link>}
          <h1 tabIndex={-1}>{heading ?? title}</h1>
          {lead && <p className={styles["lead"]}>{lead}</p>}
        </div>
        {actions && <div className={styles["row"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

type Gap = "s" | "m" | "l";
export const Stack = ({ gap = "m", children }: { gap?: Gap; children: ReactNode }) => <div className={styles["stack"]} data-gap={gap}>{children}</div>;
export const Row = ({ children }: { children: ReactNode }) => <div className={styles["row"]}>{children}</div>;
/** Two thirds and one third; below each other where it is narrow. */
export const Columns = ({ children }: { children: ReactNode }) => <div className={styles["columns"]}>{children}</div>;

type CardProps = { title?: ReactNode; actions?: ReactNode; tone?: "raised" | "flat" | "sunken"; level?: 2 | 3 | 4; id?: string; children: ReactNode };

export function Card({ title, actions, tone = "raised", level = 2, id, children }: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={styles["card"]} data-tone={tone} id={id}>
      {(title || actions) && (
        <div className={styles["cardHead"]}>
          {title && <Heading>{title}</Heading>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

export const List = ({ label, children }: { label?: string; children: ReactNode }) => <ul className={styles["list"]} aria-label={label}>{children}</ul>;

type ListRowProps = { title: ReactNode; to?: string; detail?: ReactNode; start?: ReactNode; end?: ReactNode };

/** With `to` the whole row is the link's target; buttons in `end` stay on their own. */
export function ListRow({ title, to, detail, start, end }: ListRowProps) {
  return (
    <li className={styles["rowItem"]} data-goes={to ? "" : undefined}>
      {start && <span className={styles["rowStart"]}>{start}</span>}
      <div className={styles["rowBody"]}>
        {to ? <Link to={to} className={styles["rowLink"]}>{title}</Link> : <strong>{title}</strong>}
        {detail && <div className={styles["rowDetail"]}>{detail}</div>}
      </div>
      {end && <div className={styles["rowEnd"]}>{end}</div>}
    </li>
  );
}

/** Names and what they are: a definition list. Rows whose value is undefined or empty are left out. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles["facts"]}>
      {rows.filter(([, value]) => value !== undefined && value !== null && value !== "").map(([name, value]) => (
        <FactRow key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
