import { useClinic } from "../../lib/clinic";
import { catalogue } from "../../lib/i18n";
import type texts from "../../locales/en/home.json";
import { LinkButton } from "../../parts/Button";
import buttons from "../../parts/Button.module.css";
import { Icon } from "../../parts/Icon";
import { useScreenStart } from "../../parts/Page";
import { Scene } from "./Scene";
import styles from "./home.module.css";

const useTexts = catalogue<typeof texts>("home");

const steps = ["question", "interview", "evaluation", "examination", "decision", "preparation", "dosing", "integration", "outcome"] as const;
const hours = ["arrive", "dose", "inside", "return", "home"] as const;
const questions = ["certain", "hard", "approved", "medicines", "cost"] as const;

export default function Home() {
  const t = useTexts();
  const { answer_within_hours: hoursToAnswer } = useClinic();
  useScreenStart(t("tab"));
  return (
    <div className={styles["home"]}>
      <section className={styles["hero"]}>
        <Scene />
        <div className={styles["heroWords"]}>
          <h1 tabIndex={-1}>{t("title")}</h1>
          <p className={styles["lead"]}>{t("lead")}</p>
          <div className={styles["heroActs"]}>
            <LinkButton to="/ask" kind="primary" size="large">{t("ask")}</LinkButton>
            <a className={`${buttons["button"]} ${buttons["quiet"]} ${buttons["large"]}`} href="#how">{t("how")}</a>
          </div>
          <p className={styles["promise"]}>{t("promise", { hours: hoursToAnswer })}</p>
        </div>
      </section>

      <section id="how" aria-labelledby="way-title">
        <div className={styles["sectionHead"]}>
          <h2 id="way-title">{t("way_title")}</h2>
          <p>{t("way_lead")}</p>
        </div>
        <ol className={styles["way"]}>
          {steps.map((step) => (
            <li key={step} className={styles["step"]}>
              <h3>{t(`step.${step}`)}</h3>
              <span className={styles["when"]}>{t(`step.${step}_time`, { hours: hoursToAnswer })}</span>
              <p>{t(`step.${step}_text`)}</p>
            </li>
          ))}
        </ol>
        <p className={styles["frame"]}>{t("frame")}</p>
      </section>

      <section className={styles["day"]} aria-labelledby="day-title">
        <div className={styles["sectionHead"]}>
          <h2 id="day-title">{t("day_title")}</h2>
          <p>{t("day_lead")}</p>
        </div>
        <ol className={styles["hours"]}>
          {hours.map((hour) => (
            <li key={hour} className={styles["hour"]}>
              <h3>{t(`day.${hour}`)}</h3>
              <p>{t(`day.${hour}_text`)}</p>
            </li>
          ))}
        </ol>
      </section>

      <section aria-labelledby="who-title">
        <div className={styles["sectionHead"]}><h2 id="who-title">{t("who_title")}</h2></div>
        <div className={styles["who"]}>
          <div className={styles["side"]}>
            <h3>{t("for_title")}</h3>
            <Points text={t("for")} icon="check" />
            <p>{t("for_more")}</p>
          </div>
          <div className={styles["side"]} data-not="">
            <h3>{t("not_title")}</h3>
            <Points text={t("not")} icon="cross" />
            <p>{t("not_more")}</p>
          </div>
        </div>
      </section>

      <section aria-labelledby="honest-title">
        <div className={styles["sectionHead"]}><h2 id="honest-title">{t("honest_title")}</h2></div>
        <div className={styles["answers"]}>
          {questions.map((question) => (
            <details key={question} name="answers">
              <summary>{t(`q.${question}`)}<Icon name="down" /></summary>
              <p>{t(`a.${question}`)}</p>
            </details>
          ))}
        </div>
      </section>

      <section className={styles["end"]} aria-labelledby="end-title">
        <h2 id="end-title">{t("end_title")}</h2>
        <p>{t("end_text")}</p>
        <LinkButton to="/ask" kind="primary" size="large">{t("ask")}</LinkButton>
      </section>
    </div>
  );
}

/** A text whose points are parted by "|": translators see them together and may have more or fewer of them. */
function Points({ text, icon }: { text: string; icon: "check" | "cross" }) {
  return (
    <ul className={styles["points"]} role="list">
      {text.split("|").map((point) => <li key={point}><Icon name={icon} /><span>{point}</span></li>)}
    </ul>
  );
}
