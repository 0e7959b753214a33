import { useMemo, useState } from "react";
import type { CommandData, Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { usePolicy, useStaffName, useWords } from "../../lib/reference";
import { setQuery, useQuery } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Facts, Page, Stack } from "../../parts/Page";
import { Banner, EmptyState, Reading } from "../../parts/states";
import { Tabs } from "../../parts/Tabs";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { Consents } from "./Consents";
import { House } from "./House";
import { RuleMark } from "./RuleMark";
import styles from "./rules.module.css";
import { groupsOf, isUnverified, useTexts, type Group, type Rule, type Say, type Shown } from "./rules";

type PolicyPage = Shape<"PolicyPage">;
type Task = { what: "confirm" | "withdraw"; rule: Rule };

export default function Rules() {
  const t = useTexts();
  const words = useWords();
  const policy = usePolicy();
  const pack = policy.data?.pack;
  return (
    <Page title={t("title")} lead={pack ? t("lead", { name: words(pack.name), version: pack.version }) : undefined}>
      <Reading of={policy} lines={8}>
        {(page) => (
          <Tabs
            label={t("title")}
            tabs={[
              { id: "rules", label: t("tab.rules"), content: <RuleList page={page} /> },
              { id: "consents", label: t("tab.consents"), content: <Consents consents={page.pack.consents} /> },
              { id: "house", label: t("tab.house"), content: <House page={page} /> },
            ]}
          />
        )}
      </Reading>
    </Page>
  );
}

function useSay(): Say {
  const t = useTexts();
  const terms = useTerms();
  const format = useFormats();
  const span = (from: number | undefined, to: number | undefined): string => [from, to].filter((each) => each !== undefined).map((each) => format.number(each)).join("–");
  return {
    dose: (rule) =>
      rule.max_mg_per_kg !== undefined
        ? `${span(rule.min_mg_per_kg, rule.max_mg_per_kg)} ${terms("unit.mg_per_kg")}`
        : `${span(rule.min_mg, rule.max_mg)} ${terms("unit.mg")}`,
    plausible: (rule) => t("plausible", { possible: span(rule.possible_min, rule.possible_max), usual: span(rule.usual_min, rule.usual_max) }),
    start: (rule) => t(rule.action === "hold" ? "start_hold" : "start_weigh", { limit: format.number(rule.hold_above) }),
    length: (rule) => t("lengths", { span: span(rule.shortest_min, rule.longest_min) }),
    kind: (rule) => t(`criterion.${rule.kind}`),
  };
}

function RuleList({ page }: { page: PolicyPage }) {
  const t = useTexts();
  const say = useSay();
  const [task, setTask] = useState<Task | undefined>(undefined);
  const confirmed = useMemo(() => new Set(page.confirmations.map(({ rule }) => rule)), [page.confirmations]);
  const only = useQuery().get("only") === "unverified";
  const groups = groupsOf(page.pack, say);
  const open = groups.flatMap(({ rules }) => rules).filter(({ rule }) => isUnverified(rule, confirmed)).length;
  const shown = groups
    .map((group) => ({ ...group, rules: only ? group.rules.filter(({ rule }) => isUnverified(rule, confirmed)) : group.rules }))
    .filter(({ rules }) => rules.length > 0);
  return (
    <div className={styles["layout"]}>
      <aside className={styles["aside"]}>
        <nav aria-label={t("groups")}>
          <ul className={styles["toc"]}>{shown.map(({ id, rules }) => <li key={id}><a href={`#${id}`}>{t(`group.${id}`)} <span>{rules.length}</span></a></li>)}</ul>
        </nav>
        <details className={styles["tags"]}>
          <summary>{t("tags_title")}</summary>
          <dl>
            {(["R", "R2", "C", "M"] as const).map((tag) => (
              <div key={tag}><dt>{t(`tag.${tag}`)}</dt><dd>{t(`tag_text.${tag}`)}</dd></div>
            ))}
          </dl>
        </details>
      </aside>
      <div className={styles["main"]}>
        {open > 0 ? (
          <Banner tone="warn" title={t("unverified_title", { n: open })} actions={<Button size="small" aria-pressed={only} onClick={() => setQuery("only", only ? "" : "unverified")}>{only ? t("show_all") : t("show_unverified")}</Button>}>
            {t("unverified_detail")}
          </Banner>
        ) : (
          <Banner tone="good" title={t("all_verified")} actions={only && <Button size="small" onClick={() => setQuery("only", "")}>{t("show_all")}</Button>} />
        )}
        {shown.length === 0 && <EmptyState title={t("all_verified")} />}
        {shown.map((group) => <RuleGroup key={group.id} group={group} page={page} confirmed={confirmed} start={setTask} />)}
      </div>
      {task && <Doing task={task} onClose={() => setTask(undefined)} />}
    </div>
  );
}

