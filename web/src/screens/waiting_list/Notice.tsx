import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useClinic } from "../../lib/clinic";
import { useForm } from "../../lib/form";
import { useMe } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { Choice, TextArea } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { noticeFor } from "./notice";
import { useWaitingTexts } from "./texts";
import styles from "./waiting_list.module.css";

type Props = { row: Shape<"WaitingRow">; onClose: () => void };

/** Tell somebody that the clinic now takes what they wait for; the program prepares the words, a person sends them. */
export default function Notice({ row, onClose }: Props) {
  const t = useWaitingTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const me = useMe();
  const clinic = useClinic();
  const [copied, setCopied] = useState(false);
  const form = useForm({
    name: "notice",
    subject: row.id,
    initial: {
      by: (row.email ? "email" : "phone") as "" | Shape<"AnswerBy">,
      words: noticeFor(row.language, { name: row.name, clinic: clinic.name, sender: me.name }),
    },
    command: "record-notice",
    data: (v) => ({ waiting: row.id, by: v.by, words: v.words.trim() }),
    check: (v) => ({ words: v.words.trim() ? undefined : common("required") }),
    onDone: () => {
      toast(t("notice_done"));
      onClose();
    },
  });
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(form.values.words);
    setCopied(true);
  }
  const contact = [row.email, row.phone].filter(Boolean).join(", ");
  return (
    <Dialog title={t("notice_title", { name: row.name })} wide onClose={onClose}>
      <Form form={form} submit={t("notice_send")}>
        <p>{t("notice_lead", { contact, language: terms(`language.${row.language}`) })}</p>
        <TextArea {...form.field("words")} label={t("words")} rows={10} />
        <div className={styles["tools"]}>
          <Button icon={<Icon name={copied ? "check" : "note"} />} onClick={() => void copy()}>{t(copied ? "copied" : "copy")}</Button>
          {row.email && <a className={styles["mail"]} href={`mailto:${row.email}?subject=${encodeURIComponent(clinic.name)}&body=${encodeURIComponent(form.values.words)}`}>{t("write_mail")}</a>}
        </div>
        <Choice {...form.field("by")} label={t("told_by")} joined options={(["email", "phone"] as const).map((value) => ({ value, label: terms(`answer_by.${value}`), icon: value === "email" ? "mail" : "phone" }))} />
      </Form>
    </Dialog>
  );
}
