import { useState } from "react";
import { useForm } from "../../lib/form";
import { Button, IconButton, LinkButton } from "../../parts/Button";
import { PromiseClock, Stopwatch } from "../../parts/Clock";
import { ComboBox } from "../../parts/ComboBox";
import { DateField, TimeField } from "../../parts/DateField";
import { Dialog } from "../../parts/Dialog";
import { FieldRow } from "../../parts/Field";
import { Checkbox, Checkboxes, Choice, NumberField, PasswordField, Select, TextArea, TextField, YesNoUnknown, type Trinary } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { Menu } from "../../parts/Menu";
import { Card, Facts, List, ListRow, Page, Row, Stack } from "../../parts/Page";
import { PathPicture, pathSteps, type PathState } from "../../parts/PathPicture";
import { Badge, Banner, EmptyState, ErrorState, Loading } from "../../parts/states";
import { Tabs } from "../../parts/Tabs";
import { Sparkline, TimeChart, type Series } from "../../parts/TimeChart";
import { Timeline } from "../../parts/Timeline";
import { useCommonTexts } from "../../parts/texts";
import { toast } from "../../parts/Toasts";
import { NoConnection } from "../../lib/problem";

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const series: Series[] = [
  { name: "Systolic", unit: "mmHg", points: [118, 131, 142, 139, 127, 121].map((value, index) => ({ at: ago(60 - index * 10), value })) },
  { name: "Heart rate", unit: "/min", points: [72, 84, 95, 90, 81, 74].map((value, index) => ({ at: ago(60 - index * 10), value })) },
];
const walk = (at: number, state: PathState) => pathSteps.map((step, index) => ({ step, state: index < at ? "done" as const : index === at ? state : "ahead" as const }));

/** Every part once. For those who work on the app; English only. */
export default function PartsSheet() {
  const [open, setOpen] = useState(false);
  return (
    <Page title="Parts" lead="Everything screens are made of." actions={<Button kind="primary" icon={<Icon name="plus" />}>Main action</Button>} back={{ to: "/", label: "Home" }}>
      <Card title="The path" id="path">
        <PathPicture steps={walk(5, "current").map((step) => (step.state === "current" ? { ...step, note: "Thursday 10:00" } : step))} />
      </Card>
      <Card title="On hold"><PathPicture steps={walk(3, "held")} /></Card>
      <Card title="A step back"><PathPicture steps={walk(4, "stepped_back")} /></Card>
      <Card title="Ended"><PathPicture steps={walk(3, "ended")} /></Card>
      <Card title="Buttons">
        <Row>
          <Button kind="primary" onClick={() => toast("Saved.")}>Primary</Button>
          <Button>Secondary</Button>
          <Button kind="quiet">Quiet</Button>
          <Button kind="danger">Danger</Button>
          <Button busy>Busy</Button>
          <Button kind="primary" disabled>Disabled</Button>
          <Button size="small">Small</Button>
          <LinkButton to="/ask" size="large">Large link</LinkButton>
          <IconButton label="Search" icon={<Icon name="search" />} />
          <Button onClick={() => setOpen(true)}>Dialog</Button>
          <Menu button="Menu" entries={[{ id: "a", label: "Edit", icon: "pen", onChoose: () => toast("Edit") }, { id: "b", label: "Remove", icon: "cross", danger: true, onChoose: () => toast("Remove") }]} />
        </Row>
      </Card>
      {open && <Dialog title="A dialog" onClose={() => setOpen(false)}><p>Words.</p><Row><Button kind="primary" onClick={() => setOpen(false)}>Good</Button></Row></Dialog>}
      <Card title="States">
        <Row>
          <Badge>Still</Badge><Badge tone="good">Done</Badge><Badge tone="warn">Soon</Badge><Badge tone="bad">Late</Badge><Badge tone="info">Note</Badge><Badge tone="act">Now</Badge>
        </Row>
        <Row>
          <PromiseClock from={ago(60)} until={ago(-47 * 60)} />
          <PromiseClock from={ago(44 * 60)} until={ago(-4 * 60)} />
          <PromiseClock from={ago(50 * 60)} until={ago(2 * 60)} />
          <PromiseClock from={ago(50 * 60)} until={ago(2 * 60)} done={ago(20 * 60)} />
          <Stopwatch since={ago(73)} />
        </Row>
        <Banner tone="info" title="Information">Words that explain.</Banner>
        <Banner tone="warn" title="Attention" actions={<Button size="small">Look</Button>}>Words that explain.</Banner>
        <ErrorState error={new NoConnection()} onRetry={() => undefined} />
        <EmptyState title="Nothing is waiting" action={<Button>Add</Button>} level={3}>When somebody writes, it appears here.</EmptyState>
        <Loading lines={3} />
      </Card>
      <Card title="Fields"><Fields /></Card>
      <List label="People">
        <ListRow to="/parts" title="Alena Malá" detail="Preparation · next on Thursday" start={<Icon name="person" />} end={<Badge tone="warn">On hold</Badge>} />
        <ListRow to="/parts" title="Bohdan Petrenko" detail="Integration" start={<Icon name="person" />} end={<Badge tone="good">In time</Badge>} />
      </List>
      <Tabs label="Views" tabs={[{ id: "one", label: "One", content: <p>First.</p> }, { id: "two", label: "Two", content: <p>Second.</p> }]} />
      <Card title="Figures">
        <TimeChart title="Blood pressure and heart rate" series={series} moments={[{ at: ago(55), label: "dose" }]} />
        {series[0] && <Sparkline series={series[0]} />}
        <Facts rows={[["Born", "3. 5. 1986"], ["Insurer", "111"], ["Empty", ""]]} />
      </Card>
      <Card title="Story">
        <Timeline
          entries={[
            { id: "1", at: ago(70), by: "Jana Dvořáková", title: "Blood pressure 118/76", icon: "heart" },
            { id: "2", at: ago(60), recorded: ago(20), by: "MUDr. Petr Kos", title: "Dose given", tone: "act", icon: "session", children: "Calm, lying down." },
            { id: "3", at: ago(30), by: "Jana Dvořáková", title: "Note corrected", tone: "warn", icon: "pen", corrected: "Asleep", children: "Resting with closed eyes." },
          ]}
        />
      </Card>
    </Page>
  );
}

