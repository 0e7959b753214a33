import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useCommand } from "../../lib/command";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { usePolicy, useStaff, useStaffName } from "../../lib/reference";
import { navigate } from "../../lib/router";
import { useMay, useMe } from "../../lib/session";
import { Button, LinkButton } from "../../parts/Button";
import { PromiseClock } from "../../parts/Clock";
import { Form } from "../../parts/Form";
import { Choice, TextArea } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { Menu } from "../../parts/Menu";
import { Card, Columns, Facts, Page, Stack } from "../../parts/Page";
import { Badge, Banner, Reading } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import styles from "./inquiries.module.css";
import { Take } from "./InquiryRow";
import { useInquiriesTexts } from "./texts";

const ReasonDialog = lazy(() => import("./ReasonDialog"));
const EraseAsker = lazy(() => import("../erasing/EraseAsker"));
const JoinWaitingList = lazy(() => import("../waiting_list/JoinWaitingList"));

type InquiryPage = Shape<"InquiryPage">;

export default function Inquiry({ id }: { id: string }) {
  const t = useInquiriesTexts();
  const read = useRead<InquiryPage>(`/api/v1/inquiries/${id}`, { every: 30_000 });
  return (
    <Page title={read.data?.inquiry.question.name ?? t("one")} back={{ to: "/inquiries", label: t("title") }}>
      <Reading of={read}>{(page) => <Whole page={page} />}</Reading>
    </Page>
  );
}

function Whole({ page }: { page: InquiryPage }) {
  const { inquiry, version } = page;
  const t = useInquiriesTexts();
  const terms = useTerms();
  const format = useFormats();
  const who = useStaffName();
  const { question, answers } = inquiry;
  const open = inquiry.status === "open";
  return (
    <Columns>
      <Stack>
        <Card title={t("question")} actions={<Badge tone={open ? "act" : "still"} icon={open ? "inbox" : "check"}>{terms(`inquiry.${inquiry.status}`)}</Badge>}>
          <p className={styles["question"]} lang={question.language}>{question.question}</p>
          <p className={styles["quiet"]}>{[format.date(inquiry.received_at, "dateTime"), terms(`channel.${inquiry.channel}`)].join(" · ")}</p>
        </Card>
        {answers.map((answer) => (
          <Card key={answer.at} title={t("answer")} level={3}>
            <p className={styles["question"]}>{answer.answer}</p>
            <p className={styles["quiet"]}>{[format.date(answer.at, "dateTime"), who(answer.by), terms(`answer_by.${answer.channel}`)].join(" · ")}</p>
          </Card>
        ))}
        {inquiry.status === "closed" && inquiry.closed_reason && <Banner tone="still" icon="check" title={t("closed_because")}>{inquiry.closed_reason}</Banner>}
        {open && <Answer inquiry={inquiry} version={version} />}
      </Stack>
      <Stack>
        <Card title={t("promise")} level={3}>
          <PromiseClock from={inquiry.received_at} until={inquiry.due_at} done={answers[0]?.at} />
          <p className={styles["quiet"]}>{t("due", { time: format.date(inquiry.due_at, "dateTime") })}</p>
          <Owner inquiry={inquiry} />
        </Card>
        <Card title={t("contact")} level={3}>
          <div className={styles["contact"]}>
          <Facts
            rows={[
              [t("name"), question.name],
              [t("phone"), question.phone && <a key="phone" href={`tel:${question.phone.replace(/\s/g, "")}`}>{question.phone}</a>],
              [t("email"), question.email && <a key="mail" href={`mailto:${question.email}`}>{question.email}</a>],
              [t("answer_by"), terms(`answer_by.${question.answer_by}`)],
              [t("language"), terms(`language.${question.language}`)],
              [t("complaint"), question.complaint],
            ]}
          />
          </div>
        </Card>
        <Further page={page} />
      </Stack>
    </Columns>
  );
}

type InquiryState = InquiryPage["inquiry"];

