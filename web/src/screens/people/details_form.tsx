import type { ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import type { Form } from "../../lib/form";
import { useNow } from "../../lib/now";
import { dayOf, usePolicy } from "../../lib/reference";
import { DateField } from "../../parts/DateField";
import { FieldRow } from "../../parts/Field";
import { Choice, Select, TextArea, TextField } from "../../parts/fields";
import { Stack } from "../../parts/Page";
import { useCommonTexts, useTerms } from "../../parts/texts";
import styles from "./people.module.css";
import { usePeopleTexts } from "./texts";

type Details = Shape<"PatientDetails">;

/** The details of a person as they are typed. */
export type DetailsValues = {
  given_name: string; family_name: string; birth_date: string; sex: "" | Shape<"Sex">; national_id: string; email: string; phone: string;
  address: string; language: "" | Shape<"Language">; insurer_code: string; insurer_number: string; escort_name: string; escort_phone: string;
  escort_relation: string; emergency_name: string; emergency_phone: string; emergency_relation: string; allergies: string;
};

export const noDetails: DetailsValues = {
  given_name: "", family_name: "", birth_date: "", sex: "", national_id: "", email: "", phone: "", address: "", language: "cs", insurer_code: "",
  insurer_number: "", escort_name: "", escort_phone: "", escort_relation: "", emergency_name: "", emergency_phone: "", emergency_relation: "", allergies: "",
};

export function typed(details: Details): DetailsValues {
  const { escort, emergency_contact: emergency } = details;
  return {
    given_name: details.given_name, family_name: details.family_name, birth_date: details.birth_date, sex: details.sex ?? "",
    national_id: details.national_id ?? "", email: details.email ?? "", phone: details.phone ?? "", address: details.address ?? "",
    language: details.language, insurer_code: details.insurer_code ?? "", insurer_number: details.insurer_number ?? "",
    escort_name: escort?.name ?? "", escort_phone: escort?.phone ?? "", escort_relation: escort?.relation ?? "",
    emergency_name: emergency?.name ?? "", emergency_phone: emergency?.phone ?? "", emergency_relation: emergency?.relation ?? "",
    allergies: details.allergies.join("\n"),
  };
}

const kept = (text: string): string | undefined => text.trim() || undefined;

function contact(name: string, phone: string, relation: string): Shape<"Contact"> | undefined {
  if (!name.trim() && !phone.trim()) return undefined;
  const related = kept(relation);
  return { name: name.trim(), phone: phone.trim(), ...(related ? { relation: related } : {}) };
}

/** As the server takes them: what is empty is left out. */
export function detailsFrom(v: DetailsValues): Details {
  const optional = {
    sex: v.sex || undefined, national_id: kept(v.national_id), email: kept(v.email), phone: kept(v.phone), address: kept(v.address),
    insurer_code: kept(v.insurer_code), insurer_number: kept(v.insurer_number),
    escort: contact(v.escort_name, v.escort_phone, v.escort_relation),
    emergency_contact: contact(v.emergency_name, v.emergency_phone, v.emergency_relation),
  };
  return {
    given_name: v.given_name.trim(), family_name: v.family_name.trim(), birth_date: v.birth_date, language: v.language || "cs",
    allergies: v.allergies.split("\n").map((line) => line.trim()).filter(Boolean),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Details>),
  };
}

/** Where the fields sit in the command. */
export const detailsPlaces = {
  ...Object.fromEntries(Object.keys(noDetails).map((name) => [name, `/data/details/${name}`])),
  escort_name: "/data/details/escort/name", escort_phone: "/data/details/escort/phone", escort_relation: "/data/details/escort/relation",
  emergency_name: "/data/details/emergency_contact/name", emergency_phone: "/data/details/emergency_contact/phone",
  emergency_relation: "/data/details/emergency_contact/relation",
} as Record<keyof DetailsValues, string>;

/** "Jana Marie Nováková" → the last word is the family name. */
export function splitName(name: string): { given_name: string; family_name: string } {
  const words = name.trim().split(/\s+/);
  if (words.length < 2) return { given_name: name.trim(), family_name: "" };
  return { given_name: words.slice(0, -1).join(" "), family_name: words.at(-1) ?? "" };
}