type Values = { name: string; story: string; weight: string; insurer: "111" | "201" | ""; psychosis: Trinary | ""; route: "oral" | "im" | ""; agree: boolean; days: string[]; born: string; at: string; who: string; password: string };

function Fields() {
  const common = useCommonTexts();
  const form = useForm<Values>({
    name: "parts_sheet",
    visitor: true,
    initial: { name: "", story: "", weight: "", insurer: "", psychosis: "", route: "", agree: false, days: [], born: "1986-05-03", at: "09:30", who: "", password: "" },
    secrets: ["password"],
    command: "try-parts",
    check: (values) => ({ name: values.name ? undefined : "Please write a name.", psychosis: values.psychosis ? undefined : "Please choose.", born: values.born > "2020" ? "Too young." : undefined, agree: values.agree ? undefined : "Needed." }),
  });
  return (
    <Form form={form} submit={common("save")} actions={<Button kind="quiet">{common("cancel")}</Button>}>
      <FieldRow>
        <TextField {...form.field("name")} label="Name" hint="As in the passport." />
        <ComboBox {...form.field("who")} label="Therapist" options={[{ id: "a", label: "Alena", detail: "until 16:00" }, { id: "b", label: "Bohdan" }]} />
      </FieldRow>
      <TextArea {...form.field("story")} label="Story" optional />
      <FieldRow>
        <NumberField {...form.field("weight")} label="Weight" unit="kg" />
        <Select {...form.field("insurer")} label="Insurer" options={[{ value: "111", label: "VZP (111)" }, { value: "201", label: "VoZP (201)" }]} />
      </FieldRow>
      <FieldRow>
        <DateField {...form.field("born")} label="Born" />
        <TimeField {...form.field("at")} label="At" />
      </FieldRow>
      <YesNoUnknown {...form.field("psychosis")} label="Psychosis in the family" />
      <Choice {...form.field("route")} label="Route" options={[{ value: "oral", label: "Oral" }, { value: "im", label: "Intramuscular" }]} />
      <Checkboxes {...form.field("days")} label="Days" options={[{ value: "mo", label: "Monday" }, { value: "tu", label: "Tuesday" }]} optional />
      <Stack><Checkbox {...form.field("agree")} label="I agree." hint="One may change one's mind." /></Stack>
      <PasswordField {...form.field("password")} label="Password" autoComplete="current-password" />
    </Form>
  );
}
