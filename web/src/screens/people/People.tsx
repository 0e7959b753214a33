import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { ageOn, dayOf, useIndicationName } from "../../lib/reference";
import { setQuery, useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { List, ListRow, Page, Stack } from "../../parts/Page";
import { Badge, EmptyState, ErrorState, Loading } from "../../parts/states";
import { TextField } from "../../parts/fields";
import { useTerms } from "../../parts/texts";
import { phases, type Phase } from "../person/next_step";
import styles from "./people.module.css";
import { usePeopleTexts } from "./texts";

type Row = Shape<"PatientRow">;
const answered = 60;

/** The last answer stays in view while the next is on its way: nothing jumps while typing. */
function useFound(search: string) {
  const read = useRead<Shape<"PatientList">>(`/api/v1/patients?search=${encodeURIComponent(search)}`);
  const last = useRef<readonly Row[] | undefined>(undefined);
  if (read.data) last.current = read.data.patients;
  return { people: read.data?.patients ?? last.current, error: read.data ? undefined : read.error, again: read.again };
}

export default function People() {
  const t = usePeopleTexts();
  const mayRegister = useMay("register_people");
  const asked = useQuery().get("search") ?? "";
  const [typed, setTyped] = useState(asked);
  const search = useDeferredValue(asked.trim());
  const { people, error, again } = useFound(search);
  const box = useRef<HTMLDivElement>(null);

  // A pause in typing asks the server; the address keeps the question.
  useEffect(() => {
    const timer = setTimeout(() => setQuery("search", typed), 160);
    return () => clearTimeout(timer);
  }, [typed]);

  /** Arrows walk from the field through the people and back; Enter in the field opens the first. */
  function walk(event: KeyboardEvent): void {
    const links = [...(box.current?.querySelectorAll<HTMLElement>("li a") ?? [])];
    const field = box.current?.querySelector<HTMLElement>("input");
    const at = links.indexOf(document.activeElement as HTMLElement);
    const inField = document.activeElement === field;
    if (event.key === "ArrowDown" && (inField || at >= 0)) links[at + 1]?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (at === 0 ? field : links[at - 1])?.focus();
    else if (event.key === "Enter" && inField && typed.trim() === search && search !== "") links[0]?.click();
    else return;
    event.preventDefault();
  }

  const register = mayRegister ? <LinkButton to="/people/new" kind="primary" icon={<Icon name="plus" />}>{t("register")}</LinkButton> : undefined;
  return (
    <Page title={t("title")} actions={register}>
      <div ref={box} onKeyDown={walk}>
        <Stack>
          <div className={styles["search"]} role="search">
            <TextField label={t("search")} hint={t("search_hint")} type="search" optional={false} value={typed} onChange={setTyped} autoComplete="off" spellCheck={false} />
          </div>
          {error ? <ErrorState error={error} onRetry={again} /> : !people ? <Loading lines={6} /> : <Found people={people} search={search} />}
        </Stack>
      </div>
    </Page>
  );
}

function Found({ people, search }: { people: readonly Row[]; search: string }) {
  const t = usePeopleTexts();
  const today = dayOf(useNow());
  const full = people.length >= answered;
  return (
    <>
      <p className={styles["count"]} role="status">{people.length > 0 && (full ? t("first_found", { n: people.length }) : t("found", { n: people.length }))}</p>
      {people.length > 0 ? (
        <List label={t("title")}>{people.map((person) => <PersonRow key={person.id} person={person} today={today} />)}</List>
      ) : (
        <EmptyState title={t(search ? "nobody" : "empty")}>{t(search ? "nobody_detail" : "empty_detail")}</EmptyState>
      )}
    </>
  );
}

function PersonRow({ person, today }: { person: Row; today: string }) {
  const t = usePeopleTexts();
  const terms = useTerms();
  const format = useFormats();
  const indication = useIndicationName();
  return (
    <ListRow
      to={`/people/${person.id}`}
      title={`${person.family_name} ${person.given_name}`}
      detail={t("born", { date: format.date(person.birth_date), age: terms("years", { n: ageOn(person.birth_date, today) }) })}
      end={
        <div className={styles["where"]}>
          {person.phase && person.status ? (
            <>
              <div className={styles["path"]}>
                <span>{person.status === "ended" ? indication(person.indication) : terms(`phase.${person.phase}`)}</span>
                <Dots phase={person.phase} status={person.status} />
              </div>
              {person.status !== "active" && <Badge tone={person.status === "ended" ? "still" : "warn"} icon={person.status === "ended" ? "check" : "pause"}>{terms(`status.${person.status}`)}</Badge>}
            </>
          ) : <span className={styles["quiet"]}>{t("no_course")}</span>}
        </div>
      }
    />
  );
}

/** The path in the size of a word: how many of its steps are behind. */
function Dots({ phase, status }: { phase: Phase; status: Shape<"CourseStatus"> }) {
  const t = usePeopleTexts();
  const at = phases.indexOf(phase);
  return (
    <svg className={styles["dots"]} width="104" height="12" viewBox="0 0 104 12" role="img" aria-label={t("step_of", { n: at + 1, all: phases.length })}>
      {phases.map((each, index) => (
        <circle key={each} cx={6 + index * 13} cy="6" r={index === at ? 5 : 3.5} data-state={index < at ? "done" : index > at ? "ahead" : status === "active" ? "current" : status} />
      ))}
    </svg>
  );
}
