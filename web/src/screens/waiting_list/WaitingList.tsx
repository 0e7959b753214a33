import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { usePolicy, useWords } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { List, ListRow, Page, Stack } from "../../parts/Page";
import { Badge, EmptyState, Reading } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useWaitingTexts } from "./texts";
import styles from "./waiting_list.module.css";

const Notice = lazy(() => import("./Notice"));
const EraseAsker = lazy(() => import("../erasing/EraseAsker"));
const JoinWaitingList = lazy(() => import("./JoinWaitingList"));
const ReasonDialog = lazy(() => import("../inquiries/ReasonDialog"));

type Row = Shape<"WaitingRow">;
type Asked = { what: "notice" | "leave" | "erase"; row: Row } | { what: "open" | "close"; indication: Shape<"Indication"> } | { what: "join" };

/** Who waits for what the clinic does not take yet, and who is to be told now that it does. */
export default function WaitingList() {
  const t = useWaitingTexts();
  const words = useWords();
  const mayOpen = useMay("open_indications");
  const policy = usePolicy();
  const read = useRead<Shape<"WaitingPage">>("/api/v1/waiting-list", { every: 60_000 });
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const shut = (): void => setAsked(undefined);
  const anyClosed = policy.data && read.data && policy.data.pack.indications.some(({ code }) => !read.data?.open_indications.includes(code));
  return (
    <Page title={t("title")} lead={t("lead")} actions={anyClosed && <Button kind="primary" icon={<Icon name="plus" />} onClick={() => setAsked({ what: "join" })}>{t("join")}</Button>}>
      <Reading of={policy}>
        {({ pack }) => (
          <Reading of={read}>
            {({ waiting, open_indications }) => {
              const groups = pack.indications
                .map((indication) => ({ indication, open: open_indications.includes(indication.code), rows: waiting.filter((row) => row.indication === indication.code) }))
                .sort((a, b) => due(b) - due(a) || b.rows.length - a.rows.length);
              const empty = groups.filter(({ rows }) => rows.length === 0);
              const ask = (indication: Shape<"Indication">, open: boolean) => (mayOpen ? () => setAsked({ what: open ? "close" : "open", indication }) : undefined);
              return (
                <Stack gap="l">
                  {waiting.every(({ status }) => status !== "waiting") && <EmptyState title={t("empty")}>{t("empty_detail")}</EmptyState>}
                  {groups.filter(({ rows }) => rows.length > 0).map(({ indication, open, rows }) => (
                    <Group key={indication.code} name={words(indication.name)} open={open} rows={rows} ask={setAsked} toggle={ask(indication, open)} />
                  ))}
                  {empty.length > 0 && (
                    <section className={styles["group"]}>
                      <h2 className={styles["restTitle"]}>{t("rest")}</h2>
                      <List label={t("rest")}>
                        {empty.map(({ indication, open }) => (
                          <ListRow key={indication.code} title={words(indication.name)} end={<><Admits open={open} /><Toggle open={open} toggle={ask(indication, open)} /></>} />
                        ))}
                      </List>
                    </section>
                  )}
                </Stack>
              );
            }}
          </Reading>
        )}
      </Reading>
      <Suspense fallback={null}>
        {asked?.what === "notice" && <Notice row={asked.row} onClose={shut} />}
        {asked?.what === "leave" && <ReasonDialog command="leave-waiting-list" data={{ waiting: asked.row.id }} subject={asked.row.id} title={t("leave_title", { name: asked.row.name })} hint={t("leave_hint")} submit={t("leave_send")} done={t("left")} onClose={shut} />}
        {asked?.what === "erase" && <EraseAsker of={{ waiting: asked.row.id }} name={asked.row.name} onErased={shut} onClose={shut} />}
        {asked?.what === "join" && <JoinWaitingList onClose={shut} />}
        {(asked?.what === "open" || asked?.what === "close") && (
          <ReasonDialog command={`${asked.what}-indication`} data={{ indication: asked.indication.code }} subject={asked.indication.code}
            title={t(`title.${asked.what}`, { indication: words(asked.indication.name) })} hint={t(`hint.${asked.what}`)} submit={t(`send.${asked.what}`)} done={t(`done.${asked.what}`)} onClose={shut} />
        )}
      </Suspense>
    </Page>
  );
}

const due = ({ open, rows }: { open: boolean; rows: readonly Row[] }): number => (open ? rows.filter(({ status }) => status === "waiting").length : 0);

type GroupProps = { name: string; open: boolean; rows: readonly Row[]; toggle: (() => void) | undefined; ask: (asked: Asked) => void };

function Group({ name, open, rows, toggle, ask }: GroupProps) {
  const t = useWaitingTexts();
  const waiting = rows.filter(({ status }) => status === "waiting");
  const before = rows.filter(({ status }) => status !== "waiting");
  return (
    <section className={styles["group"]}>
      <header className={styles["head"]}>
        <h2>{name}</h2>
        <Admits open={open} />
        <Toggle open={open} toggle={toggle} />
      </header>
      {open && waiting.length > 0 && <p className={styles["due"]}><Icon name="mail" size={18} />{t("to_tell", { n: waiting.length })}</p>}
      {waiting.length > 0 && <List label={name}>{waiting.map((row) => <Person key={row.id} row={row} open={open} ask={ask} />)}</List>}
      {before.length > 0 && (
        <details>
          <summary>{t("no_longer", { n: before.length })}</summary>
          <List label={t("no_longer", { n: before.length })}>{before.map((row) => <Person key={row.id} row={row} open={open} ask={ask} />)}</List>
        </details>
      )}
    </section>
  );
}

function Admits({ open }: { open: boolean }) {
  const t = useWaitingTexts();
  return <Badge tone={open ? "good" : "still"} icon={open ? "check" : "pause"}>{t(open ? "open" : "not_open")}</Badge>;
}

function Toggle({ open, toggle }: { open: boolean; toggle: (() => void) | undefined }) {
  const t = useWaitingTexts();
  return toggle && <Button size="small" kind="quiet" onClick={toggle}>{t(open ? "close" : "start")}</Button>;
}

function Person({ row, open, ask }: { row: Row; open: boolean; ask: (asked: Asked) => void }) {
  const t = useWaitingTexts();
  const terms = useTerms();
  const format = useFormats();
  const waits = row.status === "waiting";
  const mayErase = useMay("erase_records");
  return (
    <ListRow
      title={row.name}
      detail={
        <span className={styles["meta"]}>
          {row.phone && <span><a href={`tel:${row.phone.replace(/\s/g, "")}`}>{row.phone}</a></span>}
          {row.email && <span><a href={`mailto:${row.email}`}>{row.email}</a></span>}
          <span>{terms(`language.${row.language}`)}</span>
          <span>{t("consent_since", { date: format.date(row.joined_at) })}</span>
          {row.told_at && <span>{t("told_at", { date: format.date(row.told_at) })}</span>}
        </span>
      }
      end={
        <>
          {waits && open && <Button size="small" kind="primary" icon={<Icon name="mail" size={18} />} onClick={() => ask({ what: "notice", row })}>{t("tell")}</Button>}
          {waits ? <Button size="small" kind="quiet" onClick={() => ask({ what: "leave", row })}>{t("leave")}</Button> : <Badge tone={row.status === "told" ? "good" : "still"}>{terms(`waiting.${row.status}`)}</Badge>}
          {mayErase && <Button size="small" kind="quiet" aria-label={t("erase_of", { name: row.name })} onClick={() => ask({ what: "erase", row })}>{t("erase")}</Button>}
        </>
      }
    />
  );
}
