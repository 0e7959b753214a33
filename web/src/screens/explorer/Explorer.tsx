import { useCallback, useEffect, useMemo, useState } from "react";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { usePlace } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Select } from "../../parts/fields";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Banner, EmptyState, ErrorState, Loading, Reading } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { curvesCsv, daysCsv, save } from "./csv";
import styles from "./explorer.module.css";
import { honest, type Answer, type Which } from "./lines";
import { AboutModels, Notes } from "./Notes";
import { PersonFields, RegimenFields } from "./Question";
import {
  asking, doseMg, firstRegimen, fit, hoursWanted, knownOf, modelOf, personFields, personValue, readQuestion, refused, writeQuestion, type Complaint, type Errors,
  type Field, type Question, type Regimen,
} from "./question";
import { Results } from "./Results";
import { useTexts } from "./texts";
import type { DoseFacts, Pharmacology } from "./types";
import { useSimulation } from "./useSimulation";

/** What will this dose do? Asked of models; answered with what is expected, never with what is so. */
export default function Explorer() {
  const t = useTexts();
  const { visit } = usePlace();
  const read = useRead<Pharmacology>("/api/v1/pharmacology");
  return (
    <Page wide title={t("title")} lead={t("lead")}>
      <Reading of={read} lines={9}>{(pharmacology) => <Asking key={visit} pharmacology={pharmacology} />}</Reading>
    </Page>
  );
}

/** Keeps the question in the address: a reload, or a link, asks the same. */
function useQuestion(): [Question, (next: Partial<Question>) => void] {
  const [question, setQuestion] = useState(() => readQuestion(window.location.search));
  useEffect(() => {
    const text = writeQuestion(question);
    window.history.replaceState(null, "", window.location.pathname + (text ? `?${text}` : ""));
  }, [question]);
  return [question, useCallback((next) => setQuestion((before) => ({ ...before, ...next })), [])];
}

const windows = ["1", "2", "4", "8", "12", "24", "48", "168"] as const;

