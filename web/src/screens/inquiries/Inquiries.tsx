import { lazy, Suspense } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { useMay, useMe } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link, useQuery } from "../../lib/router";
import { List, Page, Stack } from "../../parts/Page";
import { EmptyState, Loading, Reading } from "../../parts/states";
import { useParam } from "../../shell/params";
import styles from "./inquiries.module.css";
import { InquiryItem } from "./InquiryRow";
import { useInquiriesTexts } from "./texts";

const Inquiry = lazy(() => import("./Inquiry"));
const RecordInquiry = lazy(() => import("./RecordInquiry"));

/** `/inquiries` is the list, `/inquiries/new` the form for one that came by phone, `/inquiries/:id` one of them. */
export default function Inquiries() {
  const rest = useParam("rest");
  if (rest === "new") return <Suspense fallback={<Loading lines={6} />}><RecordInquiry /></Suspense>;
  if (rest) return <Suspense fallback={<Loading lines={6} />}><Inquiry key={rest} id={rest} /></Suspense>;
  return <InquiryList />;
}

const filters = ["open", "mine", "all"] as const;

function InquiryList() {
  const t = useInquiriesTexts();
  const me = useMe();
  const asked = useQuery().get("show");
  const filter = filters.find((each) => each === asked) ?? "open";
  const read = useRead<Shape<"InquiryList">>("/api/v1/inquiries", { every: 30_000 });
  const passes = (inquiry: Shape<"InquiryRow">): boolean =>
    filter === "all" || (inquiry.status === "open" && (filter === "open" || inquiry.owner === me.staff));
  return (
    <Page title={t("title")} actions={<LinkButton to="/inquiries/new" kind="primary" icon={<Icon name="plus" />}>{t("record")}</LinkButton>}>
      <Kept />
      <Reading of={read}>
        {({ inquiries }) => {
          const shown = inquiries.filter(passes);
          // Open ones: the most pressing first; all of them: the newest first, as they came.
          if (filter !== "all") shown.sort((a, b) => a.due_at.localeCompare(b.due_at));
          return (
            <Stack>
              <nav className={styles["filters"]} aria-label={t("filter")}>
                {filters.map((each) => {
                  const count = inquiries.filter((inquiry) => inquiry.status === "open" && (each !== "mine" || inquiry.owner === me.staff)).length;
                  return (
                    <Link key={each} to={each === "open" ? "/inquiries" : `/inquiries?show=${each}`} className={styles["filter"]} aria-current={each === filter ? "true" : "false"}>
                      {t(`show.${each}`)}
                      {each !== "all" && <span className={styles["count"]}>{count}</span>}
                    </Link>
                  );
                })}
              </nav>
              {shown.length > 0
                ? <List label={t("title")}>{shown.map((inquiry) => <InquiryItem key={inquiry.id} inquiry={inquiry} />)}</List>
                : <EmptyState title={t(`empty.${filter}`)}>{t("empty_detail")}</EmptyState>}
            </Stack>
          );
        }}
      </Reading>
    </Page>
  );
}

/** How the promise was kept over the last weeks, for those who may see the clinic's figures. */
function Kept() {
  const t = useInquiriesTexts();
  const format = useFormats();
  const { data } = useRead<Shape<"Figures">>(useMay("read_figures") ? "/api/v1/figures" : null);
  if (!data) return null;
  const weeks = data.weeks.filter(({ answered }) => answered > 0);
  const answered = weeks.reduce((sum, week) => sum + week.answered, 0);
  if (answered === 0) return null;
  const inTime = weeks.reduce((sum, week) => sum + week.in_time, 0);
  return (
    <div className={styles["kept"]}>
      <p><strong>{format.percent(inTime / answered)}</strong> {t("kept", { n: answered })}</p>
      <ol className={styles["weeks"]} aria-label={t("weeks")}>
        {data.weeks.map(({ monday, answered: all, in_time }) => {
          const words = t("week", { date: format.date(monday, "dayMonth"), in_time, all });
          return (
            <li key={monday} title={words}>
              <span className="hidden-text">{words}</span>
              <svg width="14" height="36" viewBox="0 0 14 36" aria-hidden="true">
                <rect className={styles["weekBack"]} x="0" y="0" width="14" height="36" rx="3" />
                {all > 0 && <rect className={styles["weekIn"]} x="0" y={36 - (in_time / all) * 36} width="14" height={(in_time / all) * 36} rx="3" />}
              </svg>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
