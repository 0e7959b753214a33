import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useToday } from "../../lib/days";
import { useFormats } from "../../lib/format";
import { languageNames } from "../../lib/i18n";
import { useRead } from "../../lib/read";
import { useMay, useMe } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Menu, type MenuEntry } from "../../parts/Menu";
import { List, ListRow, Page, Stack } from "../../parts/Page";
import { Badge, Reading } from "../../parts/states";
import { Tabs } from "../../parts/Tabs";
import { useShellTexts } from "../../shell/texts";
import { Doing, type Task } from "./Doing";
import { Matrix } from "./Matrix";
import styles from "./staff.module.css";
import { useTexts } from "./texts";

type Person = Shape<"StaffRow">;
type Factors = Shape<"FactorsOfStaff">;

export default function Staff() {
  const t = useTexts();
  const mayManage = useMay("manage_staff");
  const [task, setTask] = useState<Task | undefined>(undefined);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={mayManage && <Button kind="primary" icon={<Icon name="plus" />} onClick={() => setTask({ what: "add" })}>{t("add")}</Button>}
    >
      <Tabs
        label={t("title")}
        tabs={[
          { id: "people", label: t("people"), content: <People start={setTask} mayManage={mayManage} /> },
          { id: "roles", label: t("who_may_what"), content: <Matrix /> },
        ]}
      />
      {task && <Doing task={task} onClose={() => setTask(undefined)} next={setTask} />}
    </Page>
  );
}

function People({ start, mayManage }: { start: (task: Task) => void; mayManage: boolean }) {
  const t = useTexts();
  const read = useRead<Shape<"StaffList">>("/api/v1/staff");
  const factors = useRead<Shape<"AllFactors">>(mayManage ? "/api/v1/factors" : null);
  const factorsOf = (id: string): Factors | undefined => factors.data?.staff.find(({ staff }) => staff === id);
  return (
    <Reading of={read}>
      {({ staff }) => {
        const [here, left] = [staff.filter(({ active }) => active), staff.filter(({ active }) => !active)];
        return (
          <Stack gap="l">
            <List label={t("people")}>{here.map((person) => <Line key={person.id} person={person} factors={factorsOf(person.id)} start={mayManage ? start : undefined} />)}</List>
            {left.length > 0 && (
              <section className={styles["left"]} aria-labelledby="left">
                <h2 id="left">{t("left_title")}</h2>
                <p>{t("left_detail")}</p>
                <List label={t("left_title")}>{left.map((person) => <Line key={person.id} person={person} factors={undefined} start={mayManage ? start : undefined} />)}</List>
              </section>
            )}
          </Stack>
        );
      }}
    </Reading>
  );
}

type LineProps = { person: Person; factors: Factors | undefined; start: ((task: Task) => void) | undefined };

function Line({ person, factors, start }: LineProps) {
  const t = useTexts();
  const shell = useShellTexts();
  const me = useMe();
  const self = me.staff === person.id;
  const entries: MenuEntry[] = person.active
    ? [
        ...(self ? [] : [{ id: "roles", label: t("change_roles"), icon: "pen", onChoose: () => start?.({ what: "roles", person }) } as const]),
        ...(self ? [{ id: "account", label: t("own_account"), icon: "person", to: "/account" } as const] : [{ id: "password", label: t("new_password"), icon: "lock", onChoose: () => start?.({ what: "password", person }) } as const]),
        ...(!self && hasFactors(factors) ? [{ id: "factors", label: t("reset_factors"), icon: "phone", onChoose: () => start?.({ what: "factors", person }) } as const] : []),
        ...(!self && factors?.identity ? [{ id: "identity", label: t("remove_identity"), icon: "lock", onChoose: () => start?.({ what: "identity", person }) } as const] : []),
        ...(self ? [] : [{ id: "dismiss", label: t("dismiss"), icon: "leave", danger: true, onChoose: () => start?.({ what: "dismiss", person }) } as const]),
      ]
    : [{ id: "reinstate", label: t("reinstate"), icon: "return", onChoose: () => start?.({ what: "reinstate", person }) }];
  return (
    <ListRow
      title={<>{person.name}{self && <span className={styles["self"]}> {t("you")}</span>}</>}
      detail={t("signs_in_as", { user: person.user, language: languageNames[person.language] })}
      start={<span className={styles["face"]} data-left={person.active ? undefined : ""} aria-hidden="true"><Icon name="person" /></span>}
      end={
        <>
          {!person.active && <Badge icon="leave">{t("dismissed")}</Badge>}
          {person.active && person.until && <UntilBadge until={person.until} />}
          {factors && <FactorBadges factors={factors} />}
          {factors?.identity && <Badge icon={null}>{t("factor_identity")}</Badge>}
          {person.roles.map((role) => <Badge key={role} tone={role === "administrator" ? "act" : "still"} icon={null}>{shell(`role.${role}`)}</Badge>)}
          {start && <Menu className={styles["more"]} label={t("actions_for", { name: person.name })} button={<Icon name="more" />} entries={entries} />}
        </>
      }
    />
  );
}

const hasFactors = (factors: Factors | undefined): boolean => factors !== undefined && (factors.totp || factors.passkeys > 0);

/** For administrators: what somebody signs in with besides the password. */
function FactorBadges({ factors }: { factors: Factors }) {
  const t = useTexts();
  if (!hasFactors(factors)) return factors.required ? <Badge tone="warn" icon="lock">{t("factor_missing")}</Badge> : <Badge icon={null}>{t("factor_none")}</Badge>;
  return (
    <>
      {factors.totp && <Badge tone="good" icon="lock">{t("factor_app")}</Badge>}
      {factors.passkeys > 0 && <Badge tone="good" icon="lock">{t("factor_passkey")}</Badge>}
    </>
  );
}

function UntilBadge({ until }: { until: string }) {
  const t = useTexts();
  const format = useFormats();
  const over = until < useToday();
  return <Badge tone={over ? "warn" : "info"} icon="calendar">{t(over ? "until_over" : "until_day", { date: format.date(until) })}</Badge>;
}