function Asking({ pharmacology }: { pharmacology: Pharmacology }) {
  const t = useTexts();
  const common = useCommonTexts();
  const format = useFormats();
  const [typed, change] = useQuestion();
  const [attempt, setAttempt] = useState(0);
  const question = useMemo(() => ({ ...typed, a: fit(pharmacology, typed.a), b: typed.b && fit(pharmacology, typed.b) }), [typed, pharmacology]);

  const mayRead = useMay("read_records");
  const reading = useRead<DoseFacts>(question.patient && mayRead ? `/api/v1/patients/${question.patient}/dose-facts` : null);
  const facts = reading.data?.patient === question.patient ? reading.data : undefined;
  const waiting = question.patient !== "" && mayRead && !facts && !reading.error;
  const known = knownOf(facts, (value) => format.number(value, { maximumFractionDigits: 1, useGrouping: false }));
  const weight = personValue(question, known, "weight");

  const [first, second] = [asking(question, question.a, known), question.b && asking(question, question.b, known)];
  const a = useSimulation(waiting ? undefined : first.asked, attempt);
  const b = useSimulation(waiting ? undefined : second?.asked, attempt);

  const problemA = a.problem && refused(a.problem);
  const problemB = question.b && b.problem ? refused(b.problem) : undefined;
  const complain = (errors: Errors<Complaint>): Errors =>
    Object.fromEntries(Object.entries(errors).map(([field, what]) => [field, what === "required" ? common("required") : what === "not_a_number" ? common("not_a_number") : t("too_many_doses")])) as Partial<Record<Field, string>>;
  const errorsA: Errors = { ...problemA?.fields, ...complain(first.errors) };
  const errorsB: Errors = { ...problemB?.fields, ...complain(second?.errors ?? {}) };
  // What concerns the person is said once, wherever it was noticed.
  const ofPerson: Errors = Object.fromEntries(personFields.map((field) => [field, errorsA[field] ?? errorsB[field]]));
  const others = [...new Set([...(problemA?.others ?? []), ...(problemB?.others ?? [])])];
  const failure = a.failure ?? (question.b ? b.failure : undefined) ?? reading.error;

  const answers = useMemo(() => {
    const found: Answer[] = a.simulation ? [{ which: "a", simulation: honest(a.simulation) }] : [];
    const other = question.b && b.simulation;
    // Pictures share an axis of time: the second is drawn once it has the same.
    if (other && found.length > 0 && other.times_h.length === a.simulation?.times_h.length && other.times_h.at(-1) === a.simulation.times_h.at(-1)) found.push({ which: "b", simulation: honest(other) });
    return found;
  }, [a.simulation, b.simulation, question.b !== undefined]);
  const busy = waiting || a.busy || (question.b !== undefined && b.busy);
  const current = a.current && (question.b === undefined || b.current);

  const regimenText = (regimen: Regimen): string => {
    const mg = doseMg(regimen, weight);
    return [
      t(`drug.${regimen.drug}`), typeof mg === "number" ? `${format.number(mg, { maximumSignificantDigits: 4 })} ${t("unit.mg")}` : "", t(`route.${regimen.route}`),
      regimen.route === "iv" ? `${regimen.minutes} ${t("unit.min")}` : "", regimen.doses.trim() === "1" ? "" : t("repeated", { n: regimen.doses, every: regimen.every, unit: t(`unit.${regimen.unit}`) }),
      ...regimen.takes.map((id) => `+ ${id}`), modelOf(pharmacology, regimen)?.name,
    ].filter(Boolean).join(", ");
  };
  // A picture goes on its own way: it takes no name along, and its reservations with it.
  const captions = [
    `${t("expected")}. ${t("informs")}`,
    ...(question.b ? [`A: ${regimenText(question.a)}`, `B: ${regimenText(question.b)}`] : [regimenText(question.a)]),
    t("caption_person", { weight, age: personValue(question, known, "age") || "?" }),
  ];
  const fileName = (what: string): string => `dose-expected-not-measured-${what}`;
  const days = answers.flatMap(({ which, simulation: { days_after } }) => (days_after ? [{ which, days: days_after }] : []));

  const set = (which: Which) => (next: Partial<Regimen>): void => {
    if (which === "a") change({ a: { ...question.a, ...next } });
    else change({ b: { ...(question.b ?? firstRegimen), ...next } });
  };
  return (
    <div className={styles["page"]}>
      <form className={styles["question"]} data-both={question.b ? "" : undefined} onSubmit={(event) => event.preventDefault()} aria-label={t("question")}>
        <PersonFields question={question} known={known} facts={facts} errors={ofPerson} change={change} />
        <RegimenFields which="a" compared={question.b !== undefined} regimen={question.a} weight={weight} pharmacology={pharmacology} errors={errorsA} change={set("a")} />
        {question.b && <RegimenFields which="b" compared regimen={question.b} weight={weight} pharmacology={pharmacology} errors={errorsB} change={set("b")} onRemove={() => change({ b: undefined })} />}
        <div className={styles["rest"]}>
          {!question.b && <Button wide icon={<Icon name="plus" size={18} />} onClick={() => change({ b: question.a })}>{t("compare")}</Button>}
          <Select
            label={t("hours_shown")} optional value={question.hours} onChange={(hours) => change({ hours })}
            placeholder={t("hours_wanted", { time: format.duration(Math.max(hoursWanted(question.a), question.b ? hoursWanted(question.b) : 0) * 3_600_000) })}
            options={windows.map((hours) => ({ value: hours, label: format.duration(Number(hours) * 3_600_000) }))}
          />
        </div>
      </form>
      <div className={styles["results"]} aria-busy={busy}>
        <Banner tone="still" icon="info"><strong>{t("informs")}</strong></Banner>
        {failure && <ErrorState error={failure} onRetry={() => setAttempt(attempt + 1)} />}
        {others.length > 0 && <Banner tone="bad" role="alert" title={t("refused")}>{others.join(" ")}</Banner>}
        <p className="hidden-text" role="status">{busy ? t("calculating") : current ? t("calculated") : ""}</p>
        {answers.length === 0
          ? busy ? <Loading lines={8} /> : !failure && others.length === 0 && <EmptyState title={t("incomplete")}>{t("incomplete_detail")}</EmptyState>
          : (
            <div className={styles["answer"]} data-old={current ? undefined : ""}>
              <Notes answers={answers} pharmacology={pharmacology} grave />
              <Results answers={answers} question={question} change={change} captions={captions} fileName={fileName}>
                <Notes answers={answers} pharmacology={pharmacology} />
              </Results>
              <section className={styles["export"]} aria-labelledby="export">
                <div><h2 id="export">{t("export")}</h2><p className={styles["hint"]}>{t("export_hint")}</p></div>
                <div className={styles["files"]}>
                  <Button icon={<Icon name="download" size={18} />} disabled={!current} onClick={() => save(`${fileName("curves")}.csv`, "text/csv;charset=utf-8", curvesCsv(answers))}>{t("export_curves")}</Button>
                  {days.length > 0 && <Button icon={<Icon name="download" size={18} />} disabled={!current} onClick={() => save(`${fileName("days")}.csv`, "text/csv;charset=utf-8", daysCsv(days))}>{t("export_days")}</Button>}
                </div>
              </section>
              <AboutModels answers={answers} pharmacology={pharmacology} />
            </div>
          )}
      </div>
    </div>
  );
}
