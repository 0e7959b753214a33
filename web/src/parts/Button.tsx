import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "../lib/router";
import styles from "./Button.module.css";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

type Look = { kind?: ButtonKind; size?: ButtonSize; wide?: boolean };

function classes(kind: ButtonKind, size: ButtonSize, wide: boolean, extra?: string): string {
  return [styles["button"], styles[kind], size !== "medium" && styles[size], wide && styles["wide"], extra].filter(Boolean).join(" ");
}

type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement> & {
  icon?: ReactNode;
  /** Under way: shown as such, and pressing again does nothing. The button keeps its focus. */
  busy?: boolean;
};

/** A disabled button stays focusable (aria-disabled), so that it can say why it is disabled. */
export function Button({ kind = "secondary", size = "medium", wide = false, icon, busy = false, disabled = false, className, children, onClick, type = "button", ...rest }: ButtonProps) {
  const inert = disabled || busy;
  return (
    <button
      {...rest}
      type={type}
      className={classes(kind, size, wide, [className, busy && styles["busy"]].filter(Boolean).join(" "))}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (inert ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? <span className={styles["spinner"]} aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

type LinkButtonProps = Look & { to: string; icon?: ReactNode; children: ReactNode; className?: string };

/** The same out of the app: the browser loads what is there. */
export function LeaveButton({ to, kind = "secondary", size = "medium", wide = false, icon, children, className }: LinkButtonProps) {
  return (
    <a href={to} className={classes(kind, size, wide, className)}>
      {icon}
      {children}
    </a>
  );
}

/** Looks like a button, goes somewhere: an ordinary link. */
export function LinkButton({ to, kind = "secondary", size = "medium", wide = false, icon, children, className }: LinkButtonProps) {
  return (
    <Link to={to} className={classes(kind, size, wide, className)}>
      {icon}
      {children}
    </Link>
  );
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & { label: string; icon: ReactNode };

export function IconButton({ label, icon, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} aria-label={label} title={label} className={[styles["button"], styles["icon"], className].filter(Boolean).join(" ")}>
      {icon}
    </button>
  );
}
