import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { useLanguage, type Language } from "../lib/i18n";

const locales: Record<Language, string> = { cs: "cs-CZ", en: "en-GB", uk: "uk-UA" };

/** Around every part of React Aria: its own few words follow the app's language, not the browser's. */
export function AriaLanguage({ children }: { children: ReactNode }) {
  return <I18nProvider locale={locales[useLanguage()]}>{children}</I18nProvider>;
}
