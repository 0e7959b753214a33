import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/account.json";
import { PasswordField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";

const useTexts = catalogue<typeof texts>("account");

/** Links this account with one of the same person in another clinic, so that they can go from one to the other. */
export function OtherClinics() {
  const t = useTexts();
  const common = useCommonTexts();
  const [given, setGiven] = useState<(Shape<"LinkCode"> & { clinic: string }) | undefined>(undefined);
  const ask = useForm({
    name: "link_code",
    initial: { clinic: "" },
    command: "/api/v1/link-code",
    plain: true,
    places: { clinic: "/clinic" },
    check: ({ clinic }) => ({ clinic: clinic.trim() ? undefined : common("required") }),
    data: ({ clinic }) => ({ clinic: clinic.trim() }),
    onDone: (answer, { clinic }) => setGiven({ ...(answer as unknown as Shape<"LinkCode">), clinic: clinic.trim() }),
  });
  const link = useForm({
    name: "link_accounts",
    initial: { code: "", password: "" },
    secrets: ["code", "password"],
    command: "/api/v1/links",
    plain: true,
    places: { code: "/code", password: "/password" },
    check: ({ code, password }) => ({ code: code.trim() ? undefined : common("required"), password: password ? undefined : common("required") }),
    data: ({ code, password }) => ({ code: code.trim(), password }),
    onDone: () => toast(t("linked")),
  });
  return (
    <Card title={t("clinics")}>
      <p><small>{t("clinics_hint")}</small></p>
      <Form form={ask} submit={t("get_code")}>
        <TextField {...ask.field("clinic")} label={t("clinic_address")} hint={t("clinic_address_hint")} spellCheck={false} autoComplete="off" />
      </Form>
      {given && <Banner role="status" title={t("code_is", { clinic: given.clinic, minutes: given.minutes })}><code>{given.code}</code></Banner>}
      <Form form={link} submit={t("link")}>
        <TextField {...link.field("code")} label={t("have_code")} spellCheck={false} autoComplete="off" />
        <PasswordField {...link.field("password")} label={t("current")} autoComplete="current-password" />
      </Form>
    </Card>
  );
}
