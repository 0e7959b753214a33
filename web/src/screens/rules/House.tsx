import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useWords } from "../../lib/reference";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Card, Facts } from "../../parts/Page";
import { Badge } from "../../parts/states";
import styles from "./rules.module.css";
import { useTexts } from "./rules";

/** What else the pack says: what the clinic treats, its rooms, insurers and questionnaires. */
export function House({ page: { pack, open_indications: open } }: { page: Shape<"PolicyPage"> }) {
  const t = useTexts();
  const words = useWords();
  const format = useFormats();
  const mayOpen = useMay("handle_inquiries");
  return (
    <div className={styles["house"]}>
      <Card title={t("indications")} actions={mayOpen && <Link to="/waiting-list">{t("waiting_list")}</Link>}>
        <ul className={styles["plain"]}>
          {pack.indications.map((each) => (
            <li key={each.code}>
              <span>{words(each.name)} <small>{each.icd10.join(", ")}</small></span>
              {open.includes(each.code) ? <Badge tone="good">{t("open")}</Badge> : <Badge icon="lock">{t("closed")}</Badge>}
              <small className={styles["source"]}>{t("source_label")}: <span lang="en">{each.source}</span></small>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("questionnaires")}>
        <ul className={styles["plain"]}>
          {pack.instruments.map((each) => (
            <li key={each.id}>
              <span>{words(each.title)}</span>
              <Badge icon={null}>{t(`tag.${each.evidence}`)}</Badge>
              <small>{each.bands.map(({ from, name }) => t("band", { from: format.number(from), name: words(name) })).join(" · ")}</small>
              <small className={styles["source"]}>{t("source_label")}: <span lang="en">{each.source}</span></small>
              <small className={styles["source"]}>{t("wording")}: <span lang="en">{each.wording_source}</span> ({t(`tag.${each.wording_evidence}`)})</small>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("rooms")}>
        <ul className={styles["plain"]}>{pack.rooms.map(({ code, name }) => <li key={code}><span>{words(name)}</span></li>)}</ul>
      </Card>
      <Card title={t("insurers")}>
        <ul className={styles["plain"]}>
          {pack.insurers.map(({ code, name, contracted }) => (
            <li key={code}><span>{name} <small>{code}</small></span>{contracted ? <Badge tone="good">{t("contracted")}</Badge> : <Badge icon={null}>{t("not_contracted")}</Badge>}</li>
          ))}
        </ul>
      </Card>
      <Card title={t("pack")}>
        <Facts rows={[[t("pack_id"), pack.id], [t("pack_version"), format.number(pack.version)], [t("zone"), pack.zone], [t("pack_hash"), <code key="hash" className={styles["hash"]}>{pack.sha256}</code>]]} />
      </Card>
    </div>
  );
}
