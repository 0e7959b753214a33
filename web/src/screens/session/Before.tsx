import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { serverNow, useNow } from "../../lib/now";
import { useWords } from "../../lib/reference";
import { useMe } from "../../lib/session";
import { TimeField } from "../../parts/DateField";
import { FieldGroup, FieldRow } from "../../parts/Field";
import { Checkbox, Checkboxes, Choice, NumberField, PasswordField, TextArea, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Lines } from "../../parts/Rows";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { standing } from "../steps/data";
import { Allowed, ContactFields, listError, RuleSource, SetAside } from "../steps/kit";
import { useStepTexts } from "../steps/texts";
import { notNumbers, typedContact } from "../steps/values";
import { useRoom, type Task } from "./data";
import { CheckList, Panel, useTask, When } from "./kit";
import { allergiesOf, doneBefore, escortOf, latestToday, openOrder, personName, startRulesBeyond } from "./room";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";
import { useTimedForm, type Timed } from "./timed";
import { lastTime, noChecks, noReadiness, noTimeOut, orderForm, readinessForm, timeOutForm, type OrderValues, type ReadinessValues, type TimeOutValues } from "./values";
import { WitnessFields, witnessPlaces, witnessWrong, type WitnessValues } from "./Witness";

const identifiers = ["name", "birth_date", "national_id", "insurer_number", "photo"] as const;
const suicidalities = ["none", "passive_thoughts", "active_thoughts", "plan_or_intent"] as const;

/** The way to the dose, step by step: what is done, what comes next. */
export function WayToDose() {
  const t = useRoomTexts();
  const [task, open] = useTask();
  const now = useNow(15_000);
  const { page } = useRoom();
  const done = doneBefore(page.session, now);
  const again = done.dose;
  const all: readonly { task: Task; done: boolean }[] = [
    ...(again ? [] : [{ task: "readiness" as const, done: done.readiness }, { task: "vitals" as const, done: done.vitals }]),
    { task: "order", done: done.order },
    { task: "time_out", done: done.time_out },
    { task: "dose", done: false },
  ];
  const next = all.find((each) => !each.done)?.task;
  return (
    <ol className={styles["way"]} aria-label={t(again ? "way_again" : "way")}>
      {all.map((each, index) => (
        <li key={each.task}>
          <button type="button" className={styles["step"]} data-state={each.done ? "done" : each.task === next ? "next" : "later"} aria-current={each.task === next ? "step" : undefined} aria-expanded={task === each.task} onClick={() => open(each.task)}>
            <span className={styles["mark"]} aria-hidden="true">{each.done ? <Icon name="check" size={18} /> : index + 1}</span>
            <span>{t(`task.${each.task}`)}<small>{each.done ? t("done") : each.task === next ? t("next") : ""}</small></span>
          </button>
        </li>
      ))}
    </ol>
  );
}

export function ReadinessPanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const format = useFormats();
  const now = useNow();
  const [, open] = useTask();
  const { page, policy } = useRoom();
  const { session } = page;
  const before = standing(session.readiness);
  const form = useTimedForm<ReadinessValues & Timed>(
    {
      name: "record-readiness",
      subject: session.id,
      initial: { ...noReadiness, checks: noChecks(policy.pack.readiness), escort: typedContact(escortOf(page)), at: "", was: "" },
      command: "record-readiness",
      data: (v) => ({ session: session.id, form: readinessForm(v, Date.parse(lastTime(v.was, serverNow()) ?? "") || serverNow()) }),
      places: Object.fromEntries([...Object.keys(noReadiness).map((name) => [name, `/data/form/${name}`]), ["last_food", "/data/form/last_food_at"], ["last_drink", "/data/form/last_drink_at"]]),
      onDone: () => {
        toast(t("saved"));
        open(undefined);
      },
    },
    "first_touch",
  );
  const said = (typed: string): string | undefined => {
    const found = lastTime(typed, now);
    return found && format.date(found, "dateTime");
  };
  return (
    <Panel title={t("task.readiness")} lead={before ? t("readiness.again", { time: format.date(before.happened_at, "time") }) : undefined}>
      <Form form={form} submit={t("readiness.save")}>
        <Checkboxes {...form.field("identified_by")} label={t("readiness.identified")} hint={t("readiness.identified_hint", { name: personName(page), date: format.date(page.patient.details.birth_date) })} options={identifiers.map((each) => ({ value: each, label: terms(`identifier.${each}`) }))} />
        <FieldRow>
          <TimeField {...form.field("last_food")} label={t("readiness.last_food")} hint={said(form.values.last_food)} optional />
          <TimeField {...form.field("last_drink")} label={t("readiness.last_drink")} hint={said(form.values.last_drink)} optional />
        </FieldRow>
        <TextArea {...form.field("drugs_taken")} label={t("readiness.drugs")} hint={t("readiness.drugs_hint")} optional rows={2} />
        <CheckList rules={policy.pack.readiness} value={form.values.checks} error={form.errors.checks} onChange={(checks) => form.set({ checks })} />
        <TextArea {...form.field("mental_state")} label={t("readiness.mental_state")} rows={2} />
        <Choice {...form.field("suicidality")} label={steps("suicidality")} options={suicidalities.map((each) => ({ value: each, label: terms(`suicidality.${each}`) }))} />
        {(form.values.suicidality === "active_thoughts" || form.values.suicidality === "plan_or_intent") && <Banner tone="bad" role="status" title={t("acute_risk_title")}>{t("acute_risk")}</Banner>}
        <FieldGroup label={t("readiness.escort")} hint={t("readiness.escort_hint")}>
          <div className={styles["stack"]}><ContactFields form={form} name="escort" place="/data/form/escort" /></div>
        </FieldGroup>
        <When form={form} />
      </Form>
    </Panel>
  );
}

