import { Link } from "../lib/router";
import styles from "./shell.module.css";

/** The light that stays after the sun is down. */
export function BrandMark() {
  return (
    <svg className={styles["brandMark"]} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="brand-dusk" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#5b2a52" />
          <stop offset="0.6" stopColor="#b9506a" />
          <stop offset="1" stopColor="#eea25b" />
        </linearGradient>
      </defs>
      <rect width="64" height="64" rx="18" fill="url(#brand-dusk)" />
      <path d="M14 42a18 18 0 0 1 36 0z" fill="#ffe9cf" />
      <path d="M12 48h40M20 54h24" stroke="#ffe9cf" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}

export function Brand({ to }: { to: string }) {
  return (
    <Link to={to} className={styles["brand"]} aria-current="false">
      <BrandMark />
      Afterglow
    </Link>
  );
}
