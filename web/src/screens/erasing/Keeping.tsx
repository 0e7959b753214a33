import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { usePolicy, useStaffName, useWords } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Facts } from "../../parts/Page";
import { Reading } from "../../parts/states";
import { RuleMark } from "../rules/RuleMark";
import { useTexts as useRuleTexts } from "../rules/rules";
import styles from "./erasing.module.css";
import { isOver } from "./standing";
import { useErasingTexts } from "./texts";

const ReasonDialog = lazy(() => import("../inquiries/ReasonDialog"));
const RequestErasure = lazy(() => import("./RequestErasure"));
const ErasePerson = lazy(() => import("./ErasePerson"));

type Patient = Shape<"Patient">;
type ErasurePage = Shape<"ErasurePage">;

/** How long a person's record is kept and by which rule, who asked to have it erased, what holds it, and its end. */
export default function Keeping({ patient }: { patient: Patient }) {
  const t = useErasingTexts();
  const read = useRead<ErasurePage>(`/api/v1/patients/${patient.id}/erasure`);
  return (
    <Card title={t("keeping")} level={3} tone="flat">
      <Reading of={read} lines={3}>{(page) => <Whole patient={patient} page={page} />}</Reading>
    </Card>
  );
}

function Whole({ patient, page }: { patient: Patient; page: ErasurePage }) {
  const t = useErasingTexts();
  const format = useFormats();
  const who = useStaffName();
  return (
    <>
      <Outlook page={page} />
      <Facts
        rows={[
          [t("rule"), <ByRule key="rule" rule={page.rule} />],
          [t("request"), page.requested_at && <Told key="request" words={page.words} detail={format.date(page.requested_at, "dateTime")} />],
          [t("hold"), page.hold && <Told key="hold" words={page.hold.reason} detail={[format.date(page.hold.at, "dateTime"), who(page.hold.by)].join(" · ")} />],
        ]}
      />
      <Acts patient={patient} page={page} />
    </>
  );
}

/** In a sentence or two: until when, and whether it can be erased. */
function Outlook({ page: { kept_until, hold, may_be_erased } }: { page: ErasurePage }) {
  const t = useErasingTexts();
  const date = useFormats().date(kept_until, "longDate");
  const over = isOver(kept_until, useToday());
  const sentences = [
    may_be_erased ? t("outlook.may", { date }) : over ? t("outlook.over", { date }) : hold ? t("outlook.until", { date }) : t("outlook.then", { date }),
    hold ? t("outlook.held") : over && !may_be_erased && t("outlook.unsealed"),
  ];
  return <p className={styles["prose"]}>{sentences.filter(Boolean).join(" ")}</p>;
}

function ByRule({ rule }: { rule: Shape<"NumberRule"> }) {
  const t = useRuleTexts();
  const words = useWords();
  const { data } = usePolicy();
  return (
    <>
      <span className={styles["rule"]}>
        {words(rule.text)}
        {data && <RuleMark rule={rule} confirmed={data.confirmations.some((each) => each.rule === rule.id)} />}
      </span>
      <span className={styles["soft"]}>{t("source_label")}: <span lang="en">{rule.source}</span></span>
    </>
  );
}

const Told = ({ words, detail }: { words: string | undefined; detail: string }) => <>{words}{"\n"}<span className={styles["soft"]}>{detail}</span></>;

type Asked = "request" | "hold" | "release" | "erase";

function Acts({ patient, page }: { patient: Patient; page: ErasurePage }) {
  const t = useErasingTexts();
  const mayRegister = useMay("register_people");
  const mayErase = useMay("erase_records");
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const shut = (): void => setAsked(undefined);
  const about = { data: { patient: patient.id }, subject: patient.id, onClose: shut };
  const offered = {
    request: mayRegister && !page.requested_at,
    hold: mayErase && !page.hold,
    release: mayErase && page.hold !== undefined,
    erase: mayErase && page.may_be_erased,
  };
  return (
    <>
      {Object.values(offered).some(Boolean) && (
        <div className={styles["acts"]}>
          {offered.request && <Button size="small" icon={<Icon name="note" size={18} />} onClick={() => setAsked("request")}>{t("request.do")}</Button>}
          {offered.hold && <Button size="small" icon={<Icon name="lock" size={18} />} onClick={() => setAsked("hold")}>{t("hold.do")}</Button>}
          {offered.release && <Button size="small" icon={<Icon name="return" size={18} />} onClick={() => setAsked("release")}>{t("release.do")}</Button>}
          {offered.erase && <Button size="small" kind="danger" icon={<Icon name="eraser" size={18} />} onClick={() => setAsked("erase")}>{t("erase.do")}</Button>}
        </div>
      )}
      <Suspense fallback={null}>
        {asked === "request" && <RequestErasure patient={patient.id} page={page} onClose={shut} />}
        {asked === "hold" && <ReasonDialog {...about} command="hold-record" title={t("hold.do")} hint={t("hold.hint")} submit={t("hold.send")} done={t("hold.done")} />}
        {asked === "release" && <ReasonDialog {...about} command="release-record" title={t("release.do")} hint={t("release.hint")} submit={t("release.send")} done={t("release.done")} />}
        {asked === "erase" && <ErasePerson patient={patient} onClose={shut} />}
      </Suspense>
    </>
  );
}
