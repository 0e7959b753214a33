import type { ReactNode } from "react";
import type { CommandData, Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { navigate } from "../../lib/router";
import { useMe } from "../../lib/session";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { Icon, type IconName } from "../../parts/Icon";
import { Banner } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { useSecondCheck, WitnessPanel } from "../register/act";
import styles from "./erasing.module.css";
import { useErasingTexts } from "./texts";

/** The end of a record: what goes, what stays, and two people who take it on themselves. */
export default function ErasePerson({ patient, onClose }: { patient: Shape<"Patient">; onClose: () => void }) {
  const t = useErasingTexts();
  const format = useFormats();
  const me = useMe();
  const check = useSecondCheck();
  const name = `${patient.details.given_name} ${patient.details.family_name}`;
  const form = useForm({
    name: "erase_patient",
    subject: patient.id,
    initial: { user: "", password: "" },
    secrets: ["user", "password"],
    command: "erase-patient",
    data: (): CommandData<"erase-patient"> => ({ patient: patient.id }),
    extras: (v) => ({ witness: { user: v.user.trim(), password: v.password } }),
    places: { user: "/witness/user", password: "/witness" },
    check,
    gone: [`/api/v1/patients/${patient.id}`],
    onDone: () => {
      toast(t("erase.done"));
      navigate("/people", { replace: true });
    },
  });
  const second = { shown: true, values: form.values, errors: form.errors, set: form.set };
  return (
    <Dialog title={t("erase.title", { name })} wide onClose={onClose}>
      <Form form={form} submit={t("erase.send")} kind="danger">
        <Banner tone="warn" title={t("erase.for_good")}>{t("erase.right_person", { name, date: format.date(patient.details.birth_date, "longDate") })}</Banner>
        <div className={styles["fate"]}>
          <Fate title={t("erase.goes")} icon="eraser" of={[t("erase.goes_record"), t("erase.goes_before")]} />
          <Fate title={t("erase.stays")} icon="lock" of={[t("erase.stays_numbers"), t("erase.stays_backups")]} />
        </div>
        <WitnessPanel second={second} why={t("erase.why_two")} hint={t("erase.second_hint", { name: me.name })} />
      </Form>
    </Dialog>
  );
}

function Fate({ title, icon, of }: { title: string; icon: IconName; of: readonly ReactNode[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles["points"]}>{of.map((each, at) => <li key={at}><Icon name={icon} size={16} /><span>{each}</span></li>)}</ul>
    </section>
  );
}