/** Whose it is; take it, or give it to somebody who answers inquiries. */
function Owner({ inquiry }: { inquiry: InquiryState }) {
  const t = useInquiriesTexts();
  const me = useMe();
  const who = useStaffName();
  const { data } = useStaff();
  const give = useCommand("take-inquiry");
  const open = inquiry.status === "open";
  const others = (data?.staff ?? []).filter(({ id, active, roles }) => active && id !== inquiry.owner && id !== me.staff && roles.some((role) => role === "coordinator" || role === "manager"));

  async function giveTo(owner: string): Promise<void> {
    const outcome = await give.send({ inquiry: inquiry.id, owner });
    toast(outcome.ok ? t("given", { name: who(owner) }) : (outcome.problem?.message ?? t("not_taken")));
  }

  return (
    <div className={styles["owner"]}>
      <p><span className={styles["quiet"]}>{t("owner")}</span> <strong>{inquiry.owner === me.staff ? t("you") : who(inquiry.owner)}</strong></p>
      {open && (
        <div className={styles["acts"]}>
          {inquiry.owner !== me.staff && <Take inquiry={inquiry.id} name={inquiry.question.name} size="medium" />}
          {others.length > 0 && <Menu button={<>{t("give")}<Icon name="down" size={18} /></>} entries={others.map(({ id, name }) => ({ id, label: name, icon: "person", onChoose: () => void giveTo(id) }))} />}
        </div>
      )}
    </div>
  );
}

function Answer({ inquiry, version }: { inquiry: InquiryState; version: number }) {
  const t = useInquiriesTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const form = useForm({
    name: "answer_inquiry",
    subject: inquiry.id,
    version,
    initial: { by: inquiry.question.answer_by as "" | Shape<"AnswerBy">, answer: "" },
    command: "answer-inquiry",
    data: (v) => ({ inquiry: inquiry.id, by: v.by, answer: v.answer.trim() }),
    check: (v) => ({ answer: v.answer.trim() ? undefined : common("required") }),
    onDone: () => toast(t("answered")),
  });
  return (
    <Card title={t("answer_title")} level={3}>
      <Form form={form} submit={t("answer_send")} labels={{ answer: t("answer") }}>
        <p className={styles["quiet"]}>{t("answer_hint")}</p>
        <Choice {...form.field("by")} label={t("answered_by")} joined options={(["email", "phone"] as const).map((value) => ({ value, label: terms(`answer_by.${value}`), icon: value === "email" ? "mail" : "phone" }))} />
        <TextArea {...form.field("answer")} label={t("answer")} rows={6} />
      </Form>
    </Card>
  );
}

/** What came of it or may follow: registration, the waiting list, closing, opening again, erasing. */
function Further({ page: { inquiry, patient, waiting } }: { page: InquiryPage }) {
  const t = useInquiriesTexts();
  const mayRegister = useMay("register_people");
  const mayErase = useMay("erase_records") && !patient;
  const { data: policy } = usePolicy();
  const closedIndications = policy ? policy.pack.indications.length > policy.open_indications.length : false;
  const [dialog, setDialog] = useState<"close" | "reopen" | "waiting" | "erase" | undefined>(undefined);
  const shut = (): void => setDialog(undefined);
  return (
    <Card title={t("further")} level={3} tone="flat">
      <div className={styles["further"]}>
        {patient && <LinkButton to={`/people/${patient}`} icon={<Icon name="person" />}>{t("registered")}</LinkButton>}
        {!patient && mayRegister && <LinkButton to={`/people/new?inquiry=${inquiry.id}`} icon={<Icon name="person" />}>{t("register")}</LinkButton>}
        {waiting && <LinkButton to="/waiting-list" icon={<Icon name="waiting" />}>{t("on_waiting_list")}</LinkButton>}
        {!waiting && closedIndications && <Button icon={<Icon name="waiting" />} onClick={() => setDialog("waiting")}>{t("to_waiting_list")}</Button>}
        {inquiry.status === "open"
          ? <Button kind="quiet" icon={<Icon name="cross" />} onClick={() => setDialog("close")}>{t("close")}</Button>
          : <Button kind="quiet" icon={<Icon name="return" />} onClick={() => setDialog("reopen")}>{t("reopen")}</Button>}
        {mayErase && <Button kind="quiet" icon={<Icon name="eraser" />} onClick={() => setDialog("erase")}>{t("erase")}</Button>}
      </div>
      <Suspense fallback={null}>
        {dialog === "close" && <ReasonDialog command="close-inquiry" data={{ inquiry: inquiry.id }} subject={inquiry.id} title={t("close")} hint={t("close_hint")} submit={t("close_send")} done={t("closed")} onClose={shut} />}
        {dialog === "reopen" && <ReasonDialog command="reopen-inquiry" data={{ inquiry: inquiry.id }} subject={inquiry.id} title={t("reopen")} hint={t("reopen_hint")} submit={t("reopen")} done={t("reopened")} onClose={shut} />}
        {dialog === "erase" && <EraseAsker of={{ inquiry: inquiry.id }} name={inquiry.question.name} onErased={() => navigate("/inquiries", { replace: true })} onClose={shut} />}
        {dialog === "waiting" && <JoinWaitingList inquiry={inquiry} onClose={shut} />}
      </Suspense>
    </Card>
  );
}
