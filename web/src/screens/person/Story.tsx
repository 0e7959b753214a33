import { useMemo, useRef, useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { getJson } from "../../lib/http";
import { catalogue } from "../../lib/i18n";
import { useRead } from "../../lib/read";
import { setQuery, useQuery } from "../../lib/router";
import { useIndicationName, useStaffName, useWords } from "../../lib/reference";
import type texts from "../../locales/en/story.json";
import { Button } from "../../parts/Button";
import { Stack } from "../../parts/Page";
import { EmptyState, ErrorState, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { Timeline, type TimelineEntry } from "../../parts/Timeline";
import { StoredForm, useDose, useFormTitle, useInstrument, isFormName, type FormName } from "./entries/forms";
import { useGist } from "./entries/gist";
import { useVitalsLine } from "./entries/vitals";
import styles from "./person.module.css";
import { correctionOf, formOf, inOrder, isTold, storyGroups, tellings, type StoryEntry, type Told } from "./story";

const useTexts = catalogue<typeof texts>("story");

type Page = Shape<"StoryPage">;

/** Everything that happened to somebody, newest first. What has been loaded stays: the journal only grows. */
export default function Story({ patient, courses, bookings }: { patient: string; courses: readonly Shape<"CourseRow">[]; bookings: readonly Shape<"BookingRow">[] }) {
  const t = useTexts();
  const path = `/api/v1/patients/${patient}/story`;
  const newest = useRead<Page>(path);
  const seen = useRef(new Map<number, StoryEntry>());
  const [older, setOlder] = useState<{ more: boolean; busy: boolean; error?: Error } | undefined>(undefined);
  const tell = useTelling(courses, bookings);
  const asked = useQuery().get("of") ?? "";
  const group = storyGroups.find((each) => each === asked);

  for (const entry of newest.data?.entries ?? []) seen.current.set(entry.sequence, entry);
  const told = inOrder(seen.current.values()).filter((entry) => isTold(entry.name));
  const shown = group ? told.filter((entry) => tellings[entry.name as Told].group === group) : told;
  const more = older?.more ?? newest.data?.more ?? false;

  async function loadOlder(): Promise<void> {
    setOlder({ more, busy: true });
    try {
      const page = await getJson<Page>(`${path}?before=${Math.min(...seen.current.keys())}`);
      for (const entry of page.entries) seen.current.set(entry.sequence, entry);
      setOlder({ more: page.more, busy: false });
    } catch (error) {
      setOlder({ more, busy: false, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  return (
    <Reading of={newest} lines={8}>
      {() => (
        <Stack gap="l">
          <div className={styles["filters"]} role="group" aria-label={t("show")}>
            {[undefined, ...storyGroups].map((each) => (
              <button key={each ?? ""} type="button" className={styles["filter"]} aria-pressed={each === group} onClick={() => setQuery("of", each ?? "")}>
                {each ? t(`group.${each}`) : t("everything")}
              </button>
            ))}
          </div>
          {shown.length > 0 ? <Timeline entries={shown.map(tell)} /> : <EmptyState title={t("nothing")} level={3}>{more ? t("nothing_yet") : undefined}</EmptyState>}
          {older?.error && <ErrorState error={older.error} onRetry={() => void loadOlder()} />}
          {more && <Button busy={older?.busy ?? false} onClick={() => void loadOlder()}>{t("older")}</Button>}
        </Stack>
      )}
    </Reading>
  );
}

type Payload = Record<string, unknown>;
const text = (payload: Payload, name: string): string | undefined => {
  const value = payload[name];
  return typeof value === "string" ? value : undefined;
};
/** Values that are one of the server's codes: the compiler cannot know it of a stored event. */
const code = <T extends string>(payload: Payload, name: string): T => payload[name] as T;

function useTelling(courses: readonly Shape<"CourseRow">[], bookings: readonly Shape<"BookingRow">[]): (entry: StoryEntry) => TimelineEntry {
  const t = useTexts();
  const terms = useTerms();
  const format = useFormats();
  const who = useStaffName();
  const words = useWords();
  const instrument = useInstrument();
  const indication = useIndicationName();
  const dose = useDose();
  const vitals = useVitalsLine();
  const formTitle = useFormTitle();
  const gist = useGist();
  const steps = useMemo(() => new Map(courses.flatMap((course) => course.path).map((step) => [step.id, step])), [courses]);
  const kinds = useMemo(() => new Map(bookings.map(({ booking }) => [booking.id, booking.appointment])), [bookings]);

  function gistOf(entry: StoryEntry): string | undefined {
    const form = formOf(entry);
    return form && isFormName(form.name) ? gist(form.name, form.data) : undefined;
  }

  /** Title, and what stands below it. */
  function say(entry: StoryEntry, name: Told): [title: string, detail?: string | undefined] {
    const { payload } = entry;
    const form = (payload["form"] ?? {}) as Payload;
    switch (name) {
      case "PatientAmended":
      case "CourseHeld":
      case "CourseResumed":
      case "SessionCancelled":
      case "EmergencyOpened":
      case "ConsentWithdrawn":
        return [t(`event.${name}`), text(payload, "reason")];
      case "CourseOpened":
        return [t(`event.${name}`, { indication: indication(text(payload, "indication")) }), (payload["repetition"] as { reason?: string } | undefined)?.reason];
      case "CourseMoved": {
        const phase = terms(`phase.${code<Shape<"Phase">>(payload, "to")}`);
        return [steps.get(entry.command)?.back ? t("step_back", { phase }) : t(`event.${name}`, { phase }), text(payload, "reason")];
      }
      case "CoursePostponed": {
        const until = text(payload, "until");
        return [t(`event.${name}`), [text(payload, "reason"), until && t("until", { date: format.date(until) })].filter(Boolean).join(" ")];
      }
      case "CourseEnded":
        return [t(`event.${name}`, { ending: terms(`ending.${code<Shape<"Ending">>(payload, "ending")}`) }), [text(payload, "reason"), text(payload, "referred_to")].filter(Boolean).join("\n")];
      case "ScaleRecorded": {
        const scale = form as unknown as Shape<"Scale">;
        const of = instrument(scale.answers.instrument);
        const severity = words(of?.bands.find((band) => band.code === scale.severity)?.name) || scale.severity;
        return [t(`event.${name}`, { title: words(of?.title) || scale.answers.instrument, total: scale.total, severity }), terms(`time_point.${scale.answers.time_point}`)];
      }
      case "CriteriaAssessed": {
        const answers = payload["answers"] as unknown[];
        const proposal = payload["proposal"] as Shape<"Proposal">;
        return [t(`event.${name}`, { n: answers.length }), t("proposal", { verdict: terms(`verdict.${proposal.verdict}`) })];
      }
      case "DecisionRecorded": {
        const { decision } = form as unknown as Shape<"Decision">;
        return [t(`event.${name}`, { verdict: terms(`verdict.${decision.verdict}`) })];
      }
      case "OutcomeRecorded": {
        const outcome = form as unknown as Shape<"Outcome">;
        return [t(`event.${name}`, { change: terms(`change.${outcome.change}`) }), outcome.own_words && `„${outcome.own_words}“`];
      }
      case "AddendumAdded":
        return [t(`event.${name}`), text(payload, "text")];
      case "InterviewRecorded":
      case "EvaluationRecorded":
      case "ExaminationRecorded":
      case "ConsentFormRecorded":
      case "PlanRecorded":
      case "PreparationRecorded":
      case "IntegrationRecorded":
      case "CloseOutFormRecorded":
        return [t(`event.${name}`), gistOf(entry)];
      case "MeasuredRecorded":
        return [t(`event.${name}`), vitals((form as unknown as Shape<"Measured">).vitals)];
      case "OrderRecorded": {
        const order = form as unknown as Shape<"Order">;
        return [t(`event.${name}`, { dose: dose(order.total_mg, undefined, "mg") ?? "", route: terms(`route.${order.order.route}`) })];
      }
      case "DoseRecorded": {
        const given = form as unknown as Shape<"Dose">;
        return [t(`event.${name}`, { dose: dose(given.dose.dose_mg, undefined, "mg") ?? "", route: terms(`route.${given.dose.route}`) }), given.dose.reason];
      }
      case "MarkRecorded": {
        const mark = form as unknown as Shape<"Mark">;
        return [t(`event.${name}`, { mark: terms(`mark.${mark.kind}`) }), mark.words];
      }
      case "MarkWorded":
        return [t(`event.${name}`), text(payload, "words")];
      case "AdverseEventRecorded":
        return [t(`event.${name}`, { what: text(form, "what") ?? "" })];
      case "DosingEnded":
        return [t(`event.${name}`), text(payload, "note")];
      case "ReleaseRecorded":
        return [t(`event.${name}`), t("no_driving", { time: format.date((form as unknown as Shape<"Release">).no_driving_until, "dateTime") })];
      case "TaskRaised":
        return [t(`event.${name}`, { kind: terms(`task.${code<Shape<"TaskKind">>(payload, "kind")}`) })];
      case "TaskClosed":
        return [t(`event.${name}`), text(payload, "what_was_done")];
      case "Booked": {
        const { kind } = payload["appointment"] as Shape<"Appointment">;
        const values = { kind: terms(`booking.${kind}`), time: format.date(text(payload, "starts_at") ?? "", "dateTime") };
        return payload["moved_from"] ? [t("booking_moved", values), text(payload, "reason")] : [t(`event.${name}`, values)];
      }
      case "BookingCancelled": {
        const kind = kinds.get(text(payload, "booking") ?? "")?.kind ?? "other";
        return [t(`event.${name}`, { kind: terms(`booking.${kind}`), by: terms(`cancelled_by.${code<Shape<"CancelledBy">>(payload, "by")}`) }), text(payload, "reason")];
      }
      default:
        return [t(`event.${name}`)];
    }
  }

  return (entry) => {
    const name = entry.name as Told;
    const telling: { icon: TimelineEntry["icon"]; tone?: TimelineEntry["tone"] } = tellings[name];
    const correction = correctionOf(entry);
    const form = formOf(entry);
    const [title, detail] = say(entry, name);
    const whole: ReactNode = form && !plain.has(form.name) && <details><summary>{t("read")}</summary><StoredForm form={form.name} data={form.data} /></details>;
    const reason = correction && t("correction_reason", { reason: correction.reason });
    const about = form && isFormName(form.name) ? formTitle(form.name as FormName, form.data) : title;
    return {
      id: String(entry.sequence),
      at: entry.happened_at,
      recorded: entry.recorded_at,
      by: who(entry.who),
      icon: correction ? "pen" : telling.icon,
      tone: telling.tone,
      title: correction ? t("correction", { what: about }) : title,
      children: (reason || detail || whole) && <>{[reason, detail].filter(Boolean).map((line) => <p key={line}>{line}</p>)}{whole}</>,
    };
  };
}

/** Forms whose whole content stands in the sentence already. */
const plain = new Set(["Measured", "Mark"]);
