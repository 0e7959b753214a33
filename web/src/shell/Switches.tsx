import { useEffect, useState } from "react";
import { languageNames, languages, setLanguage, useLanguage, type Language } from "../lib/i18n";
import { setTheme, useTheme } from "../lib/theme";
import { IconButton } from "../parts/Button";
import { Icon } from "../parts/Icon";
import styles from "./shell.module.css";
import { useShellTexts } from "./texts";

const short: Record<Language, string> = { cs: "Čes", en: "Eng", uk: "Укр" };

export function LanguageSwitch() {
  const t = useShellTexts();
  const chosen = useLanguage();
  return (
    <div className={styles["languages"]} role="group" aria-label={t("language")}>
      {languages.map((each) => (
        <button key={each} type="button" lang={each} aria-label={languageNames[each]} aria-pressed={each === chosen} onClick={() => void setLanguage(each)}>
          {short[each]}
        </button>
      ))}
    </div>
  );
}

const darkQuery = "(prefers-color-scheme: dark)";

/** Whether the page is dark now, by the person's choice or the system's. */
function useDark(): boolean {
  const theme = useTheme();
  const [system, setSystem] = useState(() => window.matchMedia(darkQuery).matches);
  useEffect(() => {
    const query = window.matchMedia(darkQuery);
    const follow = (): void => setSystem(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return theme === "system" ? system : theme === "dark";
}

export function ThemeSwitch() {
  const t = useShellTexts();
  const dark = useDark();
  return <IconButton label={dark ? t("theme_light") : t("theme_dark")} icon={<Icon name={dark ? "sun" : "moon"} />} onClick={() => setTheme(dark ? "light" : "dark")} />;
}
