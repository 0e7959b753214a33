import { useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import type { Extras } from "../../lib/command";
import { instantsOf } from "../../lib/days";
import { useForm, type Form as FormState, type FormValue, type FormValues } from "../../lib/form";
import { useFormats } from "../../lib/format";
import type { Problem } from "../../lib/problem";
import { useWords } from "../../lib/reference";
import { navigate } from "../../lib/router";
import { useMay } from "../../lib/session";
import type { Permission } from "../../api/types";
import { Button } from "../../parts/Button";
import { DateField, TimeField } from "../../parts/DateField";
import { FieldRow } from "../../parts/Field";
import { NumberField, PasswordField, Select, TextArea, TextField } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { Card } from "../../parts/Page";
import { Badge, Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useStep } from "./data";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { text, type ContactValues, type MeasureName, type OverrideValues, type VitalsValues } from "./values";

// ---- a form that becomes an entry of the course ----

type Entry = { id: string; happened_at: string; recorded_at: string; data: unknown; corrected_by?: string; signature?: Shape<"Signature"> };

/** Beside the fields of the step itself: when it was, and why an earlier entry is put right. */
export type EntryValues = { was_date: string; was_time: string; correction_reason: string };
const ownFields = ["was_date", "was_time", "correction_reason"] as const;

type EntryOptions<V extends FormValues, E extends Entry> = {
  command: string;
  initial: V;
  form: (values: V) => unknown;
  entries: readonly E[];
  /** An entry's form as it would be typed. */
  typed: (data: E["data"]) => V;
  /** Where fields sit in the form; without an entry the field `x` sits at `x`. */
  places?: Partial<Record<keyof V & string, string>>;
  check?: (values: V) => Partial<Record<keyof V & string, string | undefined>>;
  name?: string;
  done?: () => void;
};

export type EntryForm<V extends FormValues> = FormState<V & EntryValues> & { wrong: Entry | undefined };

/** The instant that was typed, if it was and if the clinic's clock ever showed it. */
export function typedInstant(date: string, time: string): string | undefined {
  const [instant] = date && time ? instantsOf(`${date}T${time}`) : [];
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

export function useEntryForm<V extends FormValues, E extends Entry>(options: EntryOptions<V, E>): EntryForm<V> {
  const t = useStepTexts();
  const { course, patient, corrects } = useStep();
  const wrong = corrects ? options.entries.find(({ id }) => id === corrects) : undefined;
  const names = Object.keys(options.initial);
  const places = Object.fromEntries(names.map((name) => [name, `/data/form/${(options.places as Record<string, string> | undefined)?.[name] ?? name}`]));
  const form = useForm<V & EntryValues>({
    name: options.name ?? options.command,
    subject: wrong ? `${course.id}.${wrong.id}` : course.id,
    initial: { ...(wrong ? options.typed(wrong.data) : options.initial), was_date: "", was_time: "", correction_reason: "" } as V & EntryValues,
    command: options.command,
    places: { ...places, was_date: "/happened_at", correction_reason: "/data/correction" } as Partial<Record<keyof (V & EntryValues) & string, string>>,
    data: (values) => ({
      course: course.id,
      form: options.form(values),
      ...(wrong ? { correction: { entry: wrong.id, reason: text(values.correction_reason) } } : {}),
    }),
    extras: (values): Extras => {
      const was = typedInstant(values.was_date, values.was_time) ?? wrong?.happened_at;
      return was ? { happenedAt: was } : {};
    },
    check: (values) => {
      const found: Record<string, string | undefined> = { ...options.check?.(values) };
      const half = Boolean(values.was_date) !== Boolean(values.was_time);
      const never = values.was_date && values.was_time && !typedInstant(values.was_date, values.was_time);
      if (half) found["was_date"] = t("was_half");
      if (never) found["was_date"] = t("was_never");
      return found as Partial<Record<keyof (V & EntryValues) & string, string | undefined>>;
    },
    onDone: () => {
      toast(t(wrong ? "corrected_done" : "saved_done"));
      if (options.done) options.done();
      else navigate(`/people/${patient.id}`);
    },
  });
  return { ...form, wrong };
}

/** What every entry has at its end: when it was so, and for a correction the reason. */
export function EntryEnd<V extends FormValues>({ form: given }: { form: EntryForm<V> }) {
  // Whatever else the form has, it has these three.
  const form = given as unknown as EntryForm<EntryValues>;
  const t = useStepTexts();
  const format = useFormats();
  const [earlier, setEarlier] = useState(Boolean(form.values.was_date || form.values.was_time));
  const { wrong } = form;
  const shown = earlier || Boolean(form.errors.was_date);
  return (
    <>
      {wrong && (
        <Card title={t("correction_title")} tone="flat">
          <TextField {...form.field("correction_reason")} label={t("correction_reason")} hint={t("correction_hint")} maxLength={400} />
        </Card>
      )}
      {shown ? (
        <FieldRow>
          <DateField {...form.field("was_date")} label={t("was_date")} />
          <TimeField {...form.field("was_time")} label={t("was_time")} />
        </FieldRow>
      ) : (
        <p className={styles["when"]}>
          <Icon name="session" size={18} />
          {wrong ? t("was_kept", { time: format.date(wrong.happened_at, "dateTime") }) : t("was_now")}
          <Button kind="quiet" size="small" onClick={() => setEarlier(true)}>{t(wrong ? "was_other" : "was_earlier")}</Button>
        </p>
      )}
    </>
  );
}

/** What is being corrected, above the form. */
export function CorrectionNote({ wrong }: { wrong: Entry | undefined }) {
  const t = useStepTexts();
  const format = useFormats();
  const { corrects } = useStep();
  if (!corrects) return null;
  if (!wrong) return <Banner tone="warn" title={t("correction_unknown")}>{t("correction_unknown_detail")}</Banner>;
  if (wrong.signature) return <Banner tone="warn" title={t("correction_signed")}>{t("correction_signed_detail")}</Banner>;
  return <Banner tone="info" icon="pen" title={t("correction_of", { time: format.date(wrong.happened_at, "dateTime") })}>{t("correction_detail")}</Banner>;
}

export function useEntryNames(): readonly string[] {
  return ownFields;
}

// ---- errors inside lists ----

/** The server's word on one field of one row, until that list is changed. */
export function rowError<V extends FormValues>(form: FormState<V>, list: keyof V & string, pointer: string): string | undefined {
  if (!form.errors[list]) return undefined;
  return form.problem?.errors.find((error) => error.pointer === pointer)?.text;
}

/** What is wrong with a list as a whole: not what is already said beside its rows. */
export function listError<V extends FormValues>(form: FormState<V>, list: keyof V & string, place: string): string | undefined {
  const shown = form.errors[list];
  if (!shown) return undefined;
  const found = form.problem?.errors.filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`)) ?? [];
  if (found.length === 0) return shown;
  return found.find(({ pointer }) => pointer === place)?.text;
}

// ---- fields that several steps have ----

export const units: Partial<Record<MeasureName, "mmhg" | "bpm" | "percent" | "kg" | "cm">> = {
  systolic_mmhg: "mmhg", diastolic_mmhg: "mmhg", heart_rate_bpm: "bpm", respiratory_rate_per_min: "bpm", spo2_percent: "percent", weight_kg: "kg", height_cm: "cm",
};

/** One measure; a second field for it where the server asks to type it again. */
export function MeasureField<V extends VitalsValues & FormValues>({ form, measure, optional = false, narrow = false }: { form: FormState<V>; measure: MeasureName; optional?: boolean; narrow?: boolean }) {
  const t = useStepTexts();
  const terms = useTerms();
  const again = `${measure}_again` as const;
  const asked = form.problem?.errors.some(({ pointer, code }) => pointer.endsWith(`/again/${measure}`) && (code === "type_again" || code === "typed_differently"));
  const first = form.field(measure) as { name: string; value: string; onChange: (value: string) => void; error: string | undefined };
  const second = form.field(again) as typeof first;
  const range = measure.endsWith("_0_10") ? "0–10" : measure === "sedation_moaas" ? "0–5" : undefined;
  const named = units[measure] ? terms(`unit.${units[measure]}`) : range;
  // Where there is little room the unit stands above the field.
  const unit = narrow ? undefined : named;
  const label = terms(`measure.${measure}`);
  return (
    <div className={styles["measure"]}>
      <NumberField {...first} onChange={(value) => form.set({ [measure]: value, [again]: "" } as unknown as Partial<V>)} label={label} hint={narrow ? named : undefined} unit={unit} whole={measure !== "weight_kg"} optional={optional} />
      {(asked || second.value) && <NumberField {...second} label={t("type_again", { what: terms(`measure.${measure}`) })} unit={unit} whole={measure !== "weight_kg"} />}
    </div>
  );
}

/** Name, telephone, relation. */
export function ContactFields<V extends FormValues>({ form, name, place, optional = false }: { form: FormState<V>; name: keyof V & string; place: string; optional?: boolean }) {
  const t = useStepTexts();
  const value = form.values[name] as unknown as ContactValues;
  const set = (part: Partial<ContactValues>): void => form.set({ [name]: { ...value, ...part } } as unknown as Partial<V>);
  const error = (field: string): string | undefined => rowError(form, name, `${place}/${field}`);
  const whole = listError(form, name, place);
  return (
    <>
      <FieldRow>
        <TextField label={t("contact_name")} value={value.name} onChange={(typed) => set({ name: typed })} error={error("name") ?? whole} optional={optional} maxLength={120} />
        <TextField label={t("contact_phone")} type="tel" inputMode="tel" value={value.phone} onChange={(phone) => set({ phone })} error={error("phone")} optional={optional} maxLength={40} />
      </FieldRow>
      <TextField label={t("contact_relation")} value={value.relation} onChange={(relation) => set({ relation })} error={error("relation")} optional maxLength={400} />
    </>
  );
}

/** One of the clinic's people; those of certain roles first, everybody else never. */
export function StaffSelect({ roles, ...rest }: { roles: readonly Shape<"Role">[]; label: string; hint?: string; value: string; onChange: (id: string) => void; error?: string | undefined; optional?: boolean; name?: string }) {
  const { staff } = useStep();
  return <PickStaff staff={staff} roles={roles} {...rest} />;
}

export function PickStaff({ staff, roles, value, ...rest }: { staff: readonly Shape<"StaffRow">[]; roles: readonly Shape<"Role">[]; label: string; hint?: string; value: string; onChange: (id: string) => void; error?: string | undefined; optional?: boolean; name?: string }) {
  const fitting = staff.filter((each) => (each.active && each.roles.some((role) => roles.includes(role))) || each.id === value);
  return <Select {...rest} value={value} options={fitting.map(({ id, name }) => ({ value: id, label: name }))} />;
}

export function SignField<V extends FormValues & { password: string }>({ form, hint }: { form: FormState<V>; hint: string }) {
  const t = useStepTexts();
  return <PasswordField {...(form.field("password") as unknown as { name: string; value: string; onChange: (value: string) => void; error: string | undefined })} label={t("password")} hint={hint} autoComplete="current-password" />;
}

export const PenLine = ({ children }: { children: ReactNode }) => <div className={styles["sign"]}>{children}</div>;

// ---- rules ----

export const unverified = (rule: { evidence: Shape<"Evidence">; id: string }, policy: Shape<"PolicyPage">): boolean =>
  rule.evidence === "M" && !policy.confirmations.some((each) => each.rule === rule.id);

/** Where a rule comes from, and whether anybody verified it. */
export function RuleSource({ rule, policy }: { rule: { id: string; source: string; evidence: Shape<"Evidence"> }; policy: Shape<"PolicyPage"> }) {
  const t = useStepTexts();
  const confirmed = rule.evidence === "M" && policy.confirmations.some((each) => each.rule === rule.id);
  return (
    <details className={styles["source"]}>
      <summary>
        {unverified(rule, policy) ? <Badge tone="warn">{t("unverified")}</Badge> : <span>{t("source")}</span>}
        {confirmed && <Badge tone="good">{t("confirmed_here")}</Badge>}
      </summary>
      <p>{t(`evidence.${rule.evidence}`)}{" · "}<span lang="en">{rule.source}</span></p>
    </details>
  );
}

type AnyRule = { id: string; text: Shape<"Words">; source: string; evidence: Shape<"Evidence"> };
export function allRules({ pack }: Shape<"PolicyPage">): AnyRule[] {
  const numbers = [pack.answer_within_hours, pack.no_driving_hours, pack.observation_min_minutes, pack.age_min_years, pack.follow_up_days, ...Object.values(pack.course)];
  return [...pack.criteria, ...pack.doses, ...pack.start, ...pack.readiness, ...pack.discharge, ...numbers];
}
export function useRuleText(policy: Shape<"PolicyPage">): (id: string) => string {
  const words = useWords();
  return (id) => {
    const rule = allRules(policy).find((each) => each.id === id);
    return rule ? words(rule.text) : id;
  };
}

/** Refusals by a rule that may be set aside with a reason. */
const maySetAside = new Set(["start_rule", "readiness_unmet", "too_soon_after_dose", "doses_together_above_limit", "discharge_unmet", "observation_too_short", "fewer_sessions_than_usual"]);

/** Asks for a reason where a rule said no and may be set aside. Each reason stays visible and can be taken back. */
export function SetAside<V extends FormValues & { overrides: FormValue }>({ form, policy }: { form: FormState<V>; policy: Shape<"PolicyPage"> }) {
  const t = useStepTexts();
  const ruleText = useRuleText(policy);
  const value = form.values.overrides as unknown as OverrideValues[];
  const problem: Problem | undefined = form.problem;
  const refused = problem && form.status === "refused" && maySetAside.has(problem.code) ? problem.details.rule : undefined;
  const known = value.some(({ rule }) => rule === refused);
  const rows = refused && !known ? [...value, { rule: refused, reason: "" }] : value;
  if (rows.length === 0) return null;
  const set = (rule: string, reason: string): void => {
    const others = rows.filter((each) => each.rule !== rule);
    const next = rows.map((each) => (each.rule === rule ? { rule, reason } : each));
    form.set({ overrides: (reason === "" && rule !== refused ? others : next) as unknown as V["overrides"] } as unknown as Partial<V>);
  };
  return (
    <div className={styles["aside"]}>
      {rows.map(({ rule, reason }) => {
        const found = allRules(policy).find(({ id }) => id === rule);
        return (
          <div key={rule} className={styles["setAside"]}>
            <TextField label={t("set_aside", { rule: ruleText(rule) })} hint={t("set_aside_hint")} value={reason} onChange={(typed) => set(rule, typed)} maxLength={400} />
            {found && <RuleSource rule={found} policy={policy} />}
          </div>
        );
      })}
    </div>
  );
}

// ---- the page around a form ----

/** Says at once, and not after ten minutes of typing, that this form is somebody else's. */
export function Allowed({ needs, children }: { needs: Permission; children: ReactNode }) {
  const t = useStepTexts();
  const common = useCommonTexts();
  const may = useMay(needs);
  if (may) return <>{children}</>;
  return <Banner tone="warn" icon="lock" title={common("forbidden_title")}>{t("not_yours")}</Banner>;
}

export const Section = ({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) => (
  <Card title={title}>
    {lead && <p className={styles["lead"]}>{lead}</p>}
    {children}
  </Card>
);

/** A long text that was written before: read, not changed. */
export function Told({ label, children }: { label: string; children: ReactNode }) {
  if (children === undefined || children === null || children === "" || children === false) return null;
  return (
    <div className={styles["told"]}>
      <span>{label}</span>
      <div>{children}</div>
    </div>
  );
}

export { TextArea };
