import { useFormats } from "../../../lib/format";
import { usePolicy, useWords } from "../../../lib/reference";
import { useTerms } from "../../../parts/texts";
import { useDose, useInstrument, type FormName, type Forms } from "./forms";
import { useEntryTexts } from "./texts";
import { useVitalsLine } from "./vitals";

const longest = 110;

/** The first words of a longer text, cut between words. */
export function beginning(text: string, length = longest): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}

/** What an entry says, in one line: for lists and the story. */
export function useGist(): (form: FormName, data: unknown) => string {
  const t = useEntryTexts();
  const terms = useTerms();
  const words = useWords();
  const format = useFormats();
  const vitals = useVitalsLine();
  const dose = useDose();
  const instrument = useInstrument();
  const { data: policy } = usePolicy();

  const gists: { [Name in FormName]?: (data: Forms[Name]) => (string | undefined)[] } = {
    Interview: (of) => [`${t("goes_on")}: ${terms(`answer.${of.goes_on}`)}`, beginning(of.expectations)],
    Evaluation: (of) => {
      const main = of.diagnoses.find((each) => each.main) ?? of.diagnoses[0];
      return [main && `${main.icd10} ${main.name}`, terms(`suicidality.${of.suicidality}`)];
    },
    Examination: (of) => [vitals(of.measured.vitals)],
    Scale: (of) => [String(of.total), words(instrument(of.answers.instrument)?.bands.find((band) => band.code === of.severity)?.name) || of.severity, terms(`time_point.${of.answers.time_point}`)],
    Decision: (of) => [terms(`verdict.${of.decision.verdict}`), of.decision.form && terms(`form.${of.decision.form}`)],
    ConsentForm: (of) => [policy?.pack.consents.find((each) => each.id === of.text && each.version === of.version && each.language === of.language)?.title ?? of.text],
    Plan: (of) => [
      terms(`form.${of.form}`), terms(`route.${of.route}`),
      dose(of.dose_min_mg, of.dose_max_mg, "mg") ?? dose(of.dose_min_mg_per_kg, of.dose_max_mg_per_kg, "mg_per_kg"),
    ],
    Preparation: (of) => [beginning(of.intentions)],
    Integration: (of) => [of.feels_worse ? t("feels_worse") : undefined, beginning(of.themes)],
    Outcome: (of) => [terms(`change.${of.change}`), of.own_words && beginning(of.own_words)],
    Measured: (of) => [vitals(of.vitals)],
    Order: (of) => [dose(of.total_mg, undefined, "mg"), terms(`route.${of.order.route}`)],
    Dose: (of) => [dose(of.dose.dose_mg, undefined, "mg"), terms(`route.${of.dose.route}`)],
    Mark: (of) => [of.words && beginning(of.words)],
    AdverseEvent: (of) => [of.what],
    Release: (of) => [`${t("no_driving_until")} ${format.date(of.no_driving_until, "dateTime")}`],
    CloseOutForm: (of) => [beginning(of.summary)],
  };

  return (form, data) => {
    const gist = gists[form] as ((data: unknown) => (string | undefined)[]) | undefined;
    return gist?.(data).filter(Boolean).join(" · ") ?? "";
  };
}
