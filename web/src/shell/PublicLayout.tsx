import { useEffect, type ReactNode } from "react";
import type { PublicClinic } from "../api/types";
import { knowClinic } from "../lib/clinic";
import { getJson } from "../lib/http";
import { Link } from "../lib/router";
import { Toasts } from "../parts/Toasts";
import { Brand } from "./Brand";
import { LanguageSwitch, ThemeSwitch } from "./Switches";
import styles from "./shell.module.css";
import { useShellTexts } from "./texts";

export default function PublicLayout({ children }: { children: ReactNode }) {
  const t = useShellTexts();
  useEffect(() => {
    // Without an answer the page stands as it is.
    getJson<PublicClinic>("/api/public/clinic", { anonymous: true }).then(knowClinic, () => undefined);
  }, []);
  return (
    <div className={styles["public"]}>
      <a className={styles["skip"]} href="#main">{t("skip")}</a>
      <header className={styles["top"]}>
        <Brand to="/" />
        <div className={styles["topNav"]}>
          <nav aria-label={t("navigation")}>
            <Link to="/ask" className={styles["topLink"]}>{t("ask")}</Link>
          </nav>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" className={styles["publicMain"]} tabIndex={-1}>{children}</main>
      <footer className={styles["foot"]}>
        <div className={styles["footInner"]}>
          <p>{t("emergency")}</p>
          <div className={styles["footLinks"]}>
            <Link to="/ask" className={styles["footLink"]}>{t("ask")}</Link>
            <Link to="/sign-in" className={styles["footLink"]}>{t("staff_sign_in")}</Link>
          </div>
        </div>
      </footer>
      <Toasts />
    </div>
  );
}
