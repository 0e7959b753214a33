import { useClinic } from "../lib/clinic";
import { Link } from "../lib/router";
import styles from "./shell.module.css";

/** The light that stays after the sun is down, and the name. */
export function Brand({ to }: { to: string }) {
  const { name } = useClinic();
  return (
    <Link to={to} className={styles["brand"]} aria-current="false">
      <img src="/icon.svg" alt="" className={styles["brandMark"]} width="32" height="32" />
      <span className={styles["brandName"]}>{name}</span>
    </Link>
  );
}
