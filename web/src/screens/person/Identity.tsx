import { useState, type ReactNode } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { ageOn, dayOf, usePolicy } from "../../lib/reference";
import { Icon, type IconName } from "../../parts/Icon";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import styles from "./person.module.css";
import { usePersonTexts } from "./texts";

type Details = Shape<"PatientDetails">;

/** "42 years, born 3 May 1984 · woman · Czech". */
export function useIdentityLine(): (details: Details) => string {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const today = dayOf(useNow());
  return ({ birth_date, sex, language }) =>
    [
      t("born", { age: terms("years", { n: ageOn(birth_date, today) }), date: format.date(birth_date, "longDate") }),
      sex && terms(`sex.${sex}`),
      t("speaks", { language: terms(`language.${language}`) }),
    ].filter(Boolean).join(" · ");
}

/** Who it is and whom to call, always in view above the path. */
export function Identity({ details }: { details: Details }) {
  const t = usePersonTexts();
  const { data: policy } = usePolicy();
  const insurer = policy?.pack.insurers.find(({ code }) => code === details.insurer_code);
  // On a phone the contacts wait folded, so that the path and the next step come into view first.
  const [open] = useState(() => window.matchMedia("(min-width: 34.01rem)").matches);
  return (
    <div className={styles["identity"]}>
      <dl>
        <Fact icon="warning" name={t("allergies")}>
          {details.allergies.length > 0
            ? <span className={styles["chips"]}>{details.allergies.map((each) => <Badge key={each} tone="warn">{each}</Badge>)}</span>
            : <span className={styles["faint"]}>{t("no_allergies")}</span>}
        </Fact>
      </dl>
      <details open={open}>
        <summary>{t("contacts")}</summary>
        <dl className={styles["contacts"]}>
          {details.phone && <Fact icon="phone" name={t("phone")}><a href={`tel:${details.phone.replace(/\s/g, "")}`}>{details.phone}</a></Fact>}
          {details.email && <Fact icon="mail" name={t("email")}><a href={`mailto:${details.email}`}><Breakable email={details.email} /></a></Fact>}
          <Fact icon="people" name={t("escort")}><Contact of={details.escort} /></Fact>
          <Fact icon="heart" name={t("emergency_contact")}><Contact of={details.emergency_contact} /></Fact>
          {details.insurer_code && <Fact icon="note" name={t("insurer")}>{insurer?.name ?? details.insurer_code}</Fact>}
        </dl>
      </details>
    </div>
  );
}

/** A long address breaks before the @ first. */
function Breakable({ email }: { email: string }) {
  const [name, place] = email.split("@");
  return <>{name}<wbr />@{place}</>;
}

function Fact({ icon, name, children }: { icon: IconName; name: string; children: ReactNode }) {
  return (
    <div className={styles["fact"]}>
      <dt><Icon name={icon} size={16} />{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Contact({ of }: { of: Shape<"Contact"> | undefined }) {
  const t = usePersonTexts();
  if (!of) return <span className={styles["faint"]}>{t("not_named")}</span>;
  return (
    <>
      {[of.name, of.relation].filter(Boolean).join(", ")}{" "}
      <a className={styles["nowrap"]} href={`tel:${of.phone.replace(/\s/g, "")}`}>{of.phone}</a>
    </>
  );
}
