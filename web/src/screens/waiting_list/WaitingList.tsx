import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/waiting_list.json";
import { Page } from "../../parts/Page";
import { EmptyState } from "../../parts/states";

const useTexts = catalogue<typeof texts>("waiting_list");

export default function WaitingList() {
  const t = useTexts();
  return (
    <Page title={t("title")}>
      <EmptyState title={t("soon_title")}>{t("soon")}</EmptyState>
    </Page>
  );
}
