import { useDeferredValue, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useRead } from "../../lib/read";
import { ComboBox } from "../../parts/ComboBox";

type Props = { label: string; hint: string; nobody: string; choose: (id: string) => void };

/** Search by name; whoever is chosen is told at once, and the field is empty again. */
export function FindPerson({ label, hint, nobody, choose }: Props) {
  const format = useFormats();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed);
  const found = useRead<Shape<"PatientList">>(search ? `/api/v1/patients?search=${encodeURIComponent(search)}` : null);
  const options = (found.data?.patients ?? []).map((each) => ({ id: each.id, label: `${each.given_name} ${each.family_name}`, detail: format.date(each.birth_date) }));
  return (
    <ComboBox
      label={label} hint={hint} optional options={search ? options : []} value="" typed={typed} onType={setTyped}
      onChange={(id) => id && choose(id)} nothing={search ? nobody : hint}
    />
  );
}
