import type { CommandAnswer } from "../../api/types";
import { useCommand } from "../../lib/command";
import { useForm } from "../../lib/form";
import { catalogue, languageNames, languages, setLanguage, useLanguage, type Language } from "../../lib/i18n";
import { postJson } from "../../lib/http";
import { useMe } from "../../lib/session";
import { setTheme, themes, useTheme } from "../../lib/theme";
import type texts from "../../locales/en/account.json";
import { LinkButton } from "../../parts/Button";
import { Choice, PasswordField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Card, Facts, Page, Row } from "../../parts/Page";
import { ErrorState } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { OtherClinics } from "./OtherClinics";

const useTexts = catalogue<typeof texts>("account");

export default function Account() {
  const t = useTexts();
  const me = useMe();
  const language = useLanguage();
  const theme = useTheme();
  const account = useCommand("/api/v1/me/language", { post: (path, envelope, signal) => postJson<CommandAnswer>(path, envelope.data, signal ? { signal } : {}) });

  /** Here at once; in the account for letters and for other devices. */
  function choose(chosen: Language): void {
    void setLanguage(chosen);
    void account.send({ language: chosen });
  }

  return (
    <Page title={t("title")} narrow>
      <Card title={t("you")}>
        <Facts rows={[[t("name"), me.name], [t("user"), me.user]]} />
      </Card>
      <Card title={t("appearance")}>
        <p><small>{t("appearance_hint")}</small></p>
        <Choice
          label={t("language")}
          value={language}
          options={languages.map((each) => ({ value: each, label: languageNames[each] }))}
          onChange={(chosen) => chosen && choose(chosen)}
        />
        {account.problem && <ErrorState error={account.problem} />}
        <Choice
          label={t("theme")}
          value={theme}
          options={themes.map((each) => ({ value: each, label: t(`theme.${each}`) }))}
          onChange={(chosen) => chosen && setTheme(chosen)}
        />
      </Card>
      <Card title={t("signing_in")}>
        <p>{t("signing_in_hint")}</p>
        <Row><LinkButton to="/account/signing-in" icon={<Icon name="lock" />}>{t("signing_in_open")}</LinkButton></Row>
      </Card>
      <ChangePassword user={me.user} />
      <OtherClinics />
    </Page>
  );
}

function ChangePassword({ user }: { user: string }) {
  const t = useTexts();
  const common = useCommonTexts();
  const form = useForm({
    name: "change_password",
    initial: { current: "", fresh: "", again: "" },
    secrets: ["current", "fresh", "again"],
    command: "/api/v1/me/password",
    plain: true,
    places: { current: "/old_password", fresh: "/new_password" },
    check: (values) => ({
      current: values.current ? undefined : common("required"),
      fresh: values.fresh ? undefined : common("required"),
      again: values.again === values.fresh ? undefined : t("differs"),
    }),
    data: (values) => ({ old_password: values.current, new_password: values.fresh }),
    onDone: () => toast(t("done")),
  });
  return (
    <Card title={t("password_title")}>
      <Form form={form} submit={t("submit")}>
        <input type="text" name="user" autoComplete="username" value={user} readOnly hidden />
        <PasswordField {...form.field("current")} label={t("current")} autoComplete="current-password" />
        <PasswordField {...form.field("fresh")} label={t("new")} hint={t("password_hint")} autoComplete="new-password" />
        <PasswordField {...form.field("again")} label={t("again")} autoComplete="new-password" />
      </Form>
    </Card>
  );
}
