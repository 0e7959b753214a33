import { useState } from "react";
import type { PublicClinic } from "../../api/types";
import { useForm } from "../../lib/form";
import { useLanguage } from "../../lib/i18n";
import { Checkbox } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { useTexts } from "./texts";

export type Asker = { name: string; email: string; phone: string; language: string; indication: string };
type JoinWaitingProps = { asker: Asker; indication: PublicClinic["indications"][number]; inquiry: string };

/** For a complaint that the clinic does not treat yet: wait, and be told when it does. */
export function JoinWaiting({ asker, indication, inquiry }: JoinWaitingProps) {
  const t = useTexts();
  const language = useLanguage();
  const [joined, setJoined] = useState(false);
  const name = indication.name[language] ?? indication.code;
  const form = useForm<{ consent_to_be_told: boolean }>({
    name: "join_waiting",
    subject: inquiry,
    visitor: true,
    initial: { consent_to_be_told: false },
    command: "/api/public/waiting-list",
    places: { consent_to_be_told: "/data/person/consent_to_be_told" },
    check: (values) => ({ consent_to_be_told: values.consent_to_be_told ? undefined : t("waiting_consent_missing") }),
    data: (values) => ({
      person: {
        name: asker.name, email: asker.email || undefined, phone: asker.phone || undefined, language: asker.language,
        indication: indication.code, consent_to_be_told: values.consent_to_be_told, inquiry,
      },
    }),
    onDone: () => setJoined(true),
  });
  if (joined) return <Banner tone="good" role="status" title={t("waiting_done")}>{t("waiting_done_detail")}</Banner>;
  return (
    <Card title={t("waiting_title")}>
      <p>{t("waiting_detail", { indication: name })}</p>
      <Form form={form} submit={t("waiting_submit")}>
        <Checkbox {...form.field("consent_to_be_told")} label={t("waiting_consent", { contact: asker.email || asker.phone })} hint={t("waiting_consent_hint")} />
      </Form>
    </Card>
  );
}
