import { useEffect, useRef, useState } from "react";
import { useForm, type Form, type FormOptions, type FormValues } from "../../lib/form";
import { serverNow } from "../../lib/now";
import { usePaperDay } from "./comfort";
import { useRoom } from "./data";
import { useWatchTexts } from "./texts";
import { lastTime } from "./values";

/** Beside the fields of an act: the instant it is kept under, and a time of day typed instead of it. */
export type Timed = { at: string; was: string };

/**
 * Forms of the room know when something was so, apart from when it was sent. A measurement was taken when one began to
 * type it ("first_touch"); an act was done when one pressed its button ("submit"). A lost connection changes neither.
 */
export function useTimedForm<V extends FormValues>(options: FormOptions<V & Timed>, moment: "first_touch" | "submit"): Form<V & Timed> {
  const t = useWatchTexts();
  const paper = usePaperDay(useRoom().page.session.id);
  const form = useForm<V & Timed>({
    ...options,
    // What is half said about the time is asked for, and from paper nothing happened "now".
    check: (values) => {
      const half = values.was !== "" && lastTime(values.was, serverNow()) === undefined;
      const missing = paper !== undefined && values.was === "" && !options.initial.at;
      return { ...options.check?.(values), ...(half || missing ? { was: t("when.time_missing") } : {}) } as ReturnType<NonNullable<FormOptions<V & Timed>["check"]>>;
    },
    extras: (values) => {
      const happenedAt = lastTime(values.was, serverNow()) ?? (values.at || undefined);
      return { ...options.extras?.(values), ...(happenedAt ? { happenedAt } : {}) };
    },
    places: { ...options.places, was: "/happened_at" } as FormOptions<V & Timed>["places"],
  });
  // What was restored with a time was perhaps sent with it: the same time again makes it the same command.
  const keeps = useRef(form.values.at !== "");
  const [presses, setPresses] = useState(0);
  const latest = useRef(form);
  latest.current = form;
  useEffect(() => {
    if (presses > 0) void latest.current.submit();
  }, [presses]);
  useEffect(() => {
    if (form.status === "refused") keeps.current = false;
  }, [form.status]);

  const now = (): string => new Date(serverNow()).toISOString();
  function set(change: Partial<V & Timed>): void {
    const begins = moment === "first_touch" && form.values.at === "";
    form.set({ ...(begins ? { at: now() } : {}), ...change } as Partial<V & Timed>);
  }
  return {
    ...form,
    set,
    field: (name) => ({ ...form.field(name), onChange: (value) => set({ [name]: value } as unknown as Partial<V & Timed>) }),
    submit: () => {
      if (moment === "submit" && !keeps.current) form.set({ at: now() } as Partial<V & Timed>);
      keeps.current = true;
      setPresses((before) => before + 1);
      return Promise.resolve();
    },
  };
}
