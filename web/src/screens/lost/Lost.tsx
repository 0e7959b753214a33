import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/lost.json";
import { LinkButton } from "../../parts/Button";
import { Page } from "../../parts/Page";

const useTexts = catalogue<typeof texts>("lost");

export default function Lost() {
  const t = useTexts();
  return (
    <Page title={t("title")} lead={t("detail")} narrow>
      <div><LinkButton to="/" kind="primary">{t("home")}</LinkButton></div>
    </Page>
  );
}
