import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { useForm } from "../../lib/form";
import { useFormId } from "../../lib/form_id";
import { newId } from "../../lib/id";
import { usePolicy, useWords } from "../../lib/reference";
import { Dialog } from "../../parts/Dialog";
import { Form } from "../../parts/Form";
import { Choice, Select, TextArea } from "../../parts/fields";
import { Reading } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { usePersonTexts } from "./texts";

type Props = {
  patient: Shape<"Patient">;
  courses: readonly Shape<"CourseRow">[];
  /** The newest earlier course with a dose, where one may know it: then this is a repetition. */
  dosed: string | undefined;
  onClose: () => void;
};

export default function OpenCourse(props: Props) {
  const t = usePersonTexts();
  const policy = usePolicy();
  return (
    <Dialog title={t(props.courses.length > 0 ? "repeat" : "open_course")} onClose={props.onClose}>
      <Reading of={policy} lines={3}>{(data) => <OpenCourseForm {...props} policy={data} />}</Reading>
    </Dialog>
  );
}

function OpenCourseForm({ patient, courses, dosed, onClose, policy }: Props & { policy: Shape<"PolicyPage"> }) {
  const t = usePersonTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const words = useWords();
  const [id] = useState(newId);
  const open = policy.pack.indications.filter(({ code }) => policy.open_indications.includes(code));
  const earlier = dosed ?? courses[0]?.id;
  const before = courses[0]?.indication;
  const form = useForm({
    name: "open_course",
    subject: patient.id,
    initial: {
      id, indication: before && open.some(({ code }) => code === before) ? before : (open.length === 1 ? (open[0]?.code ?? "") : ""),
      language: patient.details.language as "" | Shape<"Language">, reason: "", what_has_changed: "",
    },
    command: "open-course",
    places: { reason: "/data/repetition/reason", what_has_changed: "/data/repetition/what_has_changed" },
    data: (v) => ({
      course: v.id, patient: patient.id, indication: v.indication, language: v.language,
      ...(earlier && v.reason.trim() ? { repetition: { of: earlier, reason: v.reason.trim(), what_has_changed: v.what_has_changed.trim() } } : {}),
    }),
    check: (v) => ({
      indication: v.indication ? undefined : common("required"),
      reason: dosed && !v.reason.trim() ? common("required") : undefined,
      what_has_changed: (dosed || v.reason.trim()) && !v.what_has_changed.trim() ? common("required") : undefined,
    }),
    onDone: () => {
      toast(t("course_opened"));
      onClose();
    },
  });
  useFormId(form);
  return (
    <Form form={form} submit={t("open_course_send")}>
      <Select {...form.field("indication")} label={t("indication")} hint={t("indication_hint")} options={open.map(({ code, name }) => ({ value: code, label: words(name) }))} />
      <Choice {...form.field("language")} label={t("therapy_language")} options={policy.pack.languages.map((value) => ({ value, label: terms(`language.${value}`) }))} />
      {earlier && (
        <>
          <TextArea {...form.field("reason")} label={t("repeat_reason")} hint={t("repeat_hint")} optional={!dosed} rows={3} />
          <TextArea {...form.field("what_has_changed")} label={t("what_has_changed")} optional={!dosed} rows={3} />
        </>
      )}
    </Form>
  );
}
