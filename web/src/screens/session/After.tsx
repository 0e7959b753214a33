import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { navigate } from "../../lib/router";
import { useWords } from "../../lib/reference";
import { Button } from "../../parts/Button";
import { FieldGroup } from "../../parts/Field";
import { Checkbox, Choice, NumberField, PasswordField, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { standing } from "../steps/data";
import { Allowed, ContactFields, SetAside } from "../steps/kit";
import { useStepTexts } from "../steps/texts";
import { notNumbers, number, text, typedContact } from "../steps/values";
import { signalling } from "./alarms";
import { useAlarmWords } from "./Alarms";
import { useRoom } from "./data";
import { CheckList, Panel, useTask, When } from "./kit";
import { escortOf, lastDose, noDrivingUntil, personName } from "./room";
import styles from "./session.module.css";
import { useRoomTexts, useWatchTexts } from "./texts";
import { useTimedForm, type Timed } from "./timed";
import { dischargeForm, noChecks, releaseForm, typedChecks, type DischargeValues, type ReleaseValues } from "./values";

const suicidalities = ["none", "passive_thoughts", "active_thoughts", "plan_or_intent"] as const;

export function EndPanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const [, open] = useTask();
  const { page } = useRoom();
  const form = useTimedForm<{ note: string } & Timed>(
    {
      name: "end-dosing",
      subject: page.session.id,
      initial: { note: "", at: "", was: "" },
      command: "end-dosing",
      data: (v) => ({ session: page.session.id, note: text(v.note) }),
      onDone: () => {
        toast(t("end.done"));
        open(undefined);
      },
    },
    "submit",
  );
  return (
    <Panel title={t("task.end")} lead={t("end.lead")}>
      <Form form={form} submit={t("end.submit")}>
        <TextField {...form.field("note")} label={steps("note")} optional maxLength={400} />
        <When form={form} />
      </Form>
    </Panel>
  );
}

export function DischargePanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const [, open] = useTask();
  const { page, policy } = useRoom();
  const { session } = page;
  const before = standing(session.discharges);
  const form = useTimedForm<DischargeValues & Timed>(
    {
      name: "record-discharge",
      subject: session.id,
      initial: { checks: noChecks(policy.pack.discharge), suicidality: "", note: "", at: "", was: "" },
      command: "record-discharge",
      data: (v) => ({ session: session.id, form: dischargeForm(v) }),
      places: { checks: "/data/form/checks", suicidality: "/data/form/suicidality", note: "/data/form/note" },
      onDone: () => {
        toast(t("saved"));
        open(undefined);
      },
    },
    "first_touch",
  );
  const known = before ? typedChecks(before.data.checks) : undefined;
  return (
    <Panel title={t("task.discharge")} lead={known ? t("discharge.again") : t("discharge.lead")}>
      <Form form={form} submit={t("discharge.save")}>
        <CheckList rules={policy.pack.discharge} value={form.values.checks} error={form.errors.checks} onChange={(checks) => form.set({ checks })} />
        <Choice {...form.field("suicidality")} label={steps("suicidality")} hint={t("discharge.suicidality_hint")} options={suicidalities.map((each) => ({ value: each, label: terms(`suicidality.${each}`) }))} />
        {(form.values.suicidality === "active_thoughts" || form.values.suicidality === "plan_or_intent") && <Banner tone="bad" role="status" title={t("acute_risk_title")}>{t("acute_risk_leaving")}</Banner>}
        <TextArea {...form.field("note")} label={steps("note")} optional rows={2} />
        <When form={form} />
      </Form>
    </Panel>
  );
}

export function ReleasePanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const words = useWords();
  const format = useFormats();
  const now = useNow(15_000);
  const [, open] = useTask();
  const { page, policy } = useRoom();
  const { session } = page;
  const discharge = standing(session.discharges);
  const dose = lastDose(session);
  const form = useTimedForm<ReleaseValues & { password: string } & Timed>(
    {
      name: "release-patient",
      subject: session.id,
      initial: { patient_signature: "", escort: typedContact(escortOf(page)), instructions_given: false, overrides: [], password: "", at: "", was: "" },
      command: "release-patient",
      secrets: ["password"],
      data: (v) => ({ session: session.id, form: releaseForm(v) }),
      extras: (v) => ({ password: v.password }),
      places: { patient_signature: "/data/form/patient_signature", escort: "/data/form/escort", instructions_given: "/data/form/instructions_given", overrides: "/data/form/overrides", password: "/password" },
      check: (v) => ({ password: v.password ? undefined : steps("password_needed") }),
      onDone: () => {
        toast(t("release.done"));
        open(undefined);
      },
    },
    "submit",
  );
  const unmet = discharge?.data.checks.filter(({ answer }) => answer !== "yes") ?? [];
  const observed = dose ? Math.floor((now - Date.parse(dose.happened_at)) / 60_000) : 0;
  const least = policy.pack.observation_min_minutes;
  return (
    <Panel title={t("task.release")} lead={t("release.lead")}>
      {!discharge && <Banner tone="warn">{t("discharge_first")}</Banner>}
      <Allowed needs="release_people">
        <Form form={form} submit={t("release.sign")}>
          <OpenAlarms refused={form.status === "refused" && form.problem?.code === "alarms_open"} />
          {observed < least.value && <Banner tone="warn" title={t("release.too_early", { minutes: format.number(observed) })}>{words(least.text)}</Banner>}
          {unmet.length > 0 && (
            <Banner tone="warn" title={t("release.unmet")}>
              <ul className={styles["bullets"]}>{unmet.map(({ check }) => <li key={check}>{words(policy.pack.discharge.find(({ id }) => id === check)?.text)}</li>)}</ul>
            </Banner>
          )}
          <Instructions />
          <Checkbox {...form.field("instructions_given")} label={t("release.given")} />
          <TextField {...form.field("patient_signature")} label={t("release.signature", { name: personName(page) })} hint={t("release.signature_hint")} autoComplete="off" spellCheck={false} maxLength={120} />
          <FieldGroup label={t("release.escort")}><div className={styles["stack"]}><ContactFields form={form} name="escort" place="/data/form/escort" /></div></FieldGroup>
          <SetAside form={form} policy={policy} />
          <PasswordField {...form.field("password")} label={steps("password")} hint={steps("password_hint")} autoComplete="current-password" />
          <When form={form} />
        </Form>
      </Allowed>
    </Panel>
  );
}

