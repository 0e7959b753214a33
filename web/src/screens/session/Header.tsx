import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { ageOn, dayOf, useStaffName, useWords } from "../../lib/reference";
import { Link } from "../../lib/router";
import { Icon } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { fullName, standing } from "../steps/data";
import { byAlarm, worst } from "./alarms";
import { AlarmBar } from "./Alarms";
import { ContactBand } from "./Contact";
import { useRoom } from "./data";
import { Ago, DoseClock } from "./kit";
import { RehearsalFrame } from "./Rehearsal";
import { NextCheck } from "./NextCheck";
import { PrioritySign } from "./PrioritySign";
import { allergiesOf, dosesGiven, escortOf, isOver, lastDose, latestToday, openOrder, sinceDose, treatmentConsent } from "./room";
import styles from "./session.module.css";
import { useRoomTexts, useWatchTexts } from "./texts";
import { Tools } from "./Tools";

/** Who lies here, what they got and when, and what was agreed: always in view. */
export function Header() {
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const words = useWords();
  const staffName = useStaffName();
  const now = useNow(30_000);
  const { page, policy, live, watch } = useRoom();
  const { session, patient, course } = page;
  const urgent = live.lostSince !== undefined || worst(watch?.alarms ?? []) !== undefined;
  const [open, setOpen] = useState(false);
  const header = useHeightForScrolling();
  const { details } = patient;
  const dose = lastDose(session);
  const doses = dosesGiven(session);
  const order = openOrder(session);
  const weight = latestToday(session, "weight_kg", now);
  const allergies = allergiesOf(page);
  const escort = escortOf(page);
  const consent = treatmentConsent(page);
  const agreement = standing(course.preparations)?.data;
  const rescue = standing(session.orders)?.data.order.rescue ?? [];
  const room = policy.pack.rooms.find(({ code }) => code === session.room);
  const mg = (value: number): string => `${format.number(value)} ${terms("unit.mg")}`;
  const given = doses.map(({ data }) => `${mg(data.dose.dose_mg)} ${terms(`route.${data.dose.route}`)}`).join(" + ");
  const ordered = order && `${mg(order.data.total_mg)} ${terms(`route.${order.data.order.route}`)}`;

  return (
    <header ref={header} className={styles["header"]} data-urgent={urgent ? "" : undefined}>
      <RehearsalFrame />
      <div className={styles["topLine"]}><Others /><Tools /></div>
      <ContactBand live={live} />
      <div className={styles["head"]}>
      <div className={styles["identity"]}>
        <div className={styles["names"]}>
          <Link to="/today" className={styles["leave"]} aria-label={t("leave")}><Icon name="back" size={22} /></Link>
          <h1 tabIndex={-1}>{session.rehearsal ? session.rehearsal.name : <Link to={`/people/${patient.id}`}>{fullName(details)}</Link>}</h1>
          <p>
            <span>{t("born", { date: format.date(details.birth_date) })}</span>
            <span>{terms("years", { n: ageOn(details.birth_date, dayOf(now)) })}</span>
            <span data-missing={weight ? undefined : ""}>{weight ? `${format.number(weight.value)} ${terms("unit.kg")}` : t("not_weighed")}</span>
          </p>
          <p className={styles["allergies"]} data-some={allergies.length > 0 ? "" : undefined}>
            {allergies.length > 0 ? <><Icon name="warning" size={17} />{t("allergies", { what: format.list(allergies) })}</> : t("no_allergies")}
          </p>
        </div>
        <div className={styles["dose"]} data-running={dose && !isOver(session) ? "" : undefined}>
          {dose ? (
            <>
              <span className={styles["small"]}>{t("since_dose")}</span>
              {isOver(session) ? <span className={styles["clock"]}>{session.dosing_ended_at ? sinceDose(Date.parse(dose.happened_at), Date.parse(session.dosing_ended_at)) : "–"}</span> : <DoseClock at={dose.happened_at} />}
              <span>{given}</span>
              <span className={styles["small"]}>{doses.map((each) => format.date(each.happened_at, "time")).join(", ")}{ordered && ` · ${t("ordered", { dose: ordered })}`}</span>
            </>
          ) : (
            <>
              <span className={styles["small"]}>{t("no_dose_yet")}</span>
              <span className={styles["planned"]}>{ordered ? t("ordered", { dose: ordered }) : t("nothing_ordered")}</span>
            </>
          )}
          <Badge tone={session.stage === "cancelled" ? "still" : "act"} icon={null}>{terms(`stage.${session.stage}`)}</Badge>
        </div>
        {!isOver(session) && <NextCheck />}
      </div>
      <button type="button" className={styles["more"]} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "down" : "forward"} size={18} />{t("agreement_and_people")}
      </button>
      <div className={styles["facts"]} data-open={open ? "" : undefined}>
      <dl className={styles["agreement"]}>
        <Fact name={t("touch")} long>
          {agreement ? <><strong>{terms(`touch.${agreement.touch.touch}`)}</strong>{agreement.touch.stop_sign && <> · <strong>{t("stop_sign", { sign: agreement.touch.stop_sign })}</strong></>} · {agreement.touch.distance}</> : <Missing>{t("no_preparation")}</Missing>}
        </Fact>
        <Fact name={t("calming_plan")} long>{agreement?.calming_plan ?? <Missing>{t("no_preparation")}</Missing>}</Fact>
      </dl>
      <dl className={styles["people"]}>
        <Fact name={t("rescue")}>{rescue.length > 0 ? format.list(rescue) : t("none_authorised")}</Fact>
        <Fact name={t("physician")}>{staffName(session.physician_on_site)}</Fact>
        <Fact name={t("therapists")}>{format.list(session.therapists.map(staffName))}</Fact>
        <Fact name={t("escort")}>{escort ? <>{escort.name}{" "}<a href={`tel:${escort.phone.replace(/\s/g, "")}`}>{escort.phone}</a></> : <Missing>{t("no_escort")}</Missing>}</Fact>
        <Fact name={t("consent")}>{consent ? t("consent_valid", { date: format.date(consent.happened_at) }) : <Missing>{t("no_consent")}</Missing>}</Fact>
        {room && <Fact name={t("room")}>{words(room.name)}</Fact>}
      </dl>
      </div>
      </div>
      <AlarmBar />
    </header>
  );
}

