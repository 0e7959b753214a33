import { useState } from "react";
import { useToday } from "../../lib/days";
import { useMay } from "../../lib/session";
import { Button } from "../../parts/Button";
import { DateField } from "../../parts/DateField";
import { Select } from "../../parts/fields";
import { Banner } from "../../parts/states";
import { FindPerson } from "../people/FindPerson";
import { usePlaceName, useStock } from "./data";
import { daysOf, narrowed, periodOf, periods, type Filters } from "./filters";
import styles from "./register.module.css";
import type { BookRow } from "./shapes";
import { useTexts } from "./texts";

type Props = { filters: Filters; medicines: readonly string[]; rows: readonly BookRow[]; show: (filters: Filters) => void };

/** Which part of the book: all of it stands in the address. */
export function BookFilters({ filters, medicines, rows, show }: Props) {
  const t = useTexts();
  const today = useToday();
  const period = periodOf(filters, today);
  const [open] = useState(narrowed(filters) || period === "");
  const set = (change: Partial<Filters>): void => show({ ...filters, ...change });
  const patient = rows.find((row) => row.patient === filters.patient)?.patient_name;
  return (
    <div className={styles["filters"]}>
      <div className={styles["period"]}>
        <Select
          label={t("period.label")} value={period} placeholder={t("period.own")}
          onChange={(chosen) => chosen && set(daysOf(chosen, today))}
          options={periods.map((each) => ({ value: each, label: t(`period.${each}`) }))}
        />
      </div>
      <details className={styles["moreFilters"]} open={open}>
        <summary>{t("filters")}</summary>
        <div className={styles["filterFields"]}>
          <DateField label={t("from")} value={filters.from} onChange={(from) => set({ from })} max={filters.to || today} optional />
          <DateField label={t("to")} value={filters.to} onChange={(to) => set({ to })} min={filters.from} optional />
          <WhichLot filters={filters} medicines={medicines} rows={rows} set={set} />
          <WhichPerson filters={filters} set={set} />
        </div>
      </details>
      {filters.patient && <Banner tone="info" title={t("only_person", { name: patient ?? t("a_person") })} actions={<Button size="small" onClick={() => set({ patient: "" })}>{t("all_people")}</Button>} />}
      {narrowed(filters) && <div><Button kind="quiet" size="small" onClick={() => set({ medicine: "", stock: "", patient: "", place: "" })}>{t("all_entries")}</Button></div>}
    </div>
  );
}

function WhichLot({ filters, medicines, rows, set }: Omit<Props, "show"> & { set: (change: Partial<Filters>) => void }) {
  const t = useTexts();
  const placeName = usePlaceName();
  const { data } = useStock();
  const lots = new Map<string, { name: string; medicine: string }>();
  for (const { stock, lot, medicine } of rows) lots.set(stock, { name: lot, medicine });
  for (const { id, lot, medicine } of data?.stocks ?? []) lots.set(id, { name: lot, medicine: medicine.name });
  const fitting = [...lots].filter(([id, { medicine }]) => !filters.medicine || medicine === filters.medicine || id === filters.stock);
  const names = [...new Set([...medicines, ...(filters.medicine ? [filters.medicine] : [])])];
  const places = [...new Set([...(data?.places ?? []), ...(filters.place ? [filters.place] : [])])];
  return (
    <>
      <Select label={t("medicine")} optional placeholder={t("every_medicine")} value={filters.medicine} onChange={(medicine) => set({ medicine, stock: "" })} options={names.map((each) => ({ value: each, label: each }))} />
      <Select label={t("lot")} optional placeholder={t("every_lot")} value={filters.stock} onChange={(stock) => set({ stock })} options={fitting.map(([id, { name, medicine }]) => ({ value: id, label: `${name} · ${medicine}` }))} />
      <Select label={t("place")} optional placeholder={t("every_place")} value={filters.place} onChange={(place) => set({ place })} options={places.map((each) => ({ value: each, label: placeName(each) }))} />
    </>
  );
}

/** Those who may look people up find one by name; the others choose one in an entry. */
function WhichPerson({ filters, set }: { filters: Filters; set: (change: Partial<Filters>) => void }) {
  const t = useTexts();
  const mayKnow = useMay("read_people");
  if (!mayKnow || filters.patient) return null;
  return <FindPerson label={t("person")} hint={t("person_hint")} nobody={t("person_nobody")} choose={(patient) => set({ patient })} />;
}
