import { useToday } from "../../../lib/days";
import type { Form as FormState } from "../../../lib/form";
import { useFormats } from "../../../lib/format";
import { FieldGroup } from "../../../parts/Field";
import { Checkbox, NumberField } from "../../../parts/fields";
import { Facts } from "../../../parts/Page";
import { useCommonTexts } from "../../../parts/texts";
import { sum, parseWhole, fromMilligrams } from "../amounts";
import { usePlaceName, useSaying } from "../data";
import { ExpiryBadge } from "../ExpiryBadge";
import type { Lot, StockPlace } from "../shapes";
import { byNumber } from "../stock";
import { useTexts } from "../texts";
import type { Target } from "../act";
import styles from "../register.module.css";

/** What the act is about. A count does not say what should be there. */
export function TargetFacts({ target: { lot, place, at }, blind = false }: { target: Target; blind?: boolean }) {
  const t = useTexts();
  const say = useSaying();
  const format = useFormats();
  const placeName = usePlaceName();
  const today = useToday();
  return (
    <div className={styles["target"]}>
      <Facts
        rows={[
          [t("medicine"), say.medicine(lot.medicine)],
          [t("lot"), lot.lot],
          [t("expires"), <span key="expires" className={styles["inline"]}>{format.date(lot.expires)}<ExpiryBadge expires={lot.expires} today={today} quiet={lot.balance_micrograms === 0} /></span>],
          [t("place"), placeName(place)],
          ...(blind ? [] : [[t("there_is"), say.both(at?.balance_micrograms ?? 0, lot.medicine.strength_mg_per_ml)] as const]),
        ]}
      />
    </div>
  );
}

export type TakeValues = { containers: string; opened: string[] };
export const nothingTaken: TakeValues = { containers: "", opened: [] };

export const takenData = (values: TakeValues): { containers: number; opened: number[] } => ({
  containers: parseWhole(values.containers) ?? 0,
  opened: values.opened.map(Number),
});

function takenMicrograms(values: TakeValues, lot: Lot, at: StockPlace | undefined): number {
  const opened = at?.opened.filter(({ container }) => values.opened.includes(String(container))) ?? [];
  return (parseWhole(values.containers) ?? 0) * fromMilligrams(lot.medicine.container_mg) + sum(opened.map((each) => each.left_micrograms));
}

/** What is wrong with what is to be taken away, before it is sent. */
export function useTakeCheck(at: StockPlace | undefined): (values: TakeValues) => { containers?: string } {
  const t = useTexts();
  return (values) => {
    const containers = parseWhole(values.containers);
    if (containers === undefined) return { containers: t("whole_needed") };
    if (!containers && values.opened.length === 0) return { containers: t("take_something") };
    if ((containers ?? 0) > (at?.sealed ?? 0)) return { containers: t("only_sealed", { n: at?.sealed ?? 0 }) };
    return {};
  };
}

/** Sealed containers by number, opened ones each by its own. */
export function TakeFields<V extends TakeValues>({ form: given, lot, at }: { form: FormState<V>; lot: Lot; at: StockPlace | undefined }) {
  const form = given as unknown as FormState<TakeValues>;
  const t = useTexts();
  const say = useSaying();
  const { opened } = form.values;
  const taken = takenMicrograms(form.values, lot, at);
  return (
    <>
      <NumberField {...form.field("containers")} label={t("sealed_count")} hint={t("sealed_here", { n: at?.sealed ?? 0 })} whole optional={(at?.opened.length ?? 0) > 0} />
      {at && at.opened.length > 0 && (
        <FieldGroup label={t("opened_ones")} hint={t("opened_whole")} error={form.errors.opened} optional>
          {byNumber(at.opened).map(({ container, left_micrograms: left }) => {
            const number = String(container);
            return (
              <Checkbox
                key={number} label={t("opened_left", { number, left: say.mg(left) })} value={opened.includes(number)}
                onChange={(on) => form.set({ opened: on ? [...opened, number] : opened.filter((each) => each !== number) })}
              />
            );
          })}
        </FieldGroup>
      )}
      {taken > 0 && <p className={styles["sum"]} role="status">{t("together", { amount: say.both(taken, lot.medicine.strength_mg_per_ml) })}</p>}
    </>
  );
}

/** Texts that must not be empty, said beside their fields. */
export function useNeeded(): (values: Record<string, string>) => Record<string, string | undefined> {
  const common = useCommonTexts();
  return (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim() ? undefined : common("required")]));
}
