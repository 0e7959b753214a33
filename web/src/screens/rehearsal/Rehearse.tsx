import { useState } from "react";
import { useForm, type FormValues } from "../../lib/form";
import { newId } from "../../lib/id";
import { usePolicy, useWords } from "../../lib/reference";
import { navigate } from "../../lib/router";
import { FieldRow } from "../../parts/Field";
import { Choice, NumberField, Select, TextField } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Card, Page, Stack } from "../../parts/Page";
import { Rows } from "../../parts/Rows";
import { Banner } from "../../parts/states";
import { useCommonTexts, useTerms } from "../../parts/texts";
import { Allowed } from "../steps/kit";
import { notNumbers } from "../steps/values";
import { useRehearsalTexts } from "./texts";
import { noTrouble, rehearsalForm, troubleKinds, type RehearsalValues } from "./values";

const speeds = ["half", "1", "5", "20", "60"] as const;
const touches = ["none", "hand", "shoulder", "as_asked"] as const;

/** A session on a simulated person: the same room, the same rules, and nothing of it in anybody's record. */
export default function Rehearse() {
  const t = useRehearsalTexts();
  return (
    <Page title={t("title")} lead={t("lead")} back={{ to: "/today", label: t("back") }} narrow>
      <Stack>
        <Banner tone="info">{t("apart")}</Banner>
        <Allowed needs="attend_sessions"><Script /></Allowed>
      </Stack>
    </Page>
  );
}

function Script() {
  const t = useRehearsalTexts();
  const common = useCommonTexts();
  const terms = useTerms();
  const words = useWords();
  const { data: policy } = usePolicy();
  const [fresh] = useState(() => ({ session: newId(), course: newId(), patient: newId() }));
  const form = useForm<RehearsalValues & FormValues>({
    name: "open-rehearsal",
    initial: {
      session: "", course: "", patient: "", name: t("name_usual"), sex: "female", age_years: "38", weight_kg: "68", agreed_touch: "hand", speed: "5", room: "", troubles: [], seed: String(Math.floor(Math.random() * 1000)),
    },
    command: "open-rehearsal",
    data: (v) => ({ session: v.session || fresh.session, course: v.course || fresh.course, patient: v.patient || fresh.patient, room: v.room || undefined, form: rehearsalForm(v) }),
    places: Object.fromEntries(["name", "sex", "age_years", "weight_kg", "agreed_touch", "speed", "troubles", "seed"].map((name) => [name, `/data/form/${name}`])),
    check: (v) => notNumbers(v, ["age_years", "weight_kg", "seed"], common("not_a_number")),
    onDone: (answer, v) => navigate(`/sessions/${v.session || (answer.stream.split(":")[1] ?? fresh.session)}`),
  });
  // The ids are kept with the rest of what is typed: sent twice it is one rehearsal.
  const bind = <K extends keyof RehearsalValues & string>(name: K) => {
    const field = form.field(name);
    return { ...field, onChange: (value: RehearsalValues[K]) => form.set({ ...(form.values.session ? {} : fresh), [name]: value } as Partial<RehearsalValues & FormValues>) };
  };
  return (
    <Form form={form} submit={t("start")}>
      <Card title={t("person")}>
        <TextField {...bind("name")} label={t("name")} hint={t("name_hint")} maxLength={120} autoComplete="off" />
        <Choice {...bind("sex")} label={t("sex")} options={(["female", "male", "other"] as const).map((each) => ({ value: each, label: terms(`sex.${each}`) }))} />
        <FieldRow>
          <NumberField {...bind("age_years")} label={t("age")} whole />
          <NumberField {...bind("weight_kg")} label={terms("measure.weight_kg")} unit={terms("unit.kg")} />
        </FieldRow>
        <Choice {...bind("agreed_touch")} label={t("touch")} options={touches.map((each) => ({ value: each, label: terms(`touch.${each}`) }))} />
      </Card>
      <Card title={t("script")}>
        <Choice {...bind("speed")} label={t("speed")} hint={t("speed_hint")} options={speeds.map((each) => ({ value: each, label: each === "half" ? t("half") : each === "1" ? t("real_time") : t("times", { n: Number(each) }) }))} />
        <Rows {...bind("troubles")} label={t("troubles")} hint={t("troubles_hint")} optional fresh={noTrouble} add={t("add_trouble")} remove={(position) => t("remove_trouble", { position })}>
          {(row, change) => (
            <>
              <Select label={t("trouble")} value={row.kind} onChange={(kind) => change({ kind })} options={troubleKinds.map((kind) => ({ value: kind, label: terms(`trouble.${kind}`) }))} />
              <FieldRow>
                <NumberField label={t("at_min")} value={row.at_min} onChange={(at_min) => change({ at_min })} unit={terms("unit.min")} whole />
                <NumberField label={t("for_min")} value={row.for_min} onChange={(for_min) => change({ for_min })} unit={terms("unit.min")} whole />
              </FieldRow>
            </>
          )}
        </Rows>
        <FieldRow>
          <Select {...bind("room")} label={t("room")} optional options={(policy?.pack.rooms ?? []).map(({ code, name }) => ({ value: code, label: words(name) }))} />
          <NumberField {...bind("seed")} label={t("seed")} hint={t("seed_hint")} whole />
        </FieldRow>
      </Card>
    </Form>
  );
}
