import type { CommandAnswer } from "../../api/types";
import { useForm, type Form, type FormValues } from "../../lib/form";
import { navigate } from "../../lib/router";
import { toast } from "../../parts/Toasts";
import { useStep } from "./data";
import { useStepTexts } from "./texts";

/** A form that changes the state of a course and then shows the person again. */
export function useCourseForm<V extends FormValues>(command: string, initial: V, data: (values: V) => object): Form<V> {
  const t = useStepTexts();
  const { course, patient, version } = useStep();
  return useForm<V>({
    name: command,
    subject: course.id,
    version,
    initial,
    command,
    data: (values) => ({ course: course.id, ...data(values) }),
    onDone: (_: CommandAnswer) => {
      toast(t("state_done"));
      navigate(`/people/${patient.id}`);
    },
  });
}
