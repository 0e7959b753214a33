import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useToday } from "../../lib/days";
import { useRead } from "../../lib/read";
import { useStaffName } from "../../lib/reference";
import { useMe } from "../../lib/session";
import { Button } from "../../parts/Button";
import { DateField } from "../../parts/DateField";
import { FieldGroup, FieldRow } from "../../parts/Field";
import { Checkbox, NumberField, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Badge, Banner, Reading } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { Allowed, PickStaff } from "../steps/kit";
import { notNumbers } from "../steps/values";
import { usePlaceName } from "./places";
import { useRoom } from "./data";
import { Panel, useTask, When } from "./kit";
import { openOrder, timeOutFor } from "./room";
import styles from "./session.module.css";
import { supplies, type Supply } from "./stock";
import { useRoomTexts, useWatchTexts } from "./texts";
import { useTimedForm, type Timed } from "./timed";
import { doseForm, type DoseValues } from "./values";

export const useStock = (wanted: boolean) => useRead<Shape<"StockPage">>(wanted ? "/api/v1/stock" : null);

export function DosePanel() {
  const t = useRoomTexts();
  const { page } = useRoom();
  const order = openOrder(page.session);
  const timeOut = order && timeOutFor(page.session, order.id);
  const rehearsal = page.session.rehearsal !== undefined;
  const stock = useStock(order !== undefined && !rehearsal);
  if (!order || !timeOut) return <Panel title={t("task.dose")}><Banner tone="warn">{t(order ? "time_out_first" : "order_first")}</Banner></Panel>;
  return (
    <Panel title={t("task.dose")}>
      <Allowed needs="give_doses">
        {rehearsal ? <DoseGiving stocks={undefined} /> : <Reading of={stock} lines={4}>{({ stocks }) => <DoseGiving stocks={stocks} />}</Reading>}
      </Allowed>
    </Panel>
  );
}

