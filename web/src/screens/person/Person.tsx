import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/person.json";
import { Page } from "../../parts/Page";
import { EmptyState } from "../../parts/states";

const useTexts = catalogue<typeof texts>("person");

export default function Person() {
  const t = useTexts();
  return (
    <Page title={t("title")}>
      <EmptyState title={t("soon_title")}>{t("soon")}</EmptyState>
    </Page>
  );
}