export function useDetailsCheck(): (values: DetailsValues) => Partial<Record<keyof DetailsValues, string | undefined>> {
  const common = useCommonTexts();
  const required = (text: string): string | undefined => (text.trim() ? undefined : common("required"));
  return (v) => ({
    given_name: required(v.given_name),
    family_name: required(v.family_name),
    birth_date: required(v.birth_date),
    escort_name: v.escort_phone.trim() ? required(v.escort_name) : undefined,
    escort_phone: v.escort_name.trim() ? required(v.escort_phone) : undefined,
    emergency_name: v.emergency_phone.trim() ? required(v.emergency_name) : undefined,
    emergency_phone: v.emergency_name.trim() ? required(v.emergency_phone) : undefined,
  });
}

export function useDetailsLabels(): Record<keyof DetailsValues, string> {
  const t = usePeopleTexts();
  return Object.fromEntries(Object.keys(noDetails).map((name) => [name, t(`field.${name as keyof DetailsValues}`)])) as Record<keyof DetailsValues, string>;
}

/** All the fields of a person's details, in groups. */
export function DetailsFields<V extends DetailsValues>({ form: given }: { form: Form<V> }) {
  // The other fields of a wider form do not matter here.
  const form = given as unknown as Form<DetailsValues>;
  const t = usePeopleTexts();
  const terms = useTerms();
  const { data: policy } = usePolicy();
  const today = dayOf(useNow());
  const label = useDetailsLabels();
  const insurers = policy?.pack.insurers ?? [];
  return (
    <Stack gap="l">
      <Group title={t("group.who")}>
        <FieldRow>
          <TextField {...form.field("given_name")} label={label.given_name} autoComplete="off" />
          <TextField {...form.field("family_name")} label={label.family_name} autoComplete="off" />
        </FieldRow>
        <FieldRow>
          <DateField {...form.field("birth_date")} label={label.birth_date} max={today} />
          <TextField {...form.field("national_id")} label={label.national_id} optional autoComplete="off" />
        </FieldRow>
        <Choice {...form.field("sex")} label={label.sex} optional joined options={(["female", "male", "other"] as const).map((value) => ({ value, label: terms(`sex.${value}`) }))} />
        <Choice {...form.field("language")} label={label.language} options={(["cs", "uk", "en"] as const).map((value) => ({ value, label: terms(`language.${value}`) }))} />
      </Group>
      <Group title={t("group.contact")}>
        <FieldRow>
          <TextField {...form.field("phone")} label={label.phone} optional type="tel" inputMode="tel" autoComplete="off" />
          <TextField {...form.field("email")} label={label.email} optional type="email" inputMode="email" autoComplete="off" spellCheck={false} />
        </FieldRow>
        <TextField {...form.field("address")} label={label.address} optional autoComplete="off" />
      </Group>
      <Group title={t("group.insurance")}>
        <FieldRow>
          <Select {...form.field("insurer_code")} label={label.insurer_code} optional options={insurers.map(({ code, name, contracted }) => ({ value: code, label: contracted ? `${name} (${code})` : t("not_contracted", { name, code }) }))} />
          <TextField {...form.field("insurer_number")} label={label.insurer_number} optional autoComplete="off" inputMode="numeric" />
        </FieldRow>
      </Group>
      <Group title={t("group.allergies")}>
        <TextArea {...form.field("allergies")} label={label.allergies} hint={t("allergies_hint")} optional rows={2} />
      </Group>
      <Group title={t("group.escort")} hint={t("escort_hint")}>
        <ContactFields form={form} of="escort" />
      </Group>
      <Group title={t("group.emergency")}>
        <ContactFields form={form} of="emergency" />
      </Group>
    </Stack>
  );
}

function ContactFields({ form, of }: { form: Form<DetailsValues>; of: "escort" | "emergency" }) {
  const label = useDetailsLabels();
  return (
    <>
      <FieldRow>
        <TextField {...form.field(`${of}_name`)} label={label[`${of}_name`]} optional autoComplete="off" />
        <TextField {...form.field(`${of}_phone`)} label={label[`${of}_phone`]} optional type="tel" inputMode="tel" autoComplete="off" />
      </FieldRow>
      <TextField {...form.field(`${of}_relation`)} label={label[`${of}_relation`]} optional autoComplete="off" />
    </>
  );
}

function Group({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles["group"]}>
      <h2 className={styles["groupTitle"]}>{title}</h2>
      {hint && <p className={styles["hint"]}>{hint}</p>}
      <Stack>{children}</Stack>
    </section>
  );
}
