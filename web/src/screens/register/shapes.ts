import type { Shape } from "../../api/shapes";

export type Medicine = Shape<"Medicine">;
export type OpenContainer = Shape<"OpenContainer">;
export type StockPlace = Shape<"StockPlace">;
/** One lot of a medicine, wherever it lies. */
export type Lot = Pick<Shape<"Stock">, "id" | "medicine" | "lot" | "expires" | "places" | "balance_micrograms">;
export type StockPage = Shape<"StockPage">;

/** One entry of the book. */
export type BookRow = Shape<"RegisterRow">;
export type BalanceLine = Shape<"BalanceLine">;
export type BookPage = Shape<"RegisterPage">;

export type Discrepancy = Shape<"DiscrepancyRow">;
export type DayRow = Shape<"RegisterDayRow">;
export type Book = Shape<"RegisterBook">;
