import { useEffect, useRef, useState, type ReactNode } from "react";
import { useFormats } from "../../lib/format";
import { useLanguage } from "../../lib/i18n";
import { useMay } from "../../lib/session";
import { useWide } from "../../lib/wide";
import { IconButton } from "../../parts/Button";
import { ComboBox } from "../../parts/ComboBox";
import { Choice, NumberField, Select } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { useCommonTexts } from "../../parts/texts";
import { FindPerson } from "../people/FindPerson";
import styles from "./explorer.module.css";
import type { Which } from "./lines";
import { doseMg, dosePerKg, firstRegimen, modelOf, modelsFor, personValue, routesOf, type Errors, type Field, type Known, type PersonField, type Question, type Regimen } from "./question";
import { Source } from "./Sources";
import { useTexts } from "./texts";
import type { DoseFacts, InteractionRow, Pharmacology, Route } from "./types";

type PersonProps = {
  question: Question;
  known: Known;
  facts: DoseFacts | undefined;
  errors: Errors;
  change: (next: Partial<Question>) => void;
};

/** Whom it is about: somebody made up, unless a person is chosen. */
export function PersonFields({ question, known, facts, errors, change }: PersonProps) {
  const t = useTexts();
  const common = useCommonTexts();
  const [mayRead, mayFind] = [useMay("read_records"), useMay("read_people")];
  const [choosing, setChoosing] = useState(question.patient !== "");
  const bind = (field: PersonField) => ({
    label: t(`person.${field}`), name: field, error: errors[field], optional: field !== "weight",
    value: personValue(question, known, field),
    onChange: (text: string) => change({ typed: { ...question.typed, [field]: text } }),
  });
  const wide = useWide();
  const wrong = Object.values(errors).some((error) => error !== undefined);
  const more = (["pulse", "session"] as const).some((field) => errors[field] || question.typed[field] !== undefined);
  const fields = (
    <>
      {mayRead && mayFind && (
        <div className={styles["whom"]}><Choice
          label={<span className="hidden-text">{t("person")}</span>}
          joined
          value={choosing ? "chosen" : "made_up"}
          onChange={(value) => {
            setChoosing(value === "chosen");
            if (value === "made_up") change({ patient: "", typed: {} });
          }}
          options={[{ value: "made_up", label: t("person.made_up"), icon: "pen" }, { value: "chosen", label: t("person.chosen"), icon: "person" }]}
        /></div>
      )}
      {choosing && (facts
        ? (
          <p className={styles["chosen"]}>
            <Icon name="person" size={18} /><strong>{facts.name}</strong>
            <IconButton label={t("person.another")} icon={<Icon name="cross" size={16} />} onClick={() => change({ patient: "", typed: {} })} />
          </p>
        )
        : <FindPerson label={t("person.find")} hint={t("person.find_hint")} nobody={t("person.nobody")} choose={(patient) => change({ patient, typed: {} })} />)}
      {facts && <p className={styles["hint"]}>{t("person.from_record")}</p>}
      <div className={styles["fields"]}>
        <NumberField {...bind("weight")} unit={t("unit.kg")} />
        <NumberField {...bind("height")} unit={t("unit.cm")} />
        <NumberField {...bind("age")} unit={t("unit.years")} />
        <Select {...bind("sex")} placeholder={common("unknown")} options={[{ value: "female", label: t("sex.female") }, { value: "male", label: t("sex.male") }]} />
      </div>
      <details className={styles["more"]} open={more || undefined}>
        <summary>{t("person.more")}</summary>
        <div className={styles["fields"]}>
          <NumberField {...bind("pulse")} unit={t("unit.heart_rate_rise")} />
          <NumberField {...bind("session")} whole />
        </div>
      </details>
    </>
  );
  if (wide) return <fieldset className={styles["part"]}><legend><h2>{t("person")}</h2></legend>{fields}</fieldset>;
  // Where there is little room the person steps back behind the dose.
  return (
    <details className={styles["part"]} open={wrong || undefined}>
      <summary className={styles["who"]}>
        <h2>{t("person")}</h2>
        <span>{[facts?.name, t("person.summary", { weight: personValue(question, known, "weight") || "?", age: personValue(question, known, "age") || "?" })].filter(Boolean).join(", ")}</span>
      </summary>
      <div className={styles["whoFields"]}>{fields}</div>
    </details>
  );
}

type RegimenProps = {
  which: Which;
  compared: boolean;
  regimen: Regimen;
  weight: string;
  pharmacology: Pharmacology;
  errors: Errors;
  change: (next: Partial<Regimen>) => void;
  onRemove?: () => void;
};

