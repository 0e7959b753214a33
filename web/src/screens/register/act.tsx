import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Extras } from "../../lib/command";
import { instantsOf } from "../../lib/days";
import { useForm, type Form as FormState, type FormOptions, type FormValues } from "../../lib/form";
import { useMe } from "../../lib/session";
import { navigate, useQuery } from "../../lib/router";
import { Button } from "../../parts/Button";
import { DateField, TimeField } from "../../parts/DateField";
import { FieldGroup, FieldRow } from "../../parts/Field";
import { PasswordField, TextField } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { EmptyState, Reading } from "../../parts/states";
import { toast } from "../../parts/Toasts";
import { useStock } from "./data";
import styles from "./register.module.css";
import type { Lot, StockPage, StockPlace } from "./shapes";
import { placeOf } from "./stock";
import { useTexts } from "./texts";

// ---- what every act has: when it was, and for some a second person ----

type Second = { user: string; password: string };
type When = { was_date: string; was_time: string };
const nobody: Second = { user: "", password: "" };

/** Whether a second person signs: always, never, or only where the server asks for one. */
export type Witnessing = "always" | "never" | "if_asked";

export type ActForm<V extends FormValues> = FormState<V & When> & {
  second: { shown: boolean; values: Second; errors: Partial<Second>; set: (change: Partial<Second>) => void };
};

/** What is wrong with what the second person typed, before it is sent. */
export function useSecondCheck(): (second: Second) => Partial<Second> {
  const t = useTexts();
  const me = useMe();
  return ({ user, password }) => {
    const found: Partial<Second> = {};
    if (!user.trim()) found.user = t("witness.user_needed");
    else if (user.trim().toLowerCase() === me.user.toLowerCase()) found.user = t("witness.yourself");
    if (!password) found.password = t("witness.password_needed");
    return found;
  };
}

