import type { ReactNode } from "react";
import { NoConnection, Problem } from "../lib/problem";
import type { Read } from "../lib/read";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";
import styles from "./states.module.css";
import { useCommonTexts } from "./texts";

export type Tone = "still" | "good" | "warn" | "bad" | "info" | "act";

const toneIcons: Record<Tone, IconName> = { still: "note", good: "check", warn: "warning", bad: "warning", info: "info", act: "arrow" };

/** A state in a word, with a mark: the colour is never the only sign. */
export function Badge({ tone = "still", icon, children }: { tone?: Tone; icon?: IconName | null; children: ReactNode }) {
  const mark = icon === undefined ? (tone === "still" ? null : toneIcons[tone]) : icon;
  return (
    <span className={styles["badge"]} data-tone={tone}>
      {mark && <Icon name={mark} size={14} />}
      {children}
    </span>
  );
}

type BannerProps = { tone?: Tone; title?: ReactNode; icon?: IconName; actions?: ReactNode; role?: "status" | "alert"; children?: ReactNode };

export function Banner({ tone = "info", title, icon, actions, role, children }: BannerProps) {
  return (
    <div className={styles["banner"]} data-tone={tone} role={role}>
      <span className={styles["bannerIcon"]}><Icon name={icon ?? toneIcons[tone]} size={22} /></span>
      <div className={styles["bannerBody"]}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles["bannerActions"]}>{actions}</div>}
    </div>
  );
}

/** Nothing here, and that is fine: says what would be here and how it comes. */
export function EmptyState({ title, children, action, level = 2 }: { title: string; children?: ReactNode; action?: ReactNode; level?: 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles["empty"]}>
      <svg className={styles["emptyArt"]} width="72" height="48" viewBox="0 0 72 48" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
        <path d="M4 36h64M20 30a16 16 0 0 1 32 0M36 4v5M13 12l3 3M59 12l-3 3M16 42h40M26 47h20" />
      </svg>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** The shape of what is coming. Readers hear one short sentence. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const t = useCommonTexts();
  return (
    <div role="status">
      <span className="hidden-text">{t("loading")}</span>
      <div className={styles["skeleton"]} aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => <div key={line} className={styles["bone"]} />)}
      </div>
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: Problem | NoConnection | Error; onRetry?: () => void }) {
  const t = useCommonTexts();
  const [title, detail] = describe(error);
  function describe(what: Error): [string, string] {
    if (what instanceof NoConnection) return [t("no_connection_title"), t("no_connection_detail")];
    if (!(what instanceof Problem)) return [t("error_title"), t("error_detail")];
    if (what.status === 403) return [t("forbidden_title"), what.details.detail ?? t("forbidden_detail")];
    if (what.status === 404) return [t("not_found_title"), what.details.detail ?? t("not_found_detail")];
    return [t("error_title"), what.details.detail ?? t("error_detail")];
  }
  const hopeless = error instanceof Problem && [403, 404].includes(error.status);
  return (
    <Banner
      tone={hopeless ? "still" : "bad"}
      role="alert"
      title={title}
      icon={error instanceof NoConnection ? "offline" : "warning"}
      actions={onRetry && !hopeless && <Button size="small" onClick={onRetry}>{t("try_again")}</Button>}
    >
      {detail}
    </Banner>
  );
}

/**
 * A read in its states: loading, failed, failed but with older data still shown, and there.
 * `<Reading of={people}>{(data) => …}</Reading>`
 */
export function Reading<T>({ of, children, lines }: { of: Read<T>; children: (data: T) => ReactNode; lines?: number }) {
  const t = useCommonTexts();
  if (of.data === undefined) {
    if (of.error) return <ErrorState error={of.error} onRetry={of.again} />;
    return <Loading lines={lines ?? 5} />;
  }
  return (
    <>
      {of.error && (
        <Banner tone="warn" icon="offline" role="status" actions={<Button size="small" onClick={of.again}>{t("try_again")}</Button>}>
          {t("stale")}
        </Banner>
      )}
      {children(of.data)}
    </>
  );
}
