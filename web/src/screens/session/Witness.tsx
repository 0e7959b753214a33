import type { Form as FormState, FormValues } from "../../lib/form";
import { PasswordField, TextField } from "../../parts/fields";
import styles from "./session.module.css";
import { useRoomTexts } from "./texts";

export type WitnessValues = { user: string; password: string };
/** Beside the password stands also what is wrong with the proof that was given for it. */
export const witnessPlaces = { user: "/witness/user", password: "/witness" } as const;
export const witnessWrong = (v: WitnessValues, t: ReturnType<typeof useRoomTexts>): { user: string | undefined; password: string | undefined } => ({
  user: v.user.trim() ? undefined : t("time_out.user_needed"),
  password: v.password ? undefined : t("time_out.password_needed"),
});

/** The second person, with a password of their own. */
export function WitnessFields<V extends FormValues & WitnessValues>({ form: given }: { form: FormState<V> }) {
  const form = given as unknown as FormState<WitnessValues>;
  const t = useRoomTexts();
  return (
    <div className={styles["second"]}>
      <p><strong>{t("time_out.second")}</strong></p>
      <TextField {...form.field("user")} label={t("time_out.user")} autoComplete="off" spellCheck={false} />
      <PasswordField {...form.field("password")} label={t("time_out.password")} hint={t("time_out.password_hint")} autoComplete="current-password" />
    </div>
  );
}