/** The instant that was typed, if the clinic's clock ever showed it. */
function typedInstant({ was_date: date, was_time: time }: When): string | undefined {
  const [instant] = date && time ? instantsOf(`${date}T${time}`) : [];
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

export function backTo(tab: string): string {
  return tab ? `/register?tab=${tab}` : "/register";
}

/**
 * A form of the register. What the second person types is no part of it: it is kept nowhere, and it is gone the moment it
 * is sent, whatever the answer.
 */
export function useActForm<V extends FormValues>(options: FormOptions<V> & { done: string; tab?: string }, witness: Witnessing = "never"): ActForm<V> {
  const t = useTexts();
  const wrongIn = useSecondCheck();
  const [second, setSecond] = useState(nobody);
  const [missing, setMissing] = useState<Partial<Second>>({});
  const [typedOn, setTypedOn] = useState(false);
  const [asked, setAsked] = useState(false);
  const shown = witness === "always" || (witness === "if_asked" && asked);

  const form = useForm<V & When>({
    ...options,
    initial: { ...options.initial, was_date: "", was_time: "" },
    places: { ...options.places, was_date: "/happened_at" } as FormOptions<V & When>["places"],
    check: (values) => {
      const wrong = shown ? wrongIn(second) : {};
      setMissing(wrong);
      const half = Boolean(values.was_date) !== Boolean(values.was_time);
      const never = values.was_date && values.was_time && !typedInstant(values);
      // A name that is no field of the form: it holds the form back, and the panel says why.
      const unsigned = Object.keys(wrong).length > 0 ? { second: t("witness.user_needed") } : {};
      return {
        ...options.check?.(values), ...unsigned,
        ...(half ? { was_date: t("was.half") } : never ? { was_date: t("was.never") } : {}),
      } as ReturnType<NonNullable<FormOptions<V & When>["check"]>>;
    },
    extras: (values) => {
      const extras: Extras = { ...options.extras?.(values) };
      const happenedAt = typedInstant(values);
      if (happenedAt) extras.happenedAt = happenedAt;
      if (shown) extras.witness = { user: second.user.trim(), password: second.password };
      setSecond(nobody);
      setTypedOn(false);
      return extras;
    },
    onDone: (answer, values) => {
      options.onDone?.(answer, values);
      toast(options.done);
      navigate(backTo(options.tab ?? ""));
    },
  });

  const wanted = form.problem?.code === "witness_needed";
  if (wanted && !asked) setAsked(true);
  const refused = (pointer: string): string | undefined => (typedOn ? undefined : form.problem?.errors.find((each) => each.pointer === pointer)?.text);
  const errors: Partial<Second> = {};
  for (const field of ["user", "password"] as const) {
    const text = missing[field] ?? refused(`/witness/${field}`) ?? (field === "password" ? refused("/witness/proof") : undefined);
    if (text) errors[field] = text;
  }
  return {
    ...form,
    // Being asked for a second person is the next step, not a refusal.
    ...(wanted ? { status: "idle" as const, problem: undefined } : {}),
    second: {
      shown, values: second, errors,
      set: (change) => {
        setSecond((before) => ({ ...before, ...change }));
        setTypedOn(true);
        setMissing({});
      },
    },
  };
}

/** The second person, who has seen it and says so with their own name and password. `hint` where there is nothing else to fill in. */
export function WitnessPanel({ second, why, hint }: { second: ActForm<FormValues>["second"]; why: ReactNode; hint?: ReactNode }) {
  const t = useTexts();
  const me = useMe();
  const panel = useRef<HTMLDivElement>(null);
  const before = useRef(second.shown);
  // Asked for in the middle of the act: the reading goes on here.
  useEffect(() => {
    if (second.shown && !before.current) panel.current?.querySelector("input")?.focus();
    before.current = second.shown;
  }, [second.shown]);
  if (!second.shown) return null;
  return (
    <div ref={panel} className={styles["second"]}>
      <FieldGroup label={t("witness.title")} hint={<>{why} {hint ?? t("witness.hint", { name: me.name })}</>}>
        <div className={styles["secondFields"]}>
          <TextField label={t("witness.user")} value={second.values.user} onChange={(user) => second.set({ user })} error={second.errors.user} autoComplete="off" spellCheck={false} maxLength={60} />
          <PasswordField label={t("witness.password")} value={second.values.password} onChange={(password) => second.set({ password })} error={second.errors.password} autoComplete="new-password" />
        </div>
      </FieldGroup>
    </div>
  );
}

/** Now, unless somebody says that it was earlier: then the book shows both times. */
export function WhenFields<V extends FormValues>({ form: given }: { form: FormState<V & When> }) {
  const form = given as unknown as FormState<When>;
  const t = useTexts();
  const [earlier, setEarlier] = useState(Boolean(form.values.was_date || form.values.was_time));
  if (earlier || form.errors.was_date) {
    return (
      <FieldGroup label={t("was.title")} hint={t("was.hint")}>
        <FieldRow>
          <DateField {...form.field("was_date")} label={t("was.date")} />
          <TimeField {...form.field("was_time")} label={t("was.time")} />
        </FieldRow>
      </FieldGroup>
    );
  }
  return (
    <p className={styles["when"]}>
      <Icon name="session" size={18} />
      {t("was.now")}
      <Button kind="quiet" size="small" onClick={() => setEarlier(true)}>{t("was.earlier")}</Button>
    </p>
  );
}

// ---- the page of an act ----

export function ActPage({ title, lead, tab = "", children }: { title: string; lead?: ReactNode; tab?: string; children: ReactNode }) {
  const t = useTexts();
  return <Page narrow title={title} lead={lead} back={{ to: backTo(tab), label: t("title") }}>{children}</Page>;
}

export type Target = { page: StockPage; lot: Lot; place: string; at: StockPlace | undefined };

/** The lot and the place that the address names, once they are read. */
export function OnTarget({ children }: { children: (target: Target) => ReactNode }) {
  const t = useTexts();
  const query = useQuery();
  const read = useStock();
  return (
    <Reading of={read}>
      {(page) => {
        const lot = page.stocks.find(({ id }) => id === query.get("stock"));
        const place = query.get("place") ?? "safe";
        if (!lot) return <EmptyState title={t("lot_unknown")}>{t("lot_unknown_detail")}</EmptyState>;
        return children({ page, lot, place, at: placeOf(lot, place) });
      }}
    </Reading>
  );
}
