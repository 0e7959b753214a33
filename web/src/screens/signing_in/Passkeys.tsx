import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { postJson } from "../../lib/http";
import { makePasskey, NoPasskey, passkeysWork } from "../../lib/passkeys";
import { Problem } from "../../lib/problem";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { PasswordField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, List, ListRow, Row, Stack } from "../../parts/Page";
import { Badge, Banner } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { Removal, User } from "./forms";
import { useTexts } from "./texts";

type Passkey = Shape<"PasskeyShown">;
type Changed = (codes: readonly string[]) => Promise<void>;

export function Passkeys({ passkeys, origin, changed }: { passkeys: readonly Passkey[]; origin: string; changed: Changed }) {
  const t = useTexts();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | undefined>(undefined);
  const here = window.location.origin === origin;
  return (
    <Card title={t("keys_title")}>
      <Stack>
        <p>{t("keys_detail")}</p>
        {passkeys.length === 0
          ? <p>{t("keys_none")}</p>
          : <List label={t("keys_title")}>{passkeys.map((each) => <Line key={each.id} passkey={each} remove={() => setRemoving(each)} />)}</List>}
        {!here && <p><small>{t("keys_elsewhere", { origin })}</small></p>}
        {here && !passkeysWork() && <p><small>{t("keys_not_here")}</small></p>}
        {here && passkeysWork() && <Row><Button onClick={() => setAdding(true)}>{t("keys_add")}</Button></Row>}
      </Stack>
      {adding && (
        <Dialog title={t("keys_add")} onClose={() => setAdding(false)}>
          <Add onDone={(codes) => {
            setAdding(false);
            toast(t("keys_done"));
            void changed(codes);
          }} />
        </Dialog>
      )}
      {removing && (
        <Dialog title={t("remove_title", { what: removing.label })} onClose={() => setRemoving(undefined)}>
          <Removal path="/api/v1/me/factors/passkeys/remove" subject={{ id: removing.id }} onDone={() => {
            setRemoving(undefined);
            toast(t("keys_removed"));
            void changed([]);
          }} />
        </Dialog>
      )}
    </Card>
  );
}

function Line({ passkey, remove }: { passkey: Passkey; remove: () => void }) {
  const t = useTexts();
  const format = useFormats();
  const dates = [t("keys_added", { date: format.date(passkey.added_at, "dateTime") }), passkey.used_at ? t("keys_used", { date: format.date(passkey.used_at, "dateTime") }) : ""];
  return (
    <ListRow
      title={passkey.label}
      detail={dates.filter(Boolean).join(" · ")}
      end={
        <>
          {passkey.backed_up && <Badge icon={null}>{t("keys_synced")}</Badge>}
          <Button size="small" kind="quiet" aria-label={t("keys_remove_named", { label: passkey.label })} onClick={remove}>{t("keys_remove")}</Button>
        </>
      }
    />
  );
}

/** The password, then whatever the browser asks, then the server keeps it. */
function Add({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const [failed, setFailed] = useState<string | undefined>(undefined);

  async function keep(offer: Shape<"PasskeyOffer">, label: string): Promise<void> {
    setFailed(undefined);
    try {
      const made = await makePasskey(offer, label);
      onDone((await postJson<Shape<"RecoveryCodes">>("/api/v1/me/factors/passkeys", made)).recovery_codes);
    } catch (reason) {
      setFailed(reason instanceof NoPasskey ? t("keys_refused") : reason instanceof Problem ? reason.message : common("error_detail"));
    }
  }
  const form = useForm({
    name: "offer_passkey",
    initial: { label: "", password: "" },
    secrets: ["password"],
    command: "/api/v1/me/factors/passkeys/offer",
    plain: true,
    places: { password: "/password" },
    check: (values) => ({ label: values.label.trim() ? undefined : common("required"), password: values.password ? undefined : common("required") }),
    data: (values) => ({ password: values.password }),
    onDone: (answer, values) => void keep(answer as unknown as Shape<"PasskeyOffer">, values.label.trim()),
  });
  return (
    <Form form={form} submit={t("keys_go_on")}>
      {failed && <Banner tone="bad" role="alert" title={failed} />}
      <TextField {...form.field("label")} label={t("keys_label")} hint={t("keys_label_hint")} autoComplete="off" maxLength={60} />
      <User />
      <PasswordField {...form.field("password")} label={t("password")} hint={t("password_why")} autoComplete="current-password" />
    </Form>
  );
}
