import { useMemo } from "react";
import { useFormats } from "../../lib/format";
import { usePolicy, useWords } from "../../lib/reference";
import { useRead, type Read } from "../../lib/read";
import { amounts, fromMilligrams, type Amounts } from "./amounts";
import type { Book, Medicine, StockPage } from "./shapes";
import { useTexts } from "./texts";

export const useStock = (): Read<StockPage> => useRead<StockPage>("/api/v1/stock");
export const useBook = (): Read<Book> => useRead<Book>("/api/v1/register/book");

export function useAmounts(): Amounts {
  const format = useFormats();
  return useMemo(() => amounts(format), [format]);
}

/** The safe, or a room by its name; the code itself where the clinic's rules do not know it any more. */
export function usePlaceName(): (place: string) => string {
  const t = useTexts();
  const words = useWords();
  const { data } = usePolicy();
  return (place) => {
    if (place === "safe") return t("safe");
    const room = data?.pack.rooms.find(({ code }) => code === place);
    return room ? words(room.name) : place;
  };
}

export type Saying = {
  mg: (micrograms: number) => string;
  /** "500 mg (10 ml)" */
  both: (micrograms: number, strengthMgPerMl: number) => string;
  strength: (medicine: Pick<Medicine, "strength_mg_per_ml">) => string;
  /** "Ketamine 50 mg/ml, 500 mg in a container" */
  medicine: (medicine: Medicine) => string;
};

export function useSaying(): Saying {
  const t = useTexts();
  const say = useAmounts();
  const strength: Saying["strength"] = (medicine) => t("strength", { amount: say.plain(fromMilligrams(medicine.strength_mg_per_ml)) });
  return {
    mg: (micrograms) => t("mg", { amount: say.plain(micrograms) }),
    both: (micrograms, of) => t("mg_ml", { amount: say.plain(micrograms), ml: say.millilitres(micrograms, of) }),
    strength,
    medicine: (medicine) => t("medicine_full", { name: medicine.name, strength: strength(medicine), container: t("mg", { amount: say.plain(fromMilligrams(medicine.container_mg)) }) }),
  };
}