/** Nobody leaves while an alarm waits for somebody. */
function OpenAlarms({ refused }: { refused: boolean }) {
  const w = useWatchTexts();
  const words = useAlarmWords();
  const { watch } = useRoom();
  const open = signalling(watch?.alarms ?? []);
  if (open.length === 0 && !refused) return null;
  return (
    <Banner tone="bad" role={refused ? "alert" : undefined} title={w("release.alarms_open", { n: open.length })}>
      <p>{w("release.alarms_open_detail")}</p>
      <ul className={styles["bullets"]}>{open.map((alarm) => <li key={alarm.alarm}>{w(`priority.${alarm.priority}`)}: {words(alarm)}</li>)}</ul>
    </Banner>
  );
}

/** What the person takes home: above all until when not to drive. */
export function Instructions() {
  const t = useRoomTexts();
  const format = useFormats();
  const { page, policy } = useRoom();
  const until = noDrivingUntil(page.session, policy.pack.no_driving_hours.value);
  if (!until) return null;
  return (
    <article className={styles["sheet"]}>
      <h2>{t("sheet.title", { name: personName(page) })}</h2>
      <p className={styles["until"]}>{t("sheet.no_driving")} <strong>{format.date(until, "weekday")}, {format.date(until, "time")}</strong></p>
      <ul className={styles["bullets"]}>
        <li>{t("sheet.no_signing")}</li>
        <li>{t("sheet.no_alcohol")}</li>
        <li>{t("sheet.rest")}</li>
        <li>{t("sheet.worse")}</li>
      </ul>
      <p>{policy.pack.clinic_name}</p>
      <div className={styles["noPrint"]}><Button size="small" onClick={() => window.print()}>{t("sheet.print")}</Button></div>
    </article>
  );
}

export function CloseOutPanel() {
  const t = useRoomTexts();
  const common = useCommonTexts();
  const { page } = useRoom();
  const form = useTimedForm<{ summary: string; adverse_events: string } & Timed>(
    {
      name: "close-out",
      subject: page.session.id,
      initial: { summary: "", adverse_events: "", at: "", was: "" },
      command: "close-out",
      data: (v) => ({ session: page.session.id, form: { summary: text(v.summary), adverse_events: number(v.adverse_events) } }),
      places: { summary: "/data/form/summary", adverse_events: "/data/form/adverse_events" },
      check: (v) => notNumbers(v, ["adverse_events"], common("not_a_number")),
      onDone: () => {
        toast(t("close.done"));
        navigate(`/people/${page.session.patient}`);
      },
    },
    "submit",
  );
  return (
    <Panel title={t("task.close_out")} lead={t("close.lead")}>
      <Form form={form} submit={t("close.submit")}>
        <TextArea {...form.field("summary")} label={t("close.summary")} rows={4} />
        <NumberField {...form.field("adverse_events")} label={t("close.count")} hint={t("close.count_hint")} whole />
        <When form={form} />
      </Form>
    </Panel>
  );
}

export function CancelPanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const { page } = useRoom();
  const form = useTimedForm<{ reason: string } & Timed>(
    {
      name: "cancel-session",
      subject: page.session.id,
      initial: { reason: "", at: "", was: "" },
      command: "cancel-session",
      data: (v) => ({ session: page.session.id, reason: text(v.reason) }),
      onDone: () => {
        toast(t("cancel.done"));
        navigate(`/people/${page.session.patient}`);
      },
    },
    "submit",
  );
  return (
    <Panel title={t("task.cancel")} lead={t("cancel.lead")}>
      <Form form={form} submit={t("cancel.submit")} kind="danger">
        <TextField {...form.field("reason")} label={steps("reason")} maxLength={400} />
        <When form={form} />
      </Form>
    </Panel>
  );
}
