import { useEffect, useRef } from "react";
import type { Form, FormValues } from "./form";

/**
 * The id of a new thing (a person, a course) is chosen here and sent along: it has to survive a reload together with
 * what is typed, so that sending twice makes one thing. `initial: { id: <a fresh uuid, chosen once>, … }`, then this.
 */
export function useFormId<V extends FormValues & { id: string }>(form: Form<V>): void {
  const kept = useRef(false);
  useEffect(() => {
    if (kept.current || !form.changed || form.restoredAt !== undefined) return;
    kept.current = true;
    form.set({ id: form.values.id } as Partial<V>);
  });
}
