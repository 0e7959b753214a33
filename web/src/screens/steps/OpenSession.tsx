import { useState } from "react";
import { useForm } from "../../lib/form";
import { newId } from "../../lib/id";
import { useWords } from "../../lib/reference";
import { navigate } from "../../lib/router";
import { Button, LinkButton } from "../../parts/Button";
import { DateField, TimeField } from "../../parts/DateField";
import { FieldRow } from "../../parts/Field";
import { Select } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Banner } from "../../parts/states";
import { standing, useStep, validConsent } from "./data";
import { listError, Section, StaffSelect, typedInstant } from "./kit";
import { useStepTexts } from "./texts";

export default function OpenSession() {
  const t = useStepTexts();
  const words = useWords();
  const { course, policy } = useStep();
  const plan = standing(course.plans)?.data;
  const [fresh] = useState(newId);
  // Typed in from paper: the person came earlier than now.
  const [earlier, setEarlier] = useState(false);
  const form = useForm({
    name: "open-session",
    subject: course.id,
    initial: { session: "", room: "", therapist: plan?.therapists[0] ?? "", second_therapist: plan?.therapists[1] ?? "", physician_on_site: "", was_date: "", was_time: "" },
    command: "open-session",
    data: (v) => ({
      session: v.session || fresh, course: course.id, room: v.room || undefined,
      therapists: [v.therapist, v.second_therapist].filter(Boolean), physician_on_site: v.physician_on_site || undefined,
    }),
    extras: (v) => {
      const happenedAt = typedInstant(v.was_date, v.was_time);
      return happenedAt ? { happenedAt } : {};
    },
    check: (v) => ({ was_date: Boolean(v.was_date) === Boolean(v.was_time) ? undefined : t("was_half") }),
    places: { was_date: "/happened_at", therapist: "/data/therapists", second_therapist: "/data/therapists/1" },
    onDone: (answer) => navigate(`/sessions/${answer.stream.split(":")[1] ?? ""}`),
  });
  if (course.open_session) {
    return <Banner tone="info" title={t("open.runs")} actions={<LinkButton kind="primary" to={`/sessions/${course.open_session}`}>{t("open.to_room")}</LinkButton>}>{t("open.runs_detail")}</Banner>;
  }
  // The id is kept with the rest of what is typed: after a reload it is still the same session.
  const bind = <K extends keyof typeof form.values & string>(name: K) => {
    const field = form.field(name);
    return { ...field, onChange: (value: (typeof form.values)[K]) => form.set({ session: form.values.session || fresh, [name]: value }) };
  };
  return (
    <Form form={form} submit={t("open.submit")}>
      {!validConsent(course, "treatment") && <Banner tone="warn">{t("open.no_consent")}</Banner>}
      {course.preparations.length === 0 && <Banner tone="warn">{t("open.no_preparation")}</Banner>}
      <Section title={t("open.who")} lead={t("open.lead")}>
        <StaffSelect {...bind("physician_on_site")} label={t("open.physician")} hint={t("open.physician_hint")} roles={["physician", "psychiatrist"]} />
        <FieldRow>
          <StaffSelect {...bind("therapist")} error={listError(form, "therapist", "/data/therapists")} label={t("plan.therapist")} roles={["therapist", "psychiatrist"]} />
          <StaffSelect {...bind("second_therapist")} label={t("plan.second_therapist")} roles={["therapist", "psychiatrist"]} optional />
        </FieldRow>
        <Select {...bind("room")} label={t("open.room")} optional options={policy.pack.rooms.map(({ code, name }) => ({ value: code, label: words(name) }))} />
      </Section>
      {earlier || form.errors.was_date ? (
        <FieldRow>
          <DateField {...bind("was_date")} label={t("was_date")} />
          <TimeField {...bind("was_time")} label={t("was_time")} />
        </FieldRow>
      ) : (
        <div><Button kind="quiet" size="small" icon={<Icon name="note" size={18} />} onClick={() => setEarlier(true)}>{t("was_earlier")}</Button></div>
      )}
    </Form>
  );
}
