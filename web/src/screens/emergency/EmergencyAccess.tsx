import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { useStaffName } from "../../lib/reference";
import { Link } from "../../lib/router";
import { useMe, useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Facts, Page, Stack } from "../../parts/Page";
import { Badge, EmptyState, Reading } from "../../parts/states";
import { useAccessTexts, useReadName } from "../access_log/texts";
import styles from "./emergency.module.css";
import { useEmergencyTexts } from "./texts";

const Review = lazy(() => import("./Review"));

export type Row = Shape<"EmergencyRow">;

/** Records that were opened in an emergency: those that somebody has to look at come first. */
export default function EmergencyAccess() {
  const t = useEmergencyTexts();
  const read = useRead<Shape<"EmergencyList">>("/api/v1/emergencies", { every: 15_000 });
  const [reviewing, setReviewing] = useState<Row | undefined>(undefined);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Reading of={read} lines={6}>
        {({ emergencies, mail }) => emergencies.length === 0
          ? <EmptyState title={t("none")}>{t("none_detail")}</EmptyState>
          : <Stack gap="l">{emergencies.map((row) => <One key={row.id} row={row} mail={mail} onReview={() => setReviewing(row)} />)}</Stack>}
      </Reading>
      {reviewing && <Suspense fallback={null}><Review row={reviewing} onClose={() => setReviewing(undefined)} /></Suspense>}
    </Page>
  );
}

function One({ row, mail, onReview }: { row: Row; mail: boolean; onReview: () => void }) {
  const t = useEmergencyTexts();
  const format = useFormats();
  const who = useStaffName();
  const me = useMe();
  const mayKnow = useMay("read_people");
  const access = useAccessTexts();
  const readName = useReadName();
  const open = row.closed_at === undefined && Date.parse(row.ends_at) > useNow(5000);
  const own = row.staff === me.staff;
  const whose = row.patient_name ?? access("unknown_person", { id: row.patient.slice(0, 8) });
  const state = open
    ? <Badge tone="bad" icon="warning">{t("state.open")}</Badge>
    : row.reviewed_at ? <Badge tone="good">{t("state.reviewed")}</Badge> : <Badge tone="warn">{t("state.to_review")}</Badge>;
  return (
    <Card title={who(row.staff)} actions={state}>
      <p className={styles["reason"]}>{row.reason}</p>
      <Facts
        rows={[
          [t("whose"), mayKnow ? <Link to={`/people/${row.patient}`}>{whose}</Link> : whose],
          [t("when"), t("from_until", { from: format.date(row.opened_at, "dateTime"), until: format.date(row.closed_at ?? row.ends_at, "time") })],
          [t("read"), row.reads.length > 0 ? row.reads.map(({ what, times }) => `${readName(what)} (${access("times", { n: times })})`).join("\n") : t("nothing_read")],
          [t("mail"), row.told_at ? t("mail_sent", { time: format.date(row.told_at, "dateTime") }) : mail && !row.reviewed_at ? t("mail_waiting") : undefined],
          [t("finding"), row.finding],
          [t("reviewed_by"), row.reviewed_at && `${who(row.reviewed_by)}, ${format.date(row.reviewed_at, "dateTime")}`],
        ]}
      />
      {!row.reviewed_at && (own ? <p className={styles["quiet"]}>{t("own")}</p> : open ? <p className={styles["quiet"]}>{t("still_open")}</p> : <div><Button kind="primary" icon={<Icon name="check" />} onClick={onReview}>{t("review")}</Button></div>)}
    </Card>
  );
}
