import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { usePolicy, useStaffName } from "../../lib/reference";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Facts, Stack } from "../../parts/Page";
import { useTerms } from "../../parts/texts";
import { Contact } from "./Identity";
import styles from "./person.module.css";
import { usePersonTexts } from "./texts";

type DetailsData = Shape<"PatientDetails">;

function useRows(): (details: DetailsData) => [string, string | undefined][] {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const { data: policy } = usePolicy();
  const contact = (of: Shape<"Contact"> | undefined): string | undefined => of && [of.name, of.relation, of.phone].filter(Boolean).join(", ");
  return (details) => [
    [t("name"), `${details.given_name} ${details.family_name}`],
    [t("birth_date"), format.date(details.birth_date, "longDate")],
    [t("national_id"), details.national_id],
    [t("sex"), details.sex && terms(`sex.${details.sex}`)],
    [t("language"), terms(`language.${details.language}`)],
    [t("phone"), details.phone],
    [t("email"), details.email],
    [t("address"), details.address],
    [t("insurer"), policy?.pack.insurers.find(({ code }) => code === details.insurer_code)?.name ?? details.insurer_code],
    [t("insurer_number"), details.insurer_number],
    [t("allergies"), details.allergies.join(", ") || t("no_allergies")],
    [t("escort"), contact(details.escort)],
    [t("emergency_contact"), contact(details.emergency_contact)],
  ];
}

/** The details as they are now, and every change of them: who, when, why, and what stood there before. */
export function Details({ patient, onAmend }: { patient: Shape<"Patient">; onAmend: (() => void) | undefined }) {
  const t = usePersonTexts();
  const format = useFormats();
  const who = useStaffName();
  const rows = useRows();
  const { details, history } = patient;
  const shown = rows(details).filter(([name]) => name !== t("escort") && name !== t("emergency_contact"));
  return (
    <Stack gap="l">
      <Card title={t("tab.details")} level={3} actions={onAmend && <Button size="small" icon={<Icon name="pen" size={18} />} onClick={onAmend}>{t("amend")}</Button>}>
        <Facts rows={[...shown, [t("escort"), <Contact key="escort" of={details.escort} />], [t("emergency_contact"), <Contact key="emergency" of={details.emergency_contact} />]]} />
      </Card>
      <Card title={t("history")} level={3} tone="flat">
        <ol className={styles["history"]}>
          {[...history].reverse().map((entry, index, all) => {
            const before = all[index + 1];
            return (
              <li key={entry.id}>
                <p><strong>{entry.reason ?? t("registered")}</strong></p>
                <p className={styles["faint"]}>{format.date(entry.at, "dateTime")} · {who(entry.by)}</p>
                {before && <Differences now={rows(entry.details)} before={rows(before.details)} />}
              </li>
            );
          })}
        </ol>
      </Card>
    </Stack>
  );
}

function Differences({ now, before }: { now: [string, string | undefined][]; before: [string, string | undefined][] }) {
  const t = usePersonTexts();
  const changed = now.map(([name, value], index) => [name, before[index]?.[1], value] as const).filter(([, was, is]) => was !== is);
  return (
    <dl className={styles["differences"]}>
      {changed.map(([name, was, is]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{was && <del><span className="hidden-text">{t("before")}: </span>{was}</del>} <ins><span className="hidden-text">{t("now")}: </span>{is ?? t("left_out")}</ins></dd>
        </div>
      ))}
    </dl>
  );
}