/** What is given, how, and what else the person takes. */
export function RegimenFields({ which, compared, regimen, weight, pharmacology, errors, change, onRemove }: RegimenProps) {
  const t = useTexts();
  const language = useLanguage();
  const format = useFormats();
  const model = modelOf(pharmacology, regimen);
  const models = modelsFor(pharmacology, regimen.route);
  const byDefault = modelOf(pharmacology, { route: regimen.route, model: "" });
  const field = (name: Field) => ({ name: `${which}.${name}`, error: errors[name] });
  const write = (value: number | null | undefined): string => (typeof value === "number" ? format.number(value, { maximumSignificantDigits: 4, useGrouping: false }) : "");
  // The first dose is nobody's typing: it is written as the language writes numbers.
  const typedDose = regimen.dose === firstRegimen.dose ? write(Number(firstRegimen.dose)) : regimen.dose;
  const several = regimen.doses.trim() !== "1" && regimen.doses.trim() !== "";

  const repeat: ReactNode = several && (
    <>
      <NumberField {...field("every")} label={t("regimen.every")} value={regimen.every} onChange={(every) => change({ every })} />
      <Select label={t("regimen.every_unit")} value={regimen.unit} onChange={(unit) => unit && change({ unit })} options={[{ value: "h", label: t("hours") }, { value: "d", label: t("days") }]} />
    </>
  );
  return (
    <fieldset className={`${styles["part"]} ${styles["regimen"]}`} data-which={compared ? which : undefined}>
      <legend className={styles["regimenHead"]}>
        <h2>{compared && <Letter which={which} />}{compared ? t(`regimen.${which}`) : t("regimen")}</h2>
      </legend>
      {onRemove && <IconButton className={styles["remove"]} label={t("regimen.remove")} icon={<Icon name="cross" />} onClick={onRemove} />}
      <Select<Route> {...field("route")} label={t("regimen.route")} value={regimen.route} onChange={(route) => route && change({ route })} options={routesOf(pharmacology).map((route) => ({ value: route, label: t(`route.${route}`) }))} />
      <Select {...field("drug")} label={t("regimen.drug")} value={regimen.drug} onChange={(drug) => drug && change({ drug })} options={(model?.drugs ?? []).map((drug) => ({ value: drug, label: t(`drug.${drug}`) }))} />
      <div className={styles["fields"]}>
        <NumberField {...field("dose")} label={t("regimen.dose")} unit={t("unit.mg")} value={regimen.per === "mg" ? typedDose : write(doseMg(regimen, weight))} onChange={(dose) => change({ dose, per: "mg" })} />
        <NumberField name={`${which}.dose_per_kg`} label={t("regimen.per_kg")} unit={t("unit.mg_kg")} value={regimen.per === "kg" ? typedDose : write(dosePerKg(regimen, weight))} onChange={(dose) => change({ dose, per: "kg" })} />
        {regimen.route === "iv" && <NumberField {...field("minutes")} label={t("regimen.minutes")} unit={t("unit.min")} value={regimen.minutes} onChange={(minutes) => change({ minutes })} />}
        <NumberField {...field("doses")} whole label={t("regimen.doses")} value={regimen.doses} onChange={(doses) => change({ doses })} />
        {repeat}
      </div>
      <Takes regimen={regimen} all={pharmacology.interactions} error={errors.takes} change={(takes) => change({ takes })} />
      <details className={styles["more"]} open={errors.model !== undefined || undefined}>
        <summary>{t("model")}: {model?.name}{regimen.model === "" && ` (${t("model.by_default")})`}</summary>
        <Select
          {...field("model")} label={t("model")} optional placeholder={t("model.default", { name: byDefault?.name ?? "" })} value={regimen.model} onChange={(id) => change({ model: id })}
          options={models.map(({ id, name, published }) => ({ value: id, label: published ? name : `${name} – ${t("model.unpublished")}` }))}
        />
        {model && (
          <div className={styles["modelText"]}>
            <p>{model.about[language]}</p>
            <p lang="en"><Source text={model.source} /></p>
          </div>
        )}
      </details>
    </fieldset>
  );
}

export const Letter = ({ which }: { which: Which }) => <span className={styles["letter"]} data-which={which}>{which.toUpperCase()}</span>;

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
/** By its name in any language, by a trade name, by a member of its class. */
export const found = (all: readonly InteractionRow[], typed: string): InteractionRow[] => {
  const wanted = plain(typed.trim());
  return all.filter(({ name, also }) => [name.cs, name.en, name.uk, ...also].some((each) => plain(each).includes(wanted)));
};

type TakesProps = { regimen: Regimen; all: readonly InteractionRow[]; error: string | undefined; change: (takes: string[]) => void };

function Takes({ regimen: { takes }, all, error, change }: TakesProps) {
  const t = useTexts();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  // The box writes what was chosen into itself; here that goes into the list instead.
  const justChosen = useRef("");
  const list = useRef<HTMLUListElement>(null);
  const [added, setAdded] = useState("");
  // From the box to what has just been added: the box closes, and what it did is heard.
  useEffect(() => {
    if (!added) return;
    list.current?.querySelector<HTMLElement>("li:last-child button")?.focus();
    setAdded("");
  }, [added]);
  const open = found(all, typed).filter(({ id }) => !takes.includes(id));
  const detail = ({ also, at }: InteractionRow): string => {
    const hits = typed.trim() ? also.filter((each) => plain(each).includes(plain(typed.trim()))) : also.slice(0, 3);
    return [hits.slice(0, 3).join(", "), at && t("takes.at", { at })].filter(Boolean).join(" · ");
  };
  return (
    <div className={styles["takes"]}>
      <ComboBox
        label={t("takes")} hint={t("takes_hint")} error={error} optional value="" typed={typed} nothing={t("takes.nothing")}
        options={open.map((each) => ({ id: each.id, label: each.name[language], detail: detail(each) }))}
        onType={(text) => {
          const echo = text !== "" && text === justChosen.current;
          justChosen.current = "";
          setTyped(echo ? "" : text);
        }}
        onChange={(id) => {
          const chosen = all.find((each) => each.id === id);
          if (!chosen) return;
          justChosen.current = chosen.name[language];
          setTyped("");
          change([...takes, id]);
          setAdded(id);
        }}
      />
      {takes.length > 0 && (
        <ul ref={list} className={styles["taken"]} aria-label={t("takes")}>
          {takes.map((id) => {
            const name = all.find((each) => each.id === id)?.name[language] ?? id;
            return (
              <li key={id}>
                {name}
                <button type="button" aria-label={t("takes.remove", { name })} onClick={() => change(takes.filter((each) => each !== id))}><Icon name="cross" size={14} /></button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

