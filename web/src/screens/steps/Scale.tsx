import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { languageNames, languages, useLanguage, type Language } from "../../lib/i18n";
import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { setQuery, useQuery } from "../../lib/router";
import { Button, LinkButton } from "../../parts/Button";
import { FieldGroup } from "../../parts/Field";
import { Choice, YesNo } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Row, Stack } from "../../parts/Page";
import { Banner, EmptyState } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { standing, useStep } from "./data";
import { CorrectionNote, EntryEnd, RuleSource, useEntryForm } from "./kit";
import styles from "./steps.module.css";
import { useStepTexts } from "./texts";
import { bandOf, likelyTimePoint, noScale, scaleForm, scaleValues, scoreOf, type ScaleValues, type Score } from "./values";

const timePoints = ["baseline", "before_session", "after_session", "end", "follow_up"] as const;

export default function Scale() {
  const t = useStepTexts();
  const words = useWords();
  const { policy, course, corrects } = useStep();
  const { instruments } = policy.pack;
  const wrong = corrects ? course.scales.find(({ id }) => id === corrects)?.data.answers.instrument : undefined;
  const query = useQuery().get("instrument");
  const asked = wrong ?? query;
  const instrument = instruments.find(({ id }) => id === asked) ?? instruments[0];
  if (!instrument) return <EmptyState title={t("scale.none")} />;
  return (
    <Stack gap="l">
      {!corrects && instruments.length > 1 && (
        <Choice label={t("scale.which")} value={instrument.id} onChange={(id) => id && setQuery("instrument", id)} options={instruments.map((each) => ({ value: each.id, label: words(each.title) }))} />
      )}
      <Questions key={instrument.id} instrument={instrument} />
    </Stack>
  );
}

function Questions({ instrument }: { instrument: Shape<"Instrument"> }) {
  const t = useStepTexts();
  const terms = useTerms();
  const { course, patient, policy } = useStep();
  const interfaceLanguage = useLanguage();
  const [done, setDone] = useState<Score | undefined>(undefined);
  const form = useEntryForm<ScaleValues, (typeof course.scales)[number]>({
    command: "record-scale",
    name: `record-scale.${instrument.id}`,
    entries: course.scales,
    initial: { ...noScale(instrument), time_point: likelyTimePoint(course, instrument.id), language: patient.details.language },
    form: (v) => scaleForm(instrument, v),
    typed: (data) => ({ ...scaleValues(instrument, data as Shape<"Scale">), language: patient.details.language }),
    check: (v) => Object.fromEntries(instrument.items.filter(({ link_id }) => !v[`item_${link_id}`]).map(({ link_id }) => [`item_${link_id}`, t("scale.please_answer")])),
    done: () => {
      setDone(score);
      window.scrollTo(0, 0);
    },
  });
  const score = scoreOf(instrument, form.values);
  const reading = (languages as readonly string[]).includes(form.values.language) ? (form.values.language as Language) : interfaceLanguage;
  const say = (text: Shape<"Words">): string => text[reading];
  const before = standing(course.scales.filter(({ data }) => data.answers.instrument === instrument.id));

  if (done) return <Result instrument={instrument} score={done} before={before?.data.total} />;
  return (
    <Form form={form} submit={t("scale.save")}>
      <CorrectionNote wrong={form.wrong} />
      <Card>
        <Choice {...form.field("time_point")} label={t("scale.time_point")} options={timePoints.map((each) => ({ value: each, label: terms(`time_point.${each}`) }))} />
        <YesNo {...form.field("filled_by_patient")} label={t("scale.by_patient")} hint={t("scale.by_patient_hint")} />
        <Choice {...form.field("language")} label={t("scale.language")} options={languages.map((each) => ({ value: each, label: languageNames[each] }))} />
      </Card>
      <div lang={reading} className={styles["questions"]}>
        <p className={styles["instruction"]}>{say(instrument.instruction)}</p>
        {instrument.items.map((item, index) => {
          const name = `item_${item.link_id}` as const;
          const field = form.field(name);
          return (
            <FieldGroup key={item.link_id} label={<><span className={styles["number"]}>{index + 1}</span>{say(item.text)}</>} error={field.error}>
              <div className={styles["options"]}>
                {instrument.options.map((option) => (
                  <label key={option.value} className={styles["option"]}>
                    <input type="radio" name={`${instrument.id}.${name}`} value={option.value} checked={field.value === String(option.value)} aria-invalid={field.error ? true : undefined} onChange={() => field.onChange(String(option.value))} />
                    <span>{say(option.text)}</span>
                  </label>
                ))}
              </div>
              {item.safety && <p className={styles["safety"]} lang={interfaceLanguage}>{t("scale.safety_note")}</p>}
            </FieldGroup>
          );
        })}
      </div>
      <p className={styles["progress"]} role="status">
        {score.complete ? t("scale.all_answered") : t("scale.answered", { n: score.answered, of: instrument.items.length })}
      </p>
      <details className={styles["source"]}>
        <summary>{t("scale.about")}</summary>
        <p lang="en">{[instrument.copyright, instrument.source, instrument.wording_source].filter(Boolean).join(" · ")}</p>
        <RuleSource rule={{ id: instrument.id, source: instrument.wording_source, evidence: instrument.wording_evidence }} policy={policy} />
      </details>
      <EntryEnd form={form} />
    </Form>
  );
}

function Result({ instrument, score, before }: { instrument: Shape<"Instrument">; score: Score; before: number | undefined }) {
  const t = useStepTexts();
  const words = useWords();
  const format = useFormats();
  const { patient } = useStep();
  const most = instrument.items.length * Math.max(...instrument.options.map(({ value }) => value));
  return (
    <Card title={words(instrument.title)}>
      <div className={styles["result"]}>
        <p><strong className={styles["total"]}>{format.number(score.total)}</strong> {t("scale.of", { most: format.number(most) })}</p>
        <p className={styles["band"]}>{words(score.band?.name)}</p>
        <Meter instrument={instrument} total={score.total} most={most} />
        {before !== undefined && before !== score.total && <p>{t("scale.before", { total: format.number(before) })}</p>}
      </div>
      {score.safety && <Banner tone="warn" title={t("safety_task_title")}>{t("scale.safety_raised")}</Banner>}
      <Row>
        <LinkButton kind="primary" to={`/people/${patient.id}`}>{t("back_to_person")}</LinkButton>
        {instrument.id !== "gad-7" && <Button onClick={() => setQuery("instrument", "gad-7")}>{t("scale.next")}</Button>}
      </Row>
    </Card>
  );
}

/** Where the total lies between the bands. */
function Meter({ instrument, total, most }: { instrument: Shape<"Instrument">; total: number; most: number }) {
  const words = useWords();
  const share = (value: number): number => (value / Math.max(1, most)) * 100;
  return (
    <svg className={styles["meter"]} viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label={words(bandOf(instrument, total)?.name)}>
      {instrument.bands.map(({ from, code }, index) => {
        const to = instrument.bands[index + 1]?.from ?? most + 0.5;
        return <rect key={code} data-band={index} x={share(from)} width={Math.max(0.5, share(to) - share(from) - 0.6)} y="3" height="6" rx="1" />;
      })}
      <rect className={styles["needle"]} x={Math.min(99, share(total))} width="1" y="0" height="12" />
    </svg>
  );
}
