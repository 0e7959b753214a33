import type { Stock, StockPlace } from "../../api/live";

/** From which container a dose can be taken. */
export type Supply = { key: string; stock: Stock; place: StockPlace; expired: boolean; enough: boolean; opened: StockPlace["opened"][number] | undefined };

const micrograms = (mg: number): number => Math.round(mg * 1000);

/**
 * Lots of the medicine that hold enough, lot by lot and place by place. What is not past its expiry comes first, of that
 * what expires first, then what lies in this room, then where a container is open already.
 */
export function supplies(stocks: readonly Stock[], medicine: string, doseMg: number, today: string, room: string | undefined): Supply[] {
  const wanted = micrograms(doseMg);
  return stocks
    .filter((stock) => stock.medicine.name === medicine)
    .flatMap((stock) =>
      stock.places
        .filter(({ balance_micrograms }) => balance_micrograms > 0)
        .map((place): Supply => {
          const opened = [...place.opened].filter(({ left_micrograms }) => left_micrograms > 0).sort((a, b) => Date.parse(a.opened_at) - Date.parse(b.opened_at))[0];
          return { key: `${stock.id}|${place.place}`, stock, place, expired: stock.expires < today, enough: place.balance_micrograms >= wanted, opened };
        }),
    )
    .filter(({ enough }) => enough)
    .sort(
      (a, b) =>
        Number(a.expired) - Number(b.expired) ||
        a.stock.expires.localeCompare(b.stock.expires) ||
        Number(b.place.place === room) - Number(a.place.place === room) ||
        Number(Boolean(b.opened)) - Number(Boolean(a.opened)) ||
        a.key.localeCompare(b.key),
    );
}

/** What is left in the container that a dose was last taken from, to be wasted with a witness. */
export function remainderOf(stocks: readonly Stock[], stock: string | undefined, place: string | undefined): { stock: Stock; place: string; container: number; leftMg: number } | undefined {
  const found = stocks.find(({ id }) => id === stock);
  const at = found?.places.find((each) => each.place === place);
  const open = at?.opened.filter(({ left_micrograms }) => left_micrograms > 0).sort((a, b) => Date.parse(b.opened_at) - Date.parse(a.opened_at))[0];
  return found && at && open ? { stock: found, place: at.place, container: open.container, leftMg: open.left_micrograms / 1000 } : undefined;
}
