import { useEffect, useRef, useState } from "react";
import type { CommandData } from "../../../api/shapes";
import { Button } from "../../../parts/Button";
import { NumberField, TextField } from "../../../parts/fields";
import { Form } from "../../../parts/Form";
import { Row } from "../../../parts/Page";
import { Banner } from "../../../parts/states";
import { ActPage, OnTarget, useActForm, WhenFields, WitnessPanel, type Target } from "../act";
import { fromMilligrams, parseMicrograms, parseWhole, toMilligrams } from "../amounts";
import { useAmounts, useSaying } from "../data";
import styles from "../register.module.css";
import { byNumber, compare, counted, type Comparison } from "../stock";
import { useTexts } from "../texts";
import { TargetFacts } from "./shared";

/** First one counts, then one is told what should be there. */
export function Count() {
  const t = useTexts();
  return <ActPage title={t("count.title")} lead={t("count.lead")}><OnTarget>{(target) => <CountForm key={`${target.lot.id}.${target.place}`} target={target} />}</OnTarget></ActPage>;
}

const nothingCounted = { sealed: "", opened: {} as Record<string, string>, note: "" };

function CountForm({ target }: { target: Target }) {
  const t = useTexts();
  const say = useSaying();
  const { lot, place, at } = target;
  const { medicine } = lot;
  const opened = byNumber(at?.opened ?? []);
  const [compared, setCompared] = useState(false);
  const [tried, setTried] = useState(false);
  const form = useActForm(
    {
      name: "count_stock",
      subject: `${lot.id}.${place}`,
      initial: nothingCounted,
      command: "count-stock",
      data: (v): CommandData<"count-stock"> => {
        const found = counted(v, at, medicine);
        return {
          stock: lot.id, place, sealed: found?.sealed ?? 0,
          opened: found?.opened.map(({ container, left }) => ({ container, left_mg: toMilligrams(left) })) ?? [],
          ...(v.note.trim() ? { note: v.note.trim() } : {}),
        };
      },
      done: t("count.done"),
    },
    "if_asked",
  );
  const { values } = form;
  const full = fromMilligrams(medicine.container_mg);
  const found = counted(values, at, medicine);
  const result = compared && found ? compare(found, at, medicine) : undefined;
  const sealedWrong = tried && typeof parseWhole(values.sealed) !== "number" ? t("whole_needed") : undefined;
  function leftWrong(container: number): string | undefined {
    if (!tried) return undefined;
    const left = parseMicrograms(values.opened[container] ?? "");
    if (typeof left !== "number") return t("amount_needed");
    return left > full ? t("at_most", { amount: say.mg(full) }) : undefined;
  }
  function again(): void {
    form.discard();
    setCompared(false);
    setTried(false);
  }
  // Before the comparison, sending means comparing: nothing leaves before somebody saw the difference.
  const step = result ? form : { ...form, submit: () => Promise.resolve(found ? setCompared(true) : setTried(true)) };
  return (
    <Form
      form={step}
      actions={
        result ? (
          <>
            <Button type="submit" kind="primary" busy={form.busy}>{t(result.differs ? "count.enter_variance" : "count.enter")}</Button>
            <Button kind="quiet" onClick={again}>{t("count.again")}</Button>
          </>
        ) : (
          <Button type="submit" kind="primary">{t("count.compare")}</Button>
        )
      }
    >
      <TargetFacts target={target} blind />
      {result ? (
        <Compared result={result} strength={medicine.strength_mg_per_ml} full={full} />
      ) : (
        <>
          <NumberField {...form.field("sealed")} label={t("count.sealed")} hint={t("count.sealed_hint")} error={form.errors.sealed ?? sealedWrong} whole />
          {opened.map(({ container }) => (
            <NumberField
              key={container} label={t("count.left_in", { number: String(container) })} unit={t("unit_mg")} error={leftWrong(container)}
              value={values.opened[container] ?? ""} onChange={(left) => form.set({ opened: { ...values.opened, [container]: left } })}
            />
          ))}
          {opened.length > 0 && <p className={styles["soft"]}>{t("count.missing_one")}</p>}
        </>
      )}
      {result && (
        <>
          {(form.errors.opened ?? form.errors.sealed) && <Banner tone="bad" role="alert">{form.errors.opened ?? form.errors.sealed}</Banner>}
          <TextField {...form.field("note")} label={t("note")} hint={result.differs ? t("count.note_hint") : undefined} optional maxLength={400} />
          <WhenFields form={form} />
          <WitnessPanel second={form.second} why={t("witness.why_count")} />
        </>
      )}
    </Form>
  );
}

function Compared({ result, strength, full }: { result: Comparison; strength: number; full: number }) {
  const t = useTexts();
  const say = useAmounts();
  const words = useSaying();
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => start.current?.focus(), []);
  const line = (of: { counted: number; expected: number; variance: number }) => (
    <>
      <td>{say.plain(of.counted)}</td>
      <td>{say.plain(of.expected)}</td>
      <td data-differs={of.variance === 0 ? undefined : ""}>{say.signed(of.variance)}</td>
    </>
  );
  return (
    <>
      <div ref={start} tabIndex={-1} role="status">
        {result.differs ? (
          <Banner tone="warn" title={t("count.differs", { amount: t("mg", { amount: say.signed(result.variance) }) })}>{t("count.differs_detail")}</Banner>
        ) : (
          <Banner tone="good" title={t("count.agrees", { amount: words.both(result.counted, strength) })} />
        )}
      </div>
      <div className={styles["scroll"]} role="group" aria-label={t("count.comparison")} tabIndex={0}>
        <table className={styles["figures"]}>
          <caption className="hidden-text">{t("count.comparison")}</caption>
          <thead><tr><td /><th scope="col">{t("count.counted_mg")}</th><th scope="col">{t("count.expected_mg")}</th><th scope="col">{t("count.variance_mg")}</th></tr></thead>
          <tbody>
            {result.lines.map((each) => (
              <tr key={each.container ?? 0}>
                <th scope="row">{each.container === undefined ? t("count.sealed_line", { n: each.counted / full }) : t("opened_number", { number: String(each.container) })}</th>
                {line(each)}
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">{t("together_short")}</th>{line(result)}</tr></tfoot>
        </table>
      </div>
      <Row><span className={styles["soft"]}>{t("count.frozen")}</span></Row>
    </>
  );
}