export function OrderPanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const words = useWords();
  const format = useFormats();
  const now = useNow(15_000);
  const [, open] = useTask();
  const { page, policy } = useRoom();
  const { session, course } = page;
  const plan = standing(course.plans)?.data;
  const last = standing(session.orders)?.data.order;
  const limitsOf = (route: string): Shape<"DoseRule"> | undefined => policy.pack.doses.find((each) => each.route === route);
  const perKilogram = (route: string): boolean => limitsOf(route)?.max_mg_per_kg !== undefined;
  const form = useTimedForm<OrderValues & { password: string } & Timed>(
    {
      name: "order-dose",
      subject: session.id,
      initial: { route: plan?.route ?? "", dose: "", rescue: last?.rescue ?? [], overrides: [], note: "", password: "", at: "", was: "" },
      command: "order-dose",
      secrets: ["password"],
      data: (v) => ({ session: session.id, form: orderForm(v, perKilogram(v.route)) }),
      extras: (v) => ({ password: v.password }),
      places: { route: "/data/form/route", rescue: "/data/form/rescue", overrides: "/data/form/overrides", note: "/data/form/note", password: "/password", dose: `/data/form/${perKilogram(plan?.route ?? "") ? "dose_mg_per_kg" : "dose_mg"}` },
      check: (v) => ({ ...notNumbers(v, ["dose"], common("not_a_number")), password: v.password ? undefined : steps("password_needed") }),
      onDone: () => {
        toast(t("order.done"));
        open(undefined);
      },
    },
    "submit",
  );
  const { route } = form.values;
  const rule = limitsOf(route);
  const weight = latestToday(session, "weight_kg", now);
  const typed = Number(form.values.dose.replace(",", "."));
  const total = rule && perKilogram(route) && weight && typed > 0 ? Math.round(typed * weight.value * 1000) / 1000 : undefined;
  const beyond = startRulesBeyond(session, policy, now);
  const unit = terms(perKilogram(route) ? "unit.mg_per_kg" : "unit.mg");
  const doseError = form.errors.dose ?? (form.status === "refused" ? form.problem?.errors.find(({ pointer }) => pointer.startsWith("/data/form/dose_mg"))?.text : undefined);
  return (
    <Panel title={t("task.order")} lead={t("order.lead")}>
      <Allowed needs="order_doses">
        <Form form={form} submit={t("order.sign")}>
          {beyond.map(({ rule: start, value, holds }) => (
            <Banner key={start.id} tone={holds ? "bad" : "warn"} title={`${terms(`measure.${start.measure}`)}: ${format.number(value)}`}>
              {words(start.text)}
              <RuleSource rule={start} policy={policy} />
            </Banner>
          ))}
          <Choice {...form.field("route")} onChange={(next) => form.set({ route: next, dose: "" })} label={steps("route")} options={policy.pack.doses.map((each) => ({ value: each.route, label: terms(`route.${each.route}`) }))} />
          {rule && (
            <>
              <div className={styles["limit"]}>
                <p><strong>{rule.medicine}</strong> · {words(rule.text)}</p>
                {plan && plan.route === route && <p>{t("order.plan", { from: format.number(plan.dose_min_mg ?? plan.dose_min_mg_per_kg ?? 0), to: format.number(plan.dose_max_mg ?? plan.dose_max_mg_per_kg ?? 0), unit })}</p>}
                <RuleSource rule={rule} policy={policy} />
              </div>
              <NumberField {...form.field("dose")} error={doseError} label={steps("plan.dose")} unit={unit} />
              {perKilogram(route) && (
                <p className={styles["total"]} role="status">
                  {!weight ? <><Icon name="warning" size={18} />{t("order.weigh_first")}</> : total ? t("order.total", { total: format.number(total), weight: format.number(weight.value) }) : t("order.weight", { weight: format.number(weight.value) })}
                </p>
              )}
            </>
          )}
          <Lines {...form.field("rescue")} error={listError(form, "rescue", "/data/form/rescue")} label={t("order.rescue")} hint={t("order.rescue_hint")} optional add={steps("add_line")} remove={(n) => steps("remove_line", { position: n })} />
          <TextField {...form.field("note")} label={steps("note")} optional maxLength={400} />
          <SetAside form={form} policy={policy} />
          <PasswordField {...form.field("password")} label={steps("password")} hint={steps("password_hint")} autoComplete="current-password" />
          <When form={form} />
        </Form>
      </Allowed>
    </Panel>
  );
}

