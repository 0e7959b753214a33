/** The register's shapes, as the server describes them. */

export type Medicine = { name: string; strength_mg_per_ml: number; container_mg: number };
export type OpenContainer = { container: number; left_micrograms: number; opened_at: string };
export type StockPlace = { place: string; sealed: number; opened: OpenContainer[]; balance_micrograms: number };
export type MoveKind = "received" | "opened" | "issued" | "wasted" | "returned" | "destroyed" | "transferred" | "counted" | "corrected";

/** One lot of a medicine, wherever it lies. */
export type Lot = {
  id: string;
  medicine: Medicine;
  lot: string;
  expires: string;
  places: StockPlace[];
  balance_micrograms: number;
};
export type StockPage = { stocks: Lot[]; places: string[] };

/** One entry of the book. */
export type BookRow = {
  number: number;
  entry: string;
  stock: string;
  medicine: string;
  strength_mg_per_ml: number;
  lot: string;
  expires: string;
  kind: MoveKind;
  at: string;
  recorded_at: string;
  late: boolean;
  place: string;
  to_place?: string;
  change_micrograms: number;
  balance_micrograms: number;
  lot_balance_micrograms: number;
  medicine_balance_micrograms: number;
  expected_micrograms?: number;
  containers: number;
  session?: string;
  patient?: string;
  patient_name?: string;
  who: string;
  prescriber?: string;
  prepared_by?: string;
  witness?: string;
  other_party?: string;
  document?: string;
  reason?: string;
  method?: string;
  note?: string;
  corrects_number?: number;
  corrected_by_number?: number;
};
export type BalanceLine = { medicine: string; strength_mg_per_ml: number; micrograms: number };
export type BookPage = { entries: BookRow[]; more: boolean; medicines: string[]; opening: BalanceLine[]; closing: BalanceLine[] };

export type Discrepancy = {
  stock: string;
  medicine: string;
  lot: string;
  entry: string;
  place: string;
  variance_micrograms: number;
  found_at: string;
  closed_at?: string;
  finding?: string;
};
export type DayKind = "day_opened" | "day_closed" | "month_closed";
export type DayRow = {
  kind: DayKind;
  day: string;
  at: string;
  who: string;
  balances: { stock: string; place: string; balance_micrograms: number }[];
  note?: string;
};
export type Book = { open_day?: string; last_day_closed?: string; closed_through?: string; discrepancies: Discrepancy[]; days: DayRow[] };