/** Without stocks (a rehearsal touches no register) lot and expiry are typed. */
function DoseGiving({ stocks }: { stocks: readonly Shape<"Stock">[] | undefined }) {
  const t = useRoomTexts();
  const w = useWatchTexts();
  const terms = useTerms();
  const common = useCommonTexts();
  const format = useFormats();
  const today = useToday();
  const me = useMe();
  const staffName = useStaffName();
  const [, open] = useTask();
  const { page, staff } = useRoom();
  const { session } = page;
  const order = openOrder(session);
  const timeOut = order && timeOutFor(session, order.id);
  const route = order?.data.order.route ?? "oral";
  const additional = session.doses.length > 0;
  const prepares = staff.find(({ id }) => id === me.staff)?.roles.some((role) => role === "nurse" || role === "physician") ?? false;
  const found = (typed: string): Supply[] => supplies(stocks ?? [], order?.data.medicine ?? "", Number(typed.replace(",", ".")) || 0, today, session.room);
  /** What was chosen; else the first that may be used without a decision. */
  const chosenOf = (v: DoseValues): Supply | undefined => found(v.dose_mg).find(({ key }) => key === v.supply) ?? (v.supply ? undefined : found(v.dose_mg).find(({ expired }) => !expired));
  const form = useTimedForm<DoseValues & Timed>(
    {
      name: "give-dose",
      subject: `${session.id}.${order?.id ?? ""}`,
      initial: {
        dose_mg: order ? String(order.data.total_mg) : "", supply: "", lot_read: false, expiry_read: false, expired_because: "", lot: "", expires: "", site: "", prepared_by: prepares ? me.staff : "", reason: "", at: "", was: "",
      },
      command: "give-dose",
      data: (v) => {
        const from = chosenOf(v);
        return { session: session.id, form: doseForm(v, route, from && { id: from.stock.id, lot: from.stock.lot, expires: from.stock.expires, place: from.place.place }) };
      },
      places: {
        dose_mg: "/data/form/dose_mg", supply: "/data/form/stock", lot_read: stocks ? "/data/form/lot" : "/data/form/none", lot: stocks ? "/data/form/none" : "/data/form/lot", expiry_read: stocks ? "/data/form/expires" : "/data/form/none",
        expires: stocks ? "/data/form/none" : "/data/form/expires", expired_because: "/data/form/expired_because", site: "/data/form/site", prepared_by: "/data/form/prepared_by", reason: "/data/form/reason",
      },
      check: (v) => {
        const wrong = notNumbers(v, ["dose_mg"], common("not_a_number"));
        if (!stocks) return wrong;
        const from = chosenOf(v);
        return {
          ...wrong,
          supply: from ? undefined : w("dose.choose"),
          lot_read: !from || v.lot_read ? undefined : w("dose.read_it"),
          expiry_read: !from || v.expiry_read ? undefined : w("dose.read_it"),
          expired_because: from?.expired && !v.expired_because.trim() ? w("dose.expired_needed") : undefined,
        };
      },
      onDone: () => {
        toast(t("dose.done"));
        open(stocks ? "waste" : undefined);
      },
    },
    "submit",
  );
  if (!order || !timeOut) return null;
  const less = Number(form.values.dose_mg.replace(",", ".")) < order.data.total_mg;
  const all = found(form.values.dose_mg);
  const from = chosenOf(form.values);
  return (
    <Form form={form} actions={<Button type="submit" kind="primary" size="large" wide busy={form.busy}>{t("dose.given_now", { dose: `${form.values.dose_mg} ${terms("unit.mg")}` })}</Button>}>
      <div className={styles["limit"]}>
        <p><strong>{order.data.medicine} {format.number(order.data.total_mg)} {terms("unit.mg")}, {terms(`route.${route}`)}</strong></p>
        <p>{t("dose.ordered_by", { name: order.signature?.name ?? staffName(order.by), time: format.date(order.happened_at, "time") })} · {t("dose.checked_by", { name: staffName(timeOut.by), other: staffName(timeOut.data.witness), time: format.date(timeOut.happened_at, "time") })}</p>
      </div>
      <NumberField {...form.field("dose_mg")} label={t("dose.amount")} unit={terms("unit.mg")} />
      {stocks ? (
        <>
          <FieldGroup label={w("dose.from")} hint={w("dose.from_hint")} error={form.errors.supply}>
            {all.length === 0 && <Banner tone="warn">{w("dose.no_stock", { medicine: order.data.medicine })}</Banner>}
            <div className={styles["supplies"]}>{all.map((each) => <SupplyChoice key={each.key} supply={each} chosen={each.key === from?.key} onChoose={() => form.set({ supply: each.key, lot_read: false, expiry_read: false, expired_because: "" })} />)}</div>
          </FieldGroup>
          {from && (
            <div className={styles["read"]}>
              <p><strong>{w("dose.read_again")}</strong></p>
              <Checkbox {...form.field("lot_read")} label={<>{w("dose.lot_is")} <b className={styles["exact"]}>{from.stock.lot}</b></>} />
              <Checkbox {...form.field("expiry_read")} label={<>{w("dose.expiry_is")} <b className={styles["exact"]}>{format.date(from.stock.expires)}</b></>} />
            </div>
          )}
          {from?.expired && (
            <>
              <Banner tone="bad" role="alert" title={w("dose.expired_title", { date: format.date(from.stock.expires) })}>{w("dose.expired_detail")}</Banner>
              <TextField {...form.field("expired_because")} label={w("dose.expired_because")} hint={w("dose.expired_hint")} maxLength={400} />
            </>
          )}
        </>
      ) : (
        <>
          <Banner tone="info">{w("dose.rehearsal")}</Banner>
          <FieldRow>
            <TextField {...form.field("lot")} label={t("dose.lot")} maxLength={400} spellCheck={false} />
            <DateField {...form.field("expires")} label={t("dose.expires")} />
          </FieldRow>
        </>
      )}
      {route !== "oral" && <TextField {...form.field("site")} label={t("dose.site")} hint={t("dose.site_hint")} optional maxLength={400} />}
      <PickStaff staff={staff} {...form.field("prepared_by")} label={t("dose.prepared_by")} roles={["nurse", "physician", "psychiatrist"]} />
      {(less || additional || form.errors.reason) && <TextField {...form.field("reason")} label={t(additional ? "dose.reason_additional" : "dose.reason_less")} maxLength={400} />}
      <When form={form} />
    </Form>
  );
}

/** One lot in one place, as large as a thumb: which, until when, where, and whether a container is open. */
function SupplyChoice({ supply, chosen, onChoose }: { supply: Supply; chosen: boolean; onChoose: () => void }) {
  const w = useWatchTexts();
  const t = useRoomTexts();
  const terms = useTerms();
  const format = useFormats();
  const placeName = usePlaceName();
  const mg = (micrograms: number): string => `${format.number(micrograms / 1000)} ${terms("unit.mg")}`;
  const { stock, place, opened, expired } = supply;
  return (
    <label className={styles["supply"]} data-expired={expired ? "" : undefined}>
      <input type="radio" name="supply" value={supply.key} checked={chosen} onChange={onChoose} />
      <span>
        <strong>{t("dose.lot")} {stock.lot}</strong> {expired ? <Badge tone="bad">{w("dose.expired")}</Badge> : null}
        <small>{t("dose.expires")} {format.date(stock.expires)} · {placeName(place.place)} · {mg(place.balance_micrograms)}</small>
        <small>{opened ? w("dose.opened", { time: format.date(opened.opened_at, "dateTime"), left: mg(opened.left_micrograms) }) : w("dose.opens_new", { content: `${format.number(stock.medicine.container_mg)} ${terms("unit.mg")}` })}</small>
      </span>
    </label>
  );
}
