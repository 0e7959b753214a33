import type { ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useIndicationName, usePolicy } from "../../lib/reference";
import { Link } from "../../lib/router";
import { currentMe } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Menu } from "../../parts/Menu";
import { Card } from "../../parts/Page";
import { PathPicture, type PathStep } from "../../parts/PathPicture";
import { Badge, Banner, Loading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { actsNow, nextStep, nextStepOfRow, permissionFor, phases, type Act, type Item, type NextStep, type Phase } from "./next_step";
import { beganAt, pathStates } from "./path_steps";
import styles from "./person.module.css";
import { usePersonTexts } from "./texts";

type Row = Shape<"CourseRow">;
type Booking = Shape<"BookingRow">;

type CourseCardProps = {
  row: Row;
  /** The whole course, where one may read it. */
  course: Shape<"Course"> | undefined;
  /** It is being read: nothing is said about the next step until then. */
  reading: boolean;
  bookings: readonly Booking[];
  newest: boolean;
  repeat: ReactNode;
};

/** One course at a glance: the picture of its path, what comes next, and what is missing for it. */
export function CourseCard({ row, course, reading, bookings, newest, repeat }: CourseCardProps) {
  const t = usePersonTexts();
  const terms = useTerms();
  const indication = useIndicationName();
  const { data: policy } = usePolicy();
  const now = useNow();
  const ahead = bookings.filter(({ booking }) => booking.status === "booked" && Date.parse(booking.ends_at) > now);
  const known = { booked: new Set<string>(ahead.map(({ booking }) => booking.appointment.kind)), ...(policy ? { criteria: policy.pack.criteria.length } : {}) };
  const next = course ? nextStep(course, known) : nextStepOfRow(row, known);
  const tone = row.status === "active" ? "act" : row.status === "ended" ? "still" : "warn";
  return (
    <Card
      title={t(row.cycle > 1 ? "course_cycle" : "course", { indication: indication(row.indication), n: row.cycle })}
      actions={<Badge tone={tone} icon={row.status === "active" ? "dusk" : row.status === "ended" ? "check" : "pause"}>{row.ending ? terms(`ending.${row.ending}`) : terms(`status.${row.status}`)}</Badge>}
    >
      <Picture row={row} next={next} bookings={ahead} record={course !== undefined} />
      <Halted row={row} course={course} />
      {reading ? <Loading lines={2} /> : <Next row={row} course={course} next={next} actions={newest && row.status === "ended" ? repeat : undefined} />}
    </Card>
  );
}

function Picture({ row, next, bookings, record }: { row: Row; next: NextStep; bookings: readonly Booking[]; record: boolean }) {
  const t = usePersonTexts();
  const format = useFormats();
  const states = pathStates(row);
  const count = next.items.find((item) => item.want !== undefined && item.want > 1 && item.code !== "criteria");

  function note(phase: Phase): string | undefined {
    const state = states[phase];
    const booked = bookings.filter(({ booking }) => booking.appointment.kind === phase).map(({ booking }) => booking.starts_at).sort()[0];
    if (booked && state !== "done") return `${format.date(booked, "dayMonth")}, ${format.date(booked, "time")}`;
    const began = beganAt(row, phase);
    if (state === "done") return began && format.date(began, "dayMonth");
    if (state === "current" && count) return t("have_of", { have: count.have ?? 0, want: count.want ?? 0 });
    if (state === "current" && began) return t("since", { date: format.date(began, "dayMonth") });
    return undefined;
  }

  const steps: PathStep[] = phases.map((step) => ({
    step, state: states[step], note: note(step),
    ...(record && states[step] !== "ahead" ? { to: `/people/${row.patient}?course=${row.id}&at=${step}` } : {}),
  }));
  return <PathPicture steps={steps} />;
}

/** Why a course stands still, stepped back or ended, in the words of who decided it. */
function Halted({ row, course }: { row: Row; course: Shape<"Course"> | undefined }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const last = row.path.at(-1);
  if (!last) return null;
  if (row.status === "ended") {
    return (
      <Banner tone="still" icon="stop" title={t("ended", { ending: terms(`ending.${row.ending ?? "completed"}`), date: format.date(last.at, "longDate") })}>
        {[last.reason, course?.referred_to].filter(Boolean).join(" – ")}
      </Banner>
    );
  }
  if (row.status !== "active") {
    const until = course?.postponed_until;
    return (
      <Banner tone="warn" icon="pause" title={t(`halted.${row.status}`, { date: format.date(last.at, "longDate") })}>
        {[last.reason, until && t("until", { date: format.date(until, "longDate") })].filter(Boolean).join(" ")}
      </Banner>
    );
  }
  return last.back ? <Banner tone="warn" icon="return" title={t("stepped_back", { date: format.date(last.at, "longDate") })}>{last.reason}</Banner> : null;
}

function addressOf(act: Act, row: Row): string {
  if (act === "room") return `/sessions/${row.open_session ?? ""}`;
  if (act === "booking") return `/calendar?patient=${row.patient}&course=${row.id}&kind=${row.phase}`;
  return `/people/${row.patient}/${act}?course=${row.id}`;
}

function Next({ row, course, next, actions }: { row: Row; course: Shape<"Course"> | undefined; next: NextStep; actions: ReactNode }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const may = (act: Act): boolean => currentMe()?.permissions.includes(permissionFor[act]) ?? false;
  const { act, to } = next;
  const others = actsNow(course ?? row).filter((each) => each !== act && may(each));
  const title = act && (to ? t("do.move_to", { phase: terms(`phase.${to}`) }) : t(`do.${act}`));
  if (!act && others.length === 0 && !actions) return null;
  return (
    <section className={styles["next"]} aria-labelledby="next-step">
      <div className={styles["nextHead"]}>
        <div className={styles["nextWords"]}>
          <h3 id="next-step" className={styles["nextLabel"]}>{act ? t("next") : t("after_end")}</h3>
          {title && <p className={styles["nextTitle"]}>{title}</p>}
          {act && !may(act) && <p className={styles["faint"]}>{t("for_others", { who: t(`who.${permissionFor[act] as Who}`) })}</p>}
        </div>
        <div className={styles["nextActs"]}>
          {act && may(act) && <LinkButton to={addressOf(act, row)} kind="primary" icon={<Icon name="arrow" />}>{t(`go.${act}`)}</LinkButton>}
          {actions}
          {others.length > 0 && <Menu button={<>{t("other_forms")}<Icon name="down" size={18} /></>} entries={others.map((each) => ({ id: each, label: t(`do.${each}`), to: addressOf(each, row), danger: each === "end" }))} />}
        </div>
      </div>
      <Items items={next.items} row={row} may={may} />
    </section>
  );
}

type Who = "interview" | "evaluate" | "examine" | "fill_scales" | "assess" | "decide" | "take_consent" | "plan" | "prepare" | "attend_sessions" | "integrate" | "record_outcomes" | "move_courses" | "read_records" | "book";

/** What this phase needs, done and not: a mark, a word, and where to do it. */
function Items({ items, row, may }: { items: readonly Item[]; row: Row; may: (act: Act) => boolean }) {
  const t = usePersonTexts();
  if (items.length === 0) return null;
  return (
    <ul className={styles["items"]}>
      {items.map((item) => (
        <li key={item.code} className={styles["item"]} data-done={item.done ? "" : undefined}>
          <span className={styles["tick"]} aria-hidden="true">{item.done && <Icon name="check" size={14} />}</span>
          <span>
            {!item.done && may(item.act) ? <Link to={addressOf(item.act, row)}>{t(`item.${item.code}`)}</Link> : t(`item.${item.code}`)}
            {item.want !== undefined && <span className={styles["faint"]}> {t("have_of", { have: item.have ?? 0, want: item.want })}</span>}
            {item.wish && !item.done && <span className={styles["faint"]}> {t("wish")}</span>}
            <span className="hidden-text">: {t(item.done ? "done" : "open")}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
