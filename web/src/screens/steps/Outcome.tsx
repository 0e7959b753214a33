import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { LinkButton } from "../../parts/Button";
import { Choice, TextArea } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Facts, Row } from "../../parts/Page";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { useStep } from "./data";
import { CorrectionNote, EntryEnd, Section, useEntryForm } from "./kit";
import { useStepTexts } from "./texts";
import { bandOf, outcomeForm, outcomeValues, type OutcomeValues } from "./values";

const changes = ["much_better", "better", "slightly_better", "no_change", "slightly_worse", "worse", "much_worse"] as const;
const points = ["after_session", "end", "follow_up"] as const;

export default function Outcome() {
  const t = useStepTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const { course } = useStep();
  const form = useEntryForm<OutcomeValues, (typeof course.outcomes)[number]>({
    command: "record-outcome",
    entries: course.outcomes,
    initial: { time_point: course.status === "ended" ? "follow_up" : course.phase === "outcome" ? "end" : "", change: "", own_words: "", summary: "" },
    form: outcomeForm,
    typed: (data) => outcomeValues(data as Parameters<typeof outcomeValues>[0]),
  });
  const worse = form.values.change.endsWith("worse");
  return (
    <Form form={form} submit={common("save")}>
      <CorrectionNote wrong={form.wrong} />
      <BeforeAndAfter />
      <Section title={t("outcome.own")}>
        <Choice {...form.field("time_point")} label={t("scale.time_point")} options={points.map((each) => ({ value: each, label: terms(`time_point.${each}`) }))} />
        <Choice {...form.field("change")} label={t("outcome.change")} hint={t("outcome.change_hint")} options={changes.map((each) => ({ value: each, label: terms(`change.${each}`) }))} />
        {worse && <Banner tone="warn" role="status" title={t("safety_task_title")}>{t("integration.task")}</Banner>}
        <TextArea {...form.field("own_words")} label={t("outcome.own_words")} optional rows={4} />
      </Section>
      <Section title={t("summary")}>
        <TextArea {...form.field("summary")} label={t("outcome.summary")} rows={4} />
      </Section>
      <EntryEnd form={form} />
    </Form>
  );
}

/** The questionnaires so far: the first and the last of each. */
function BeforeAndAfter() {
  const t = useStepTexts();
  const words = useWords();
  const format = useFormats();
  const { course, policy, patient } = useStep();
  const rows = policy.pack.instruments.flatMap((instrument) => {
    const filled = course.scales.filter(({ data, corrected_by }) => data.answers.instrument === instrument.id && !corrected_by);
    if (filled.length === 0) return [];
    const say = ({ data, happened_at }: (typeof filled)[number]): string => `${data.total} (${words(bandOf(instrument, data.total)?.name)}, ${format.date(happened_at)})`;
    const [first, last] = [filled[0], filled.at(-1)];
    return [[words(instrument.title), [first && say(first), filled.length > 1 && last && say(last)].filter(Boolean).join(" → ")] as const];
  });
  return (
    <Card title={t("outcome.scales")}>
      {rows.length > 0 ? <Facts rows={rows} /> : <p>{t("outcome.no_scales")}</p>}
      <Row><LinkButton to={`/people/${patient.id}/scale?instrument=phq-9`}>{t("outcome.fill_scale")}</LinkButton></Row>
    </Card>
  );
}
