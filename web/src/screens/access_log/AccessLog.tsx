import type { Shape } from "../../api/shapes";
import { localTime } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { shortId } from "../../lib/id";
import { useRead } from "../../lib/read";
import { useStaffName } from "../../lib/reference";
import { Link, setQuery, useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Page, Row, Stack } from "../../parts/Page";
import { Badge, Banner, EmptyState, Reading } from "../../parts/states";
import { FindPerson } from "../people/FindPerson";
import styles from "./access_log.module.css";
import { useAccessTexts, useReadName } from "./texts";

type Entry = Shape<"AccessRow">;
const kinds = ["RecordRead", "RecordReadInEmergency", "SignedIn", "SignedInThroughProvider", "SignedOut", "GuessingHeldBack", "SwitchedHere", "NetworkFiguresRead"] as const;

export default function AccessLog() {
  const t = useAccessTexts();
  const query = useQuery();
  const patient = query.get("patient") ?? "";
  const before = query.get("before") ?? "";
  const page = useRead<Shape<"AccessLogPage">>(`/api/v1/access-log?${new URLSearchParams({ ...(patient ? { patient } : {}), ...(before ? { before } : {}) })}`);
  const mayKnow = useMay("read_people");
  const name = page.data?.entries.find((entry) => entry.patient === patient)?.patient_name;

  function only(id: string): void {
    setQuery("before", "");
    setQuery("patient", id);
  }
  return (
    <Page title={t("title")} lead={t("lead")}>
      {patient ? (
        <Banner tone="info" title={t("only_one", { name: name ?? t("unknown_person", { id: shortId(patient) }) })} actions={<Button size="small" onClick={() => only("")}>{t("all_people")}</Button>} />
      ) : (
        mayKnow && (
          <div className={styles["filter"]}>
            <FindPerson label={t("filter")} hint={t("filter_hint")} nobody={t("nobody")} choose={only} />
          </div>
        )
      )}
      <Reading of={page} lines={8}>
        {({ entries, more }) =>
          entries.length === 0 ? (
            <EmptyState title={patient ? t("empty_filtered") : t("empty")} />
          ) : (
            <Stack>
              <Days entries={entries} only={only} filtered={patient !== ""} />
              <Row>
                {more && <Button onClick={() => setQuery("before", String(entries.at(-1)?.sequence ?? ""))}>{t("older")}</Button>}
                {before && <Button kind="quiet" onClick={() => setQuery("before", "")}>{t("newest")}</Button>}
              </Row>
            </Stack>
          )
        }
      </Reading>
    </Page>
  );
}

type DaysProps = { entries: readonly Entry[]; only: (patient: string) => void; filtered: boolean };

function Days({ entries, only, filtered }: DaysProps) {
  const t = useAccessTexts();
  const format = useFormats();
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = localTime(entry.at, format.zone).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <>
      {[...days].map(([day, on]) => (
        <section key={day} className={styles["day"]} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{format.date(day, "weekday")}</h2>
          <table className={styles["table"]}>
            <thead><tr><th scope="col">{t("when")}</th><th scope="col">{t("who")}</th><th scope="col">{t("what")}</th><th scope="col">{t("whose")}</th></tr></thead>
            <tbody>{on.map((entry) => <Line key={entry.sequence} entry={entry} only={only} filtered={filtered} />)}</tbody>
          </table>
        </section>
      ))}
    </>
  );
}

function Line({ entry, only, filtered }: { entry: Entry; only: (patient: string) => void; filtered: boolean }) {
  const t = useAccessTexts();
  const format = useFormats();
  const staffName = useStaffName();
  const mayKnow = useMay("read_people");
  const kind = kinds.find((each) => each === entry.kind);
  const readName = useReadName();
  const emergency = entry.kind === "RecordReadInEmergency";
  const reading = emergency || entry.kind === "RecordRead";
  const what = reading && entry.what ? readName(entry.what) : kind ? t(`kind.${kind}`) : entry.kind;
  const held = entry.kind === "GuessingHeldBack";
  const name = entry.patient_name ?? (entry.patient ? t("unknown_person", { id: shortId(entry.patient) }) : "");
  return (
    <tr>
      <td><time dateTime={entry.at}>{format.date(entry.at, "timeWithSeconds")}</time></td>
      <td>{entry.staff ? staffName(entry.staff) : ""}</td>
      <td>
        {held ? <Badge tone="warn">{what}</Badge> : what}
        {entry.times > 1 && <span className={styles["soft"]}> · {t("times", { n: entry.times })}</span>}
        {emergency && <> <Badge tone="bad" icon="warning">{t("in_emergency")}</Badge></>}
        {!reading && entry.what && <span className={styles["soft"]}> · {t("from", { address: entry.what })}</span>}
      </td>
      <td>
        {entry.patient && (mayKnow ? <Link to={`/people/${entry.patient}`}>{name}</Link> : <span>{name}</span>)}
        {entry.patient && !filtered && <button type="button" className={styles["only"]} onClick={() => only(entry.patient ?? "")} aria-label={t("show_only", { name })} title={t("show_only", { name })}><Icon name="search" size={16} /></button>}
      </td>
    </tr>
  );
}