type GroupProps = { group: Group; page: PolicyPage; confirmed: ReadonlySet<string>; start: (task: Task) => void };

function RuleGroup({ group, page, confirmed, start }: GroupProps) {
  const t = useTexts();
  return (
    <section className={styles["group"]} id={group.id} aria-labelledby={`${group.id}-title`}>
      <h2 id={`${group.id}-title`}>{t(`group.${group.id}`)}</h2>
      <p className={styles["groupText"]}>{t(`group_text.${group.id}`)}</p>
      <ul className={styles["rules"]}>
        {group.rules.map((shown) => (
          <RuleRow key={shown.rule.id} shown={shown} unverified={isUnverified(shown.rule, confirmed)} confirmation={page.confirmations.find(({ rule }) => rule === shown.rule.id)} start={start} />
        ))}
      </ul>
    </section>
  );
}

type RuleRowProps = { shown: Shown; unverified: boolean; confirmation: Shape<"Confirmation"> | undefined; start: (task: Task) => void };

function RuleRow({ shown: { rule, numbers }, unverified, confirmation, start }: RuleRowProps) {
  const t = useTexts();
  const words = useWords();
  const format = useFormats();
  const staffName = useStaffName();
  const may = useMay("confirm_rules");
  return (
    <li className={styles["rule"]} id={rule.id} data-unverified={unverified ? "" : undefined}>
      <div className={styles["ruleHead"]}>
        <h3>{words(rule.text)}</h3>
        <RuleMark rule={rule} confirmed={confirmation !== undefined} />
      </div>
      {numbers && <p className={styles["numbers"]}>{numbers}</p>}
      <p className={styles["source"]}>
        {t("source_label")}: <span lang="en">{rule.source}</span> <span className={styles["id"]}>{t("rule_id", { id: rule.id, author: rule.author, since: format.date(rule.since) })}</span>
      </p>
      {confirmation && <p className={styles["confirmation"]}>{t("confirmed_by", { name: staffName(confirmation.by), date: format.date(confirmation.at, "longDate"), grounds: confirmation.grounds })}</p>}
      {may && unverified && <div className={styles["ruleFoot"]}><Button size="small" icon={<Icon name="check" size={18} />} onClick={() => start({ what: "confirm", rule })}>{t("confirm")}</Button></div>}
      {may && confirmation && <div className={styles["ruleFoot"]}><Button size="small" kind="quiet" onClick={() => start({ what: "withdraw", rule })}>{t("withdraw")}</Button></div>}
    </li>
  );
}

function Doing({ task: { what, rule }, onClose }: { task: Task; onClose: () => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const words = useWords();
  const form = useForm({
    name: `${what}_rule`,
    subject: rule.id,
    initial: { why: "" },
    command: what === "confirm" ? "confirm-rule" : "withdraw-confirmation",
    places: { why: what === "confirm" ? "/data/grounds" : "/data/reason" },
    check: ({ why }) => ({ why: why.trim() ? undefined : common("required") }),
    data: ({ why }): CommandData<"confirm-rule"> | CommandData<"withdraw-confirmation"> =>
      what === "confirm" ? { rule: rule.id, grounds: why.trim() } : { rule: rule.id, reason: why.trim() },
    onDone: () => {
      toast(t(what === "confirm" ? "confirm_done" : "withdraw_done"));
      onClose();
    },
  });
  return (
    <Dialog title={t(what === "confirm" ? "confirm_title" : "withdraw_title")} onClose={onClose}>
      <Form form={form} submit={t(what === "confirm" ? "confirm_submit" : "withdraw_submit")} kind={what === "confirm" ? "primary" : "danger"}>
        <Stack>
          <p className={styles["quoted"]}>{words(rule.text)}</p>
          <Facts rows={[[t("source_label"), <span key="source" lang="en">{rule.source}</span>]]} />
          <p>{t(what === "confirm" ? "confirm_detail" : "withdraw_detail")}</p>
        </Stack>
        <TextField {...form.field("why")} label={t(what === "confirm" ? "grounds" : "why")} hint={what === "confirm" ? t("grounds_hint") : undefined} maxLength={400} />
      </Form>
    </Dialog>
  );
}
