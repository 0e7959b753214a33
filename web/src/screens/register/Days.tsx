import { useState } from "react";
import { useToday } from "../../lib/days";
import { useForm } from "../../lib/form";
import { useFormats } from "../../lib/format";
import { useStaffName } from "../../lib/reference";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { PasswordField, Select, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Card, Facts, List, ListRow, Row, Stack } from "../../parts/Page";
import { Badge, Banner, EmptyState, Reading } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { useAmounts, useBook, usePlaceName, useStock } from "./data";
import { monthsToClose } from "./filters";
import styles from "./register.module.css";
import type { Book, DayRow } from "./shapes";
import { useTexts } from "./texts";

type Task = "open_day" | "close_day" | "close_month";

/** The days and months of the book: opened, closed, and closed for good. */
export function Days() {
  const read = useBook();
  const [task, setTask] = useState<Task | undefined>(undefined);
  return (
    <Reading of={read}>
      {(book) => (
        <Stack gap="l">
          <Now book={book} start={setTask} />
          <Log days={book.days} />
          {task && <Doing task={task} book={book} onClose={() => setTask(undefined)} />}
        </Stack>
      )}
    </Reading>
  );
}

function Now({ book, start }: { book: Book; start: (task: Task) => void }) {
  const t = useTexts();
  const format = useFormats();
  const today = useToday();
  const keeps = useMay("keep_register");
  const { open_day: open, last_day_closed: last, closed_through: closed } = book;
  const months = monthsToClose(today, closed);
  const over = last === today;
  return (
    <Card title={t("days.now")}>
      <Row>
        {open ? <Badge tone="good">{t("days.is_open", { date: format.date(open, "weekday") })}</Badge> : over ? <Badge>{t("days.today_closed")}</Badge> : <Badge tone="warn">{t("days.none_open")}</Badge>}
        {open && open !== today && <Badge tone="warn">{t("days.still_open")}</Badge>}
      </Row>
      <Facts rows={[[t("days.last_closed"), last && format.date(last, "longDate")], [t("days.closed_through"), closed && format.date(closed, "longDate")]]} />
      {keeps && (
        <Row>
          {open
            ? <Button kind="primary" icon={<Icon name="moon" size={18} />} onClick={() => start("close_day")}>{t("days.close_day", { date: format.date(open, "dayMonth") })}</Button>
            : !over && <Button kind="primary" icon={<Icon name="sun" size={18} />} onClick={() => start("open_day")}>{t("days.open_day")}</Button>}
          {months.length > 0 && <Button icon={<Icon name="lock" size={18} />} onClick={() => start("close_month")}>{t("days.close_month")}</Button>}
        </Row>
      )}
    </Card>
  );
}

function Doing({ task, book, onClose }: { task: Task; book: Book; onClose: () => void }) {
  const t = useTexts();
  return (
    <Dialog title={t(`days.title.${task}`)} onClose={onClose}>
      {task === "close_month" ? <CloseMonth book={book} onDone={onClose} /> : <OneDay task={task} onDone={onClose} />}
    </Dialog>
  );
}

function OneDay({ task, onDone }: { task: "open_day" | "close_day"; onDone: () => void }) {
  const t = useTexts();
  const form = useForm({
    name: `register_${task}`,
    initial: { note: "" },
    command: task === "open_day" ? "open-register-day" : "close-register-day",
    data: ({ note }) => (note.trim() ? { note: note.trim() } : {}),
    onDone: () => {
      toast(t(`days.done.${task}`));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t(`days.submit.${task}`)}>
      <p>{t(`days.detail.${task}`)}</p>
      <TextField {...form.field("note")} label={t("note")} optional maxLength={400} />
    </Form>
  );
}

function CloseMonth({ book, onDone }: { book: Book; onDone: () => void }) {
  const t = useTexts();
  const common = useCommonTexts();
  const format = useFormats();
  const today = useToday();
  const months = monthsToClose(today, book.closed_through);
  const open = book.discrepancies.filter(({ discrepancy }) => !discrepancy.closed_at).length;
  const form = useForm({
    name: "register_close_month",
    initial: { month: months[0] ?? "", note: "", password: "" },
    command: "close-register-month",
    secrets: ["password"],
    places: { password: "/password" },
    data: ({ month, note }) => ({ month, ...(note.trim() ? { note: note.trim() } : {}) }),
    extras: ({ password }) => ({ password }),
    check: ({ password }) => ({ password: password ? undefined : common("required") }),
    onDone: () => {
      toast(t("days.done.close_month"));
      onDone();
    },
  });
  return (
    <Form form={form} submit={t("days.submit.close_month")} kind="danger">
      <Banner tone="warn" icon="lock" title={t("days.for_good")}>{t("days.for_good_detail")}</Banner>
      {open > 0 && <Banner tone="warn">{t("days.open_discrepancies", { n: open })}</Banner>}
      <Select {...form.field("month")} label={t("days.month")} options={months.map((each) => ({ value: each, label: format.date(each, "monthYear") }))} />
      <TextField {...form.field("note")} label={t("note")} optional maxLength={400} />
      <PasswordField {...form.field("password")} label={t("days.password")} hint={t("days.password_hint")} autoComplete="current-password" />
    </Form>
  );
}

function Log({ days }: { days: readonly DayRow[] }) {
  const t = useTexts();
  if (days.length === 0) return <EmptyState title={t("days.empty")}>{t("days.empty_detail")}</EmptyState>;
  const newest = [...days].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className={styles["stackS"]}>
      <h2 className={styles["heading"]}>{t("days.log")}</h2>
      <List label={t("days.log")}>{newest.map((each) => <LogLine key={`${each.kind}.${each.day}.${each.at}`} of={each} />)}</List>
    </section>
  );
}

function LogLine({ of }: { of: DayRow }) {
  const t = useTexts();
  const format = useFormats();
  const staffName = useStaffName();
  const day = format.date(of.day, of.kind === "month_closed" ? "monthYear" : "weekday");
  return (
    <ListRow
      start={<Icon name={of.kind === "month_closed" ? "lock" : of.kind === "day_opened" ? "sun" : "moon"} />}
      title={t(`days.kind.${of.kind}`, { day })}
      detail={
        <>
          <div>{t("by_at", { name: staffName(of.who), time: format.date(of.at, "dateTime") })}</div>
          {of.note && <div className={styles["finding"]}>{of.note}</div>}
          <DayBalances of={of} />
        </>
      }
    />
  );
}

function DayBalances({ of }: { of: DayRow }) {
  const t = useTexts();
  const say = useAmounts();
  const placeName = usePlaceName();
  const { data } = useStock();
  const known = new Map(data?.stocks.map((lot) => [lot.id, lot]));
  if (of.balances.length === 0) return <div>{t("days.nothing_there")}</div>;
  return (
    <details className={styles["gone"]}>
      <summary>{t("days.balances", { n: of.balances.length })}</summary>
      <table className={styles["figures"]}>
        <caption className="hidden-text">{t("days.balances", { n: of.balances.length })}</caption>
        <thead><tr><th scope="col">{t("lot")}</th><th scope="col" data-text="">{t("place")}</th><th scope="col">{t("unit_mg")}</th></tr></thead>
        <tbody>
          {of.balances.map((each) => {
            const lot = known.get(each.stock);
            return (
              <tr key={`${each.stock}.${each.place}`}>
                <th scope="row">{lot ? `${lot.medicine.name} · ${lot.lot}` : t("lot_named", { lot: each.stock.slice(0, 8) })}</th>
                <td data-text="">{placeName(each.place)}</td>
                <td>{say.plain(each.balance_micrograms)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