const timeOutChecks = ["identity", "consent", "allergies", "medicine_and_dose", "monitoring_ready"] as const;

export function TimeOutPanel() {
  const t = useRoomTexts();
  const steps = useStepTexts();
  const terms = useTerms();
  const format = useFormats();
  const me = useMe();
  const [, open] = useTask();
  const { page } = useRoom();
  const { session, patient } = page;
  const order = openOrder(session);
  const form = useTimedForm<TimeOutValues & WitnessValues & Timed>(
    {
      name: "take-time-out",
      subject: `${session.id}.${order?.id ?? ""}`,
      initial: { ...noTimeOut, user: "", password: "", at: "", was: "" },
      command: "take-time-out",
      secrets: ["password"],
      data: ({ user: _user, password: _password, at: _at, was: _was, ...v }) => ({ session: session.id, form: timeOutForm(v) }),
      extras: (v) => ({ witness: { user: v.user.trim(), password: v.password } }),
      places: { ...Object.fromEntries(Object.keys(noTimeOut).map((name) => [name, `/data/form/${name}`])), ...witnessPlaces },
      check: (v) => ({
        ...Object.fromEntries(timeOutChecks.filter((each) => !v[each]).map((each) => [each, t("time_out.needed")])),
        ...witnessWrong(v, t),
      }),
      onDone: () => {
        toast(t("time_out.done"));
        open(undefined);
      },
    },
    "submit",
  );
  const allergies = allergiesOf(page);
  const says: Record<(typeof timeOutChecks)[number], string> = {
    identity: `${personName(page)}, ${format.date(patient.details.birth_date)}`,
    consent: t("time_out.consent_hint"),
    allergies: allergies.length > 0 ? format.list(allergies) : t("no_allergies"),
    medicine_and_dose: order ? `${order.data.medicine}, ${format.number(order.data.total_mg)} ${terms("unit.mg")}, ${terms(`route.${order.data.order.route}`)}` : "",
    monitoring_ready: t("time_out.monitoring_hint"),
  };
  if (!order) return <Panel title={t("task.time_out")}><Banner tone="warn">{t("order_first")}</Banner></Panel>;
  return (
    <Panel title={t("task.time_out")} lead={t("time_out.lead", { name: me.name })}>
      <Form form={form} submit={t("time_out.sign")}>
        {timeOutChecks.map((each) => (
          <Checkbox key={each} {...form.field(each)} label={<><strong>{t(`time_out.${each}`)}</strong><br />{says[each]}</>} />
        ))}
        <TextField {...form.field("note")} label={steps("note")} optional maxLength={400} />
        <WitnessFields form={form} />
        <When form={form} />
      </Form>
    </Panel>
  );
}

/** What stands on the order beside the dose: rules weighed, checks that nobody could answer. */
export function OrderNotes() {
  const t = useRoomTexts();
  const words = useWords();
  const { page, policy } = useRoom();
  const order = openOrder(page.session);
  if (!order || order.data.notes.length === 0) return null;
  const rules = [...policy.pack.start, ...policy.pack.readiness];
  return (
    <Banner tone="warn" title={t("order.notes")}>
      <ul className={styles["bullets"]}>
        {order.data.notes.map((id) => <li key={id}>{words(rules.find((each) => each.id === id)?.text) || id}</li>)}
      </ul>
    </Banner>
  );
}

