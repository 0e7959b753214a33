import type { CommandData } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { SignField } from "../steps/kit";
import { useStepTexts } from "../steps/texts";
import { useErasingTexts } from "./texts";

type Asker = CommandData<"erase-inquiry"> | CommandData<"erase-waiting">;
type Props = { of: Asker; name: string; onErased: () => void; onClose: () => void };

/** Of whom nothing came, an inquiry or a place on the waiting list: gone for good, signed with one's own password. */
export default function EraseAsker({ of, name, onErased, onClose }: Props) {
  const t = useErasingTexts();
  const steps = useStepTexts();
  const [what, id] = "inquiry" in of ? (["inquiry", of.inquiry] as const) : (["waiting", of.waiting] as const);
  const form = useForm({
    name: `erase_${what}`,
    subject: id,
    initial: { password: "" },
    secrets: ["password"],
    command: `erase-${what}`,
    data: () => of,
    extras: (v) => ({ password: v.password }),
    places: { password: "/password" },
    check: (v) => ({ password: v.password ? undefined : steps("password_needed") }),
    gone: what === "inquiry" ? [`/api/v1/inquiries/${id}`] : [],
    onDone: () => {
      toast(t(`asker_done.${what}`));
      onErased();
    },
  });
  return (
    <Dialog title={t(`asker_title.${what}`, { name })} onClose={onClose}>
      <Form form={form} submit={t("erase.send")} kind="danger">
        <p>{t(`asker_goes.${what}`)} {t("asker_stays")}</p>
        <Banner tone="warn" title={t("erase.for_good")} />
        <SignField form={form} hint={steps("password_hint")} />
      </Form>
    </Dialog>
  );
}
