import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { readAgain, useRead } from "../../lib/read";
import { useQuery } from "../../lib/router";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { PasswordField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Row, Stack } from "../../parts/Page";
import { Badge, Banner } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { ProviderProblem, useProviderTexts } from "../../shell/ProviderProblem";
import { User } from "./forms";

/** What came of going to the provider, and what an administrator did meanwhile: above everything else. */
export function ProviderNotices() {
  const t = useProviderTexts();
  const format = useFormats();
  const query = useQuery();
  const { data } = useRead<Shape<"OwnIdentity">>("/api/v1/me/identity");
  return (
    <>
      <ProviderProblem code={query.get("problem")} connecting />
      {data?.provider && data.since && query.has("connected") && <Banner tone="good" role="status" title={t("connected", { name: data.provider })} />}
      {data?.taken && !data.since && <Banner tone="info" title={t("taken_title")}>{t("taken_detail", { by: data.taken.by, date: format.date(data.taken.at, "dateTime"), reason: data.taken.reason })}</Banner>}
    </>
  );
}

/** Signing in through the clinic's identity provider, if it has one: connecting one's own account, and ending that. */
export function Provider() {
  const { data } = useRead<Shape<"OwnIdentity">>("/api/v1/me/identity");
  return data?.provider ? <Connection name={data.provider} since={data.since} used={data.used_at} /> : null;
}

type ConnectionProps = { name: string; since: string | undefined; used: string | undefined };

function Connection({ name, since, used }: ConnectionProps) {
  const t = useProviderTexts();
  const format = useFormats();
  const [open, setOpen] = useState(false);
  const dates = since ? [t("since", { date: format.date(since, "dateTime") }), used ? t("used", { date: format.date(used, "dateTime") }) : ""] : [];
  return (
    <Card title={t("title", { name })} actions={<Badge tone={since ? "good" : "still"}>{t(since ? "on" : "off")}</Badge>}>
      <Stack>
        <p>{t("detail", { name })}</p>
        {since && <p>{dates.filter(Boolean).join(" · ")}</p>}
        <Row><Button onClick={() => setOpen(true)}>{since ? t("disconnect") : t("connect", { name })}</Button></Row>
      </Stack>
      {open && (
        <Dialog title={t(since ? "disconnect_title" : "connect", { name })} onClose={() => setOpen(false)}>
          {since ? <Disconnect onDone={() => setOpen(false)} /> : <Connect name={name} />}
        </Dialog>
      )}
    </Card>
  );
}

type AskProps = { form: string; path: string; submit: string; detail: string; danger?: boolean; onDone: (answer: unknown) => void };

function AskPassword({ form: name, path, submit, detail, danger = false, onDone }: AskProps) {
  const t = useProviderTexts();
  const common = useCommonTexts();
  const form = useForm({
    name,
    initial: { password: "" },
    secrets: ["password"],
    command: path,
    plain: true,
    places: { password: "/password" },
    check: (values) => ({ password: values.password ? undefined : common("required") }),
    onDone,
  });
  return (
    <Form form={form} submit={submit} kind={danger ? "danger" : "primary"}>
      <p>{detail}</p>
      <User />
      <PasswordField {...form.field("password")} label={t("password")} hint={t("password_why")} autoComplete="current-password" />
    </Form>
  );
}

function Connect({ name }: { name: string }) {
  const t = useProviderTexts();
  const leave = (answer: unknown): void => window.location.assign((answer as Shape<"ProviderAddress">).address);
  return <AskPassword form="connect_identity" path="/api/v1/me/identity/connect" submit={t("go", { name })} detail={t("connect_detail", { name })} onDone={leave} />;
}

function Disconnect({ onDone }: { onDone: () => void }) {
  const t = useProviderTexts();
  function disconnected(): void {
    toast(t("disconnected"));
    readAgain();
    onDone();
  }
  return <AskPassword form="disconnect_identity" path="/api/v1/me/identity/disconnect" submit={t("disconnect")} detail={t("disconnect_detail")} danger onDone={disconnected} />;
}
