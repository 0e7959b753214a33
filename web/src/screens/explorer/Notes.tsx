import { useLanguage } from "../../lib/i18n";
import { Card } from "../../parts/Page";
import { Banner, type Tone } from "../../parts/states";
import styles from "./explorer.module.css";
import type { Answer, Which } from "./lines";
import { Letter } from "./Question";
import { useSaying, type Saying } from "./saying";
import { EvidenceMark, Source } from "./Sources";
import { useTexts, type Texts } from "./texts";
import type { Bounded, ModelRow, Note, NoteKind, Pharmacology, Simulation } from "./types";

const order: readonly NoteKind[] = ["alert", "outside_range", "interaction_applied", "dissociation_factor", "benefit_factor", "interaction_not_measured", "few_people", "calibrated_here"];
const tones: Record<NoteKind, Tone> = {
  alert: "warn", outside_range: "warn", interaction_applied: "info", dissociation_factor: "info", benefit_factor: "info",
  interaction_not_measured: "still", few_people: "still", calibrated_here: "still",
};
const units: Record<Bounded, "kg" | "years" | "mg" | "mg_kg" | "h"> = { weight_kg: "kg", age_years: "years", dose_mg: "mg", dose_mg_per_kg: "mg_kg", duration_h: "h", until_h: "h" };

/** What to mind about these answers, each with its source; said once where it holds for both. */
export function Notes({ answers, pharmacology, grave = false }: { answers: readonly Answer[]; pharmacology: Pharmacology; /** Those that come before everything else. */ grave?: boolean }) {
  const t = useTexts();
  const saying = useSaying();
  const language = useLanguage();
  const rows = new Map<string, { note: Note; of: Which[]; simulation: Simulation }>();
  for (const { which, simulation } of answers) {
    for (const note of simulation.notes) {
      if ((tones[note.kind] === "warn") !== grave) continue;
      const key = JSON.stringify(note);
      const row = rows.get(key);
      if (row) row.of.push(which);
      else rows.set(key, { note, of: [which], simulation });
    }
  }
  const sorted = [...rows].sort(([, a], [, b]) => order.indexOf(a.note.kind) - order.indexOf(b.note.kind));
  if (sorted.length === 0) return null;
  const name = (note: Note): string => pharmacology.interactions.find(({ id }) => id === note.what)?.name[language] ?? note.what;
  return (
    <section className={styles["notes"]} aria-label={grave ? t("notes_grave") : t("notes")}>
      {sorted.map(([key, { note, of, simulation }]) => (
        <Banner key={key} tone={tones[note.kind]}>
          <p>
            {answers.length > 1 && of.length < answers.length && of.map((which) => <Letter key={which} which={which} />)}
            {said(t, saying, note, name(note), simulation)} {note.assumed && t("note.assumed")}
          </p>
          <p className={styles["noteSource"]}><EvidenceMark evidence={note.evidence} /> <span lang="en"><Source text={note.source} /></span></p>
        </Banner>
      ))}
    </section>
  );
}

function said(t: Texts, saying: Saying, note: Note, name: string, simulation: Simulation): string {
  const number = (value: number | undefined): string => (value === undefined ? "" : saying.number(value));
  switch (note.kind) {
    case "calibrated_here":
      return t("note.calibrated_here", { model: simulation.model_name });
    case "few_people":
      return t("note.few_people", { model: simulation.model_name, n: note.value ?? 0 });
    case "outside_range": {
      const of = note.what as Bounded;
      return t("note.outside_range", { of: t(`bound.${of}`), value: number(note.value), min: number(note.min), max: number(note.max), unit: t(`unit.${units[of] ?? "h"}`) });
    }
    case "interaction_applied":
      return t("note.interaction_applied", { name, factor: number(note.value) });
    case "interaction_not_measured":
      return t("note.interaction_not_measured", { name });
    case "dissociation_factor":
      return t("note.dissociation_factor", { name, factor: number(note.value) });
    case "benefit_factor":
      return t("note.benefit_factor", { name, factor: number(note.value) });
    case "alert":
      return t("note.alert", { name, what: t(`effect.${note.effect ?? "more_sedation"}`) });
  }
}

/** Where the model ends; and of whom it was made. */
export function AboutModels({ answers, pharmacology }: { answers: readonly Answer[]; pharmacology: Pharmacology }) {
  const t = useTexts();
  const saying = useSaying();
  const language = useLanguage();
  const rangesOf = (model: string): ModelRow["ranges"] => pharmacology.models.find(({ id }) => id === model)?.ranges ?? [];
  const models = answers.map(({ simulation }) => simulation).filter((each, at, all) => all.findIndex(({ model }) => model === each.model) === at);
  return models.map(({ model, model_name, published, about, population, cannot_say }) => (
    <Card key={model} title={t("about_model", { name: model_name })} tone="flat">
      {!published && <p><strong>{t("unpublished_long")}</strong></p>}
      <p>{about[language]}</p>
      {cannot_say.length > 0 && (
        <>
          <h3>{t("cannot_say")}</h3>
          <ul className={styles["plainList"]}>{cannot_say.map((each) => <li key={each.en}>{each[language]}</li>)}</ul>
        </>
      )}
      {rangesOf(model).length > 0 && (
        <>
          <h3>{t("ranges")}</h3>
          <ul className={styles["ranges"]}>
            {rangesOf(model).map(({ of, min, max }) => <li key={of}>{t(`bound.${of}`)} {saying.number(min)}–{saying.number(max)} {t(`unit.${units[of]}`)}</li>)}
          </ul>
        </>
      )}
      <h3>{t("population")}</h3>
      <p>{population.people > 0 ? t("population_people", { n: population.people }) : t("population_unknown")}</p>
      <p className={styles["noteSource"]}><EvidenceMark evidence={population.evidence} /> <span lang="en">{population.text} <Source text={population.source} /></span></p>
    </Card>
  ));
}