/** What is scrolled to must not end up behind this header, however tall it is. */
function useHeightForScrolling(): RefObject<HTMLElement | null> {
  const header = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = header.current;
    const room = element?.closest<HTMLElement>("[data-room]");
    if (!element || !room) return;
    const leaveRoom = (): void => {
      // Taller than most of the screen, it would hide everything else: then it scrolls like the rest.
      const tall = element.offsetHeight > room.clientHeight * 0.72;
      element.toggleAttribute("data-tall", tall);
      room.style.scrollPaddingTop = tall ? "16px" : `${element.offsetHeight + 16}px`;
    };
    leaveRoom();
    const watch = new ResizeObserver(leaveRoom);
    watch.observe(element);
    watch.observe(room);
    return () => watch.disconnect();
  }, []);
  return header;
}

/** `long`: may be longer than its place; the keyboard reaches it, too. */
function Fact({ name, long = false, children }: { name: string; long?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd tabIndex={long ? 0 : undefined}>{children}</dd>
    </div>
  );
}

const Missing = ({ children }: { children: ReactNode }) => <span className={styles["missing"]}><Icon name="warning" size={16} />{children}</span>;

/** The other rooms, in a line: the gravest alarm first, then who, how long since the dose, the last pressure. */
export function Others() {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const terms = useTerms();
  const { page } = useRoom();
  const now = useNow(1000);
  if (page.others.length === 0) return null;
  return (
    <nav className={styles["others"]} aria-label={t("others")}>
      <ul>
        {byAlarm(page.others).map((each) => {
          const overdue = each.next_check_at !== undefined && Date.parse(each.next_check_at) < now;
          return (
            <li key={each.id}>
              <Link to={`/sessions/${each.id}`} data-event={each.adverse_events > 0 ? "" : undefined} data-alarm={each.alarm} data-rehearsal={each.rehearsal ? "" : undefined}>
                {each.alarm && <><PrioritySign priority={each.alarm} still /><span className="hidden-text">{w(`priority.${each.alarm}`)}</span></>}
                <strong>{each.patient_name}</strong>
                {each.rehearsal && <small>{w("rehearsal.short")}</small>}
                <span className="numbers">{each.dosed_at ? sinceDose(Date.parse(each.dosed_at), now).slice(0, -3) : terms(`stage.${each.stage}`)}</span>
                {each.systolic_mmhg !== undefined && <span className="numbers">{each.systolic_mmhg}/{each.diastolic_mmhg ?? "–"}</span>}
                {each.measured_at && <small><Ago at={each.measured_at} /></small>}
                {overdue && <span className={styles["late"]}><Icon name="session" size={15} />{w("check.late")}</span>}
                {each.escalated && <span className={styles["event"]}><Icon name="warning" size={15} />{w("alarm.escalated_word")}</span>}
                {each.adverse_events > 0 && <span className={styles["event"]}><Icon name="warning" size={15} />{t("adverse_count", { n: each.adverse_events })}</span>}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
