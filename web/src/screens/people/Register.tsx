import { useEffect, useRef, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormId } from "../../lib/form_id";
import { useFormats } from "../../lib/format";
import { newId } from "../../lib/id";
import type { Problem } from "../../lib/problem";
import { useRead } from "../../lib/read";
import { navigate, useQuery } from "../../lib/router";
import { Button, LinkButton } from "../../parts/Button";
import { Form } from "../../parts/Form";
import { List, ListRow, Page } from "../../parts/Page";
import { Banner, Reading } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { DetailsFields, detailsFrom, detailsPlaces, noDetails, splitName, useDetailsCheck, useDetailsLabels } from "./details_form";
import styles from "./people.module.css";
import { usePeopleTexts } from "./texts";

type InquiryPage = Shape<"InquiryPage">;

/** `/people/new`, or with `?inquiry=` begun from what somebody wrote when asking. */
export default function Register() {
  const t = usePeopleTexts();
  const from = useQuery().get("inquiry");
  const inquiry = useRead<InquiryPage>(from ? `/api/v1/inquiries/${from}` : null);
  return (
    <Page title={t("register_title")} back={from ? { to: `/inquiries/${from}`, label: inquiry.data?.inquiry.question.name ?? "" } : { to: "/people", label: t("title") }} narrow>
      {from ? <Reading of={inquiry}>{(page) => <RegisterForm inquiry={page.inquiry} />}</Reading> : <RegisterForm inquiry={undefined} />}
    </Page>
  );
}

function RegisterForm({ inquiry }: { inquiry: InquiryPage["inquiry"] | undefined }) {
  const t = usePeopleTexts();
  const check = useDetailsCheck();
  const labels = useDetailsLabels();
  const [id] = useState(newId);
  const { question } = inquiry ?? {};
  const form = useForm({
    name: "register",
    subject: inquiry?.id ?? "",
    initial: {
      ...noDetails,
      ...(question ? { ...splitName(question.name), email: question.email ?? "", phone: question.phone ?? "", language: question.language } : {}),
      id,
      others: [] as string[],
    },
    command: "register-patient",
    places: detailsPlaces,
    data: ({ id: patient, others, ...details }) => ({ patient, details: detailsFrom(details), not_the_same_as: others, ...(inquiry ? { inquiry: inquiry.id } : {}) }),
    check,
    onDone: (_, values) => {
      toast(t("registered", { name: `${values.given_name.trim()} ${values.family_name.trim()}` }));
      navigate(`/people/${values.id}`, { replace: true });
    },
  });
  useFormId(form);
  const alike = form.status === "refused" ? alikeIn(form.problem) : undefined;
  return (
    <Form form={form} labels={labels} submit={alike ? "" : t("register_send")}>
      {question && <Banner tone="info">{t("from_inquiry", { name: question.name })}</Banner>}
      <DetailsFields form={form} />
      {alike && <Alike people={alike} onOther={() => form.set({ others: [...new Set([...form.values.others, ...alike.map(({ patient }) => patient)])] })} onSend={() => void form.submit()} confirmed={alike.every(({ patient }) => form.values.others.includes(patient))} />}
    </Form>
  );
}

/** Somebody registered already, as the refusal lists them. */
type LookAlike = { patient: string; name: string; birth_date: string };

function alikeIn(problem: Problem | undefined): LookAlike[] | undefined {
  return problem?.code === "look_alike" && Array.isArray(problem.current) ? (problem.current as LookAlike[]) : undefined;
}

/** Somebody registered already may be the same person: go there, or say that it is somebody else. */
function Alike({ people, confirmed, onOther, onSend }: { people: readonly LookAlike[]; confirmed: boolean; onOther: () => void; onSend: () => void }) {
  const t = usePeopleTexts();
  const format = useFormats();
  const [wanted, setWanted] = useState(false);
  // The choice is kept with what was typed, and sent once it is there.
  useEffect(() => {
    if (!wanted || !confirmed) return;
    setWanted(false);
    onSend();
  });
  const box = useRef<HTMLDivElement>(null);
  // It stands where the button was that was pressed: the focus goes with it.
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      <Banner tone="warn" title={t("alike_title")}>
        <div className={styles["alike"]}>
          <p>{t("alike_detail")}</p>
          <List label={t("alike_title")}>
            {people.map(({ patient, name, birth_date }) => (
              <ListRow key={patient} title={name} detail={format.date(birth_date, "longDate")} end={<LinkButton to={`/people/${patient}`} size="small">{t("alike_go")}</LinkButton>} />
            ))}
          </List>
          <div><Button onClick={() => { setWanted(true); onOther(); }}>{t("alike_other")}</Button></div>
        </div>
      </Banner>
    </div>
  );
}
