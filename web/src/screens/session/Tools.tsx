import { useId, useRef, useState } from "react";
import { readySound } from "../../lib/sound";
import { languageNames, languages, useLanguage } from "../../lib/i18n";
import { serverNow } from "../../lib/now";
import { localTime } from "../../lib/days";
import { Link } from "../../lib/router";
import { DateField } from "../../parts/DateField";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { placeFor } from "../../parts/Menu";
import { Banner } from "../../parts/states";
import { useFormats } from "../../lib/format";
import { AudioPause } from "./Alarms";
import { dimmest, largest, setComfort, setPaperDay, useComfort, usePaperDay } from "./comfort";
import { Age } from "./Contact";
import { useRoom } from "./data";
import { useWatchTexts } from "./texts";
import styles from "./watch.module.css";

/** What makes this screen bearable in a dark room, and what else lies at hand. */
export function Tools() {
  const t = useWatchTexts();
  const { live, page } = useRoom();
  const { dim, text, sound } = useComfort();
  const steps = (name: "dim" | "text", value: number, most: number, less: string, more: string) => (
    <span className={styles["step"]} role="group" aria-label={t(`comfort.${name}`)}>
      <button type="button" aria-label={less} aria-disabled={value <= 0 || undefined} onClick={() => setComfort({ [name]: Math.max(0, value - 1) })}>{name === "dim" ? <Icon name="sun" size={20} /> : <b data-small="">A</b>}</button>
      <span className="hidden-text" role="status">{t("comfort.level", { now: value + 1, of: most + 1 })}</span>
      <button type="button" aria-label={more} aria-disabled={value >= most || undefined} onClick={() => setComfort({ [name]: Math.min(most, value + 1) })}>{name === "dim" ? <Icon name="moon" size={20} /> : <b>A</b>}</button>
    </span>
  );
  return (
    <div className={styles["tools"]}>
      <Age live={live} />
      {steps("dim", dim, dimmest, t("comfort.brighter"), t("comfort.darker"))}
      {steps("text", text, largest, t("comfort.smaller"), t("comfort.larger"))}
      <button
        type="button"
        className={styles["soundButton"]}
        aria-pressed={sound}
        title={t(sound ? "sound.on" : "sound.off")}
        onClick={() => {
          readySound();
          setComfort({ sound: !sound });
        }}
      >
        <SpeakerPicture on={sound} /><span data-label={sound ? undefined : ""}>{t(sound ? "sound.on" : "sound.off")}</span>
      </button>
      {sound && <AudioPause />}
      <PaperMenu session={page.session.id} />
      <Link to="/wall" className={styles["toolLink"]} target="_blank"><Icon name="figures" size={20} /><span data-label="">{t("wall")}</span></Link>
    </div>
  );
}

const SpeakerPicture = ({ on }: { on: boolean }) => (
  <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
    <path d={on ? "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" : "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM16 9.5l5 5M21 9.5l-5 5"} />
  </svg>
);

const kinds = ["record", "instructions", "emergency", "blank"] as const;

/** The four papers in the clinic's languages; each opens in a tab of its own. */
function PaperMenu({ session }: { session: string }) {
  const t = useWatchTexts();
  const mine = useLanguage();
  const day = usePaperDay(session);
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  function arrange(): void {
    if (!menu.current || !opener.current) return;
    const { left, top } = placeFor(opener.current.getBoundingClientRect(), { width: menu.current.offsetWidth, height: menu.current.offsetHeight }, { width: window.innerWidth, height: window.innerHeight });
    menu.current.style.left = `${left}px`;
    menu.current.style.top = `${top}px`;
  }
  return (
    <>
      <button ref={opener} type="button" popoverTarget={id} aria-expanded={open} title={t("paper")}><Icon name="note" size={20} /><span data-label="">{t("paper")}</span></button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className={styles["paperMenu"]}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (shown) arrange();
        }}
      >
        <ul>
          {kinds.map((kind) => (
            <li key={kind}>
              <strong>{t(`paper.${kind}`)}</strong>
              <small>{t(`paper.${kind}_hint`)}</small>
              <span>
                {languages.map((language) => (
                  <a key={language} href={`/api/v1/sessions/${session}/papers/${kind}?language=${language}`} target="_blank" rel="noreferrer" lang={language} data-mine={language === mine ? "" : undefined} aria-label={`${t(`paper.${kind}`)}, ${languageNames[language]}`}>
                    {languageNames[language]}
                  </a>
                ))}
              </span>
            </li>
          ))}
        </ul>
        {day === undefined && (
          <Button
            size="small"
            icon={<Icon name="pen" size={18} />}
            onClick={() => {
              setPaperDay(session, localTime(serverNow()).slice(0, 10));
              menu.current?.hidePopover();
            }}
          >
            {t("paper.type_in")}
          </Button>
        )}
      </div>
    </>
  );
}

/** While a paper record is typed in: its day is kept, each entry asks its own time. */
export function PaperBand() {
  const t = useWatchTexts();
  const format = useFormats();
  const { page } = useRoom();
  const day = usePaperDay(page.session.id);
  if (day === undefined) return null;
  return (
    <div className={styles["paperBand"]}>
      <Banner tone="info" icon="note" title={t("paper.typing", { date: format.date(day, "weekday") })} actions={<Button size="small" onClick={() => setPaperDay(page.session.id, undefined)}>{t("paper.end")}</Button>}>
        <p>{t("paper.typing_detail")}</p>
        <DateField label={t("paper.day")} value={day} max={localTime(serverNow()).slice(0, 10)} onChange={(next) => next && setPaperDay(page.session.id, next)} />
      </Banner>
    </div>
  );
}
