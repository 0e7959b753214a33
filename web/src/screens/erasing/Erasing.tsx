import type { ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { shortId } from "../../lib/id";
import { useRead } from "../../lib/read";
import { useStaffName } from "../../lib/reference";
import { List, ListRow, Page, Stack } from "../../parts/Page";
import { Badge, EmptyState, Reading } from "../../parts/states";
import styles from "./erasing.module.css";
import { erasedOf, isOver, sortedOut, standings, type Row, type Standing } from "./standing";
import { useErasingTexts } from "./texts";

/** Whose record somebody asked to have erased, which are held, and of what only a number is left. */
export default function Erasing() {
  const t = useErasingTexts();
  const read = useRead<Shape<"ErasureList">>("/api/v1/erasures", { every: 60_000 });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Reading of={read}>
        {({ erasures }) => {
          const sorted = sortedOut(erasures);
          const shown = standings.filter((standing) => sorted[standing].length > 0);
          if (shown.length === 0) return <EmptyState title={t("empty")}>{t("empty_detail")}</EmptyState>;
          return (
            <Stack gap="l">
              {shown.map((standing) => (
                <section key={standing} className={styles["group"]}>
                  <h2>{t(`group.${standing}`)}</h2>
                  <p className={styles["soft"]}>{t(`group_text.${standing}`)}</p>
                  <List label={t(`group.${standing}`)}>{sorted[standing].map((row) => <Line key={row.person} row={row} standing={standing} />)}</List>
                </section>
              ))}
            </Stack>
          );
        }}
      </Reading>
    </Page>
  );
}

function Line({ row, standing }: { row: Row; standing: Standing }) {
  const t = useErasingTexts();
  const format = useFormats();
  const who = useStaffName();
  const today = useToday();
  const { kind, id } = erasedOf(row.person);
  const said: ReactNode[] = [
    standing === "held" && row.held_at && t("held_since", { date: format.date(row.held_at, "longDate") }),
    standing !== "erased" && row.requested_at && t("asked_on", { date: format.date(row.requested_at, "longDate") }),
    row.erased_at && t("erased_on", { date: format.date(row.erased_at, "dateTime"), name: who(row.erased_by) }),
    row.kept_until && t(isOver(row.kept_until, today) ? "was_kept_until" : "kept_until", { date: format.date(row.kept_until, "longDate") }),
  ];
  return (
    <ListRow
      {...(row.patient ? { to: `/people/${row.patient}?tab=details` } : {})}
      title={row.patient_name ?? t(`number.${kind}`, { id: shortId(id) })}
      detail={<span className={styles["said"]}>{said.filter(Boolean).map((each, at) => <span key={at}>{each}</span>)}</span>}
      end={<Mark standing={standing} over={isOver(row.kept_until, today)} />}
    />
  );
}

function Mark({ standing, over }: { standing: Standing; over: boolean }) {
  const t = useErasingTexts();
  if (standing === "erased") return <Badge icon="eraser">{t("mark.erased")}</Badge>;
  if (standing === "held") return <Badge tone="info" icon="lock">{t("mark.held")}</Badge>;
  return over ? <Badge tone="act">{t("mark.over")}</Badge> : <Badge icon="waiting">{t("mark.kept")}</Badge>;
}
