import { useMemo, type ReactNode } from "react";
import type { CurveName, ExpectedCourse, ReadingRow, Session } from "../../api/live";
import { curveNames } from "../../api/live";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useRead } from "../../lib/read";
import { useWords } from "../../lib/reference";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { useStepTexts } from "../steps/texts";
import type { MeasureName } from "../steps/values";
import { bandOf, height, inView, pieces, scaleOf, share, spanOf, thin, ticks, type Band, type Scale, type Span } from "./axis";
import { useRoom } from "./data";
import { paceOf } from "./rehearsal";
import { dosesGiven, flowsheet, isOver, minutesFromDose } from "./room";
import { useWatchTexts } from "./texts";
import styles from "./chart.module.css";

type Point = { at: number; value: number };
type Trace = { measure: MeasureName; typed: Point[]; device: Point[] };
type Expected = { name: CurveName; band: Band; scale: Scale };
type Lane = { id: "pressure" | "oxygen" | "felt" | "alert"; traces: Trace[]; scale: Scale; expected: Expected[]; right?: Scale };
type Line = { at: number; kind: "dose" | "adverse" | "rescue" | "check" | "overdue" | "now"; label: string };

const left = 9; // per cent of the width, for the scale
const right = 8;
const place = (at: number, span: Span): number => left + share(at, span) * (100 - left - right);
const gap = 4 * 60_000;

const pressureCurves: Partial<Record<CurveName, "systolic_mmhg" | "diastolic_mmhg" | "heart_rate_bpm">> = { systolic_rise_mmhg: "systolic_mmhg", diastolic_rise_mmhg: "diastolic_mmhg", heart_rate_rise_bpm: "heart_rate_bpm" };

/** What a model expects of this dose. A refusal (nothing ordered, no model for the way of giving) is no failure. */
export function useExpected(session: Session): ExpectedCourse | undefined {
  const ordered = session.doses.length > 0 || session.orders.length > 0;
  return useRead<ExpectedCourse>(ordered ? `/api/v1/sessions/${session.id}/expected` : null).data;
}

const points = (readings: readonly ReadingRow[], measure: MeasureName): Point[] => readings.flatMap(({ at, vitals }) => (vitals[measure] === undefined ? [] : [{ at: Date.parse(at), value: vitals[measure] }]));

/** Everything that was measured, the dose, what happened and what is to come, on one axis of time. */
export function RoomChart() {
  const t = useWatchTexts();
  const terms = useTerms();
  const format = useFormats();
  const now = useNow(15_000);
  const { page, watch, readings } = useRoom();
  const { session } = page;
  const doses = useMemo(() => dosesGiven(session), [session]);
  const expected = useExpected(session);
  const dosedAt = doses[0] ? Date.parse(doses[0].happened_at) : undefined;
  const running = !isOver(session);

  const traces = useMemo(() => {
    const taken = flowsheet(session).filter(({ corrected_by }) => !corrected_by);
    return (measure: MeasureName): Trace => ({
      measure,
      typed: taken.flatMap(({ happened_at, data }) => (data.vitals[measure] === undefined ? [] : [{ at: Date.parse(happened_at), value: data.vitals[measure] }])),
      device: thin(points(readings, measure), 240),
    });
  }, [session, readings]);

  const check = running ? watch?.next_check : undefined;
  const lines: Line[] = [
    ...doses.map(({ happened_at, data }): Line => ({ at: Date.parse(happened_at), kind: "dose", label: `${format.number(data.dose.dose_mg)} ${terms("unit.mg")}` })),
    ...session.adverse_events.filter(({ corrected_by }) => !corrected_by).map(({ data }): Line => ({ at: Date.parse(data.onset_at), kind: "adverse", label: data.what.slice(0, 22) })),
    ...session.marks.filter(({ corrected_by, data }) => !corrected_by && data.kind === "rescue_drug").map(({ happened_at, data }): Line => ({ at: Date.parse(happened_at), kind: "rescue", label: (data.drug ?? terms("mark.rescue_drug")).slice(0, 22) })),
    ...(check ? [{ at: Date.parse(check.at), kind: now >= Date.parse(check.overdue_at) ? ("overdue" as const) : ("check" as const), label: t("chart.check") }] : []),
    ...(running ? [{ at: now, kind: "now" as const, label: "" }] : []),
  ];
  const marks = session.marks.filter(({ corrected_by }) => !corrected_by).map(({ happened_at }) => Date.parse(happened_at));

  const all = (["systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "dissociation_0_10", "nausea_0_10", "distress_0_10", "sedation_moaas"] as const).map(traces);
  const measuredTimes = all.flatMap(({ typed, device }) => [...typed, ...device].map(({ at }) => at));
  const span = spanOf([...measuredTimes, ...marks, ...lines.filter(({ kind }) => kind !== "now").map(({ at }) => at)], dosedAt, running && measuredTimes.length > 0 ? [now] : [], session.rehearsal && paceOf(session.rehearsal));
  if (!span || (measuredTimes.length === 0 && dosedAt === undefined)) return null;

  const of = (...wanted: MeasureName[]): Trace[] => all.filter(({ measure, typed, device }) => wanted.includes(measure) && typed.length + device.length > 0);
  const values = (found: readonly Trace[]): number[] => found.flatMap(({ typed, device }) => [...typed, ...device].map(({ value }) => value));
  const start = dosedAt ?? (expected?.dosed_at ? Date.parse(expected.dosed_at) : undefined);
  const bandFor = (name: CurveName, baseline: number | undefined): Band => {
    const curve = expected?.curves.find((each) => each.name === name);
    if (!curve || !expected || start === undefined || expected.planned || baseline === undefined) return [];
    return inView(bandOf(expected, curve, start, baseline), span);
  };

  const pressure = of("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm");
  const rises = Object.entries(pressureCurves).flatMap(([name, measure]) => {
    const band = bandFor(name as CurveName, expected?.baseline[measure]);
    return band.length > 1 ? [{ name: name as CurveName, band }] : [];
  });
  const pressureScale = scaleOf([...values(pressure), ...rises.flatMap(({ band }) => band.flatMap(({ low, high }) => [low, high]))], { min: 60, max: 160 }, 20);
  const oxygen = of("spo2_percent");
  const felt = of("dissociation_0_10", "nausea_0_10", "distress_0_10");
  const cadss = bandFor("cadss", 0);
  const cadssTop = scaleOf(cadss.map(({ high }) => high), { min: 0, max: 20 }, 10).max;
  const cadssScale: Scale = { min: 0, max: cadssTop, lines: [0, cadssTop] };
  const alert = of("sedation_moaas");
  const sedated = bandFor("sedated_probability", 0);
  const lanes: Lane[] = [
    ...(pressure.length > 0 || rises.length > 0 ? [{ id: "pressure" as const, traces: pressure, scale: pressureScale, expected: rises.map((each) => ({ ...each, scale: pressureScale })) }] : []),
    ...(oxygen.length > 0 ? [{ id: "oxygen" as const, traces: oxygen, scale: scaleOf(values(oxygen), { min: 90, max: 100 }, 5), expected: [] }] : []),
    ...(felt.length > 0 || cadss.length > 1 ? [{ id: "felt" as const, traces: felt, scale: { min: 0, max: 10, lines: [0, 5, 10] }, expected: cadss.length > 1 ? [{ name: "cadss" as const, band: cadss, scale: cadssScale }] : [], right: cadss.length > 1 ? cadssScale : undefined }] : []),
    ...(alert.length > 0 || sedated.length > 1 ? [{ id: "alert" as const, traces: alert, scale: { min: 0, max: 5, lines: [0, 5] }, expected: sedated.length > 1 ? [{ name: "sedated_probability" as const, band: sedated, scale: { min: 0, max: 1, lines: [] } }] : [], right: sedated.length > 1 ? { min: 0, max: 1, lines: [0, 1] } : undefined }] : []),
  ];
  const anyExpected = lanes.some(({ expected: curves }) => curves.length > 0);
  const anyDevice = lanes.some(({ traces: found }) => found.some(({ device }) => device.length > 0));

  return (
    <figure className={styles["chart"]} aria-label={t("chart")}>
      <figcaption>
        <ul className={styles["legend"]}>
          {lanes.flatMap((lane) => lane.traces.map(({ measure }) => (
            <li key={measure}><Swatch measure={measure} />{terms(`measure.${measure}`)}</li>
          )))}
          {anyDevice && <li><svg width="26" height="10" aria-hidden="true"><line className={styles["device"]} x1="1" x2="25" y1="5" y2="5" data-measure="device" /></svg>{t("chart.device")}</li>}
          {anyExpected && <li><svg width="26" height="12" aria-hidden="true"><rect className={styles["band"]} width="26" height="12" data-key="" /></svg><strong>{t("chart.expected")}</strong></li>}
        </ul>
      </figcaption>
      {lanes.map((lane, index) => <LanePicture key={lane.id} lane={lane} span={span} lines={lines} first={index === 0} title={t(`chart.lane.${lane.id}`)} rightTitle={lane.right ? t(`chart.right.${lane.id === "felt" ? "cadss" : "sedated"}`) : undefined} />)}
      <svg className={styles["axis"]} aria-hidden="true" focusable="false">
        {ticks(span, dosedAt, 9).map((at) => <text key={at} x={`${place(at, span)}%`} y="12" textAnchor="middle">{dosedAt === undefined ? "" : minutesFromDose(dosedAt, at)}</text>)}
        <text x={`${left}%`} y="28">{format.date(span.from, "time")}</text>
        <text x={`${100 - right}%`} y="28" textAnchor="end">{format.date(span.to, "time")}</text>
        {marks.filter((at) => at >= span.from).map((at) => <circle key={at} cx={`${place(at, span)}%`} cy="38" r="3.5" className={styles["mark"]} />)}
      </svg>
      {expected && <ExpectedNotes expected={expected} drawn={anyExpected} />}
    </figure>
  );
}

function LanePicture({ lane, span, lines, first, title, rightTitle }: { lane: Lane; span: Span; lines: readonly Line[]; first: boolean; title: string; rightTitle: string | undefined }) {
  const format = useFormats();
  const y = (value: number, scale: Scale = lane.scale): string => `${top + height(value, scale) * (100 - top - bottom)}%`;
  const top = first ? 10 : 8;
  const bottom = 8;
  return (
    <>
    <p className={styles["laneName"]}><span>{title}</span>{rightTitle && <span>{rightTitle}</span>}</p>
    <svg className={styles["lane"]} data-lane={lane.id} aria-hidden="true" focusable="false">
      {lane.scale.lines.map((value) => (
        <g key={value}>
          <line className={styles["grid"]} x1={`${left}%`} x2={`${100 - right}%`} y1={y(value)} y2={y(value)} />
          <text x={`${left - 1}%`} y={y(value)} textAnchor="end" dominantBaseline="middle">{format.number(value)}</text>
        </g>
      ))}
      {lane.right?.lines.map((value) => <text key={value} x={`${100 - right + 1}%`} y={y(value, lane.right)} dominantBaseline="middle">{lane.id === "alert" ? format.percent(value) : format.number(value)}</text>)}
      <svg x={`${left}%`} width={`${100 - left - right}%`} y={`${top}%`} height={`${100 - top - bottom}%`} viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible">
        {lane.expected.map(({ name, band, scale }) => <BandPicture key={name} name={name} band={band} scale={scale} span={span} />)}
        {lane.traces.flatMap(({ measure, device, typed }) => [
          ...pieces(device, gap).map((piece) => <polyline key={`d ${measure} ${piece[0]?.at ?? 0}`} className={styles["device"]} data-measure={measure} points={piece.map((point) => spot(point.at, point.value, lane.scale, span)).join(" ")} />),
          <polyline key={`t ${measure}`} className={styles["typedLine"]} data-measure={measure} points={typed.map((point) => spot(point.at, point.value, lane.scale, span)).join(" ")} />,
        ])}
      </svg>
      {lines.map((line) => <Upright key={`${line.kind} ${line.at}`} line={line} span={span} labelled={first} />)}
      {lane.traces.flatMap(({ measure, typed }) => typed.map((point) => <Typed key={`${measure} ${point.at}`} measure={measure} x={`${place(point.at, span)}%`} y={y(point.value)} />))}
    </svg>
    </>
  );
}

const spot = (at: number, value: number, scale: Scale, span: Span): string => `${(share(at, span) * 1000).toFixed(1)},${(height(value, scale) * 1000).toFixed(1)}`;

function BandPicture({ name, band, scale, span }: { name: CurveName; band: Band; scale: Scale; span: Span }) {
  const upper = band.map(({ at, high }) => spot(at, high, scale, span));
  const lower = band.map(({ at, low }) => spot(at, low, scale, span)).reverse();
  return (
    <>
      <polygon className={styles["band"]} data-curve={name} points={[...upper, ...lower].join(" ")} />
      <polyline className={styles["median"]} data-curve={name} points={band.map(({ at, middle }) => spot(at, middle, scale, span)).join(" ")} />
    </>
  );
}

/** What a person typed has a filled mark of its own shape; what the monitor sent is a thin line. */
function Typed({ measure, x, y }: { measure: MeasureName; x: string; y: string }) {
  const shapes: Partial<Record<MeasureName, string>> = { systolic_mmhg: "M-5.5 -5L5.5 -5L0 5z", diastolic_mmhg: "M-5.5 5L5.5 5L0 -5z", nausea_0_10: "M-5 -5h10v10h-10z", distress_0_10: "M0 -6L6 0L0 6L-6 0z" };
  return (
    <svg x={x} y={y} overflow="visible" width="1" height="1">
      <path className={styles["typed"]} data-measure={measure} d={shapes[measure] ?? "M0 -5a5 5 0 1 0 0 10a5 5 0 0 0 0 -10"} />
    </svg>
  );
}

const Swatch = ({ measure }: { measure: MeasureName }) => (
  <svg width="16" height="16" viewBox="-8 -8 16 16" overflow="visible" aria-hidden="true"><Typed measure={measure} x="0" y="0" /></svg>
);

function Upright({ line, span, labelled }: { line: Line; span: Span; labelled: boolean }) {
  const x = place(line.at, span);
  if (x < left - 0.5 || x > 100 - right + 0.5) return null;
  const late = x > 70;
  return (
    <g>
      <line className={styles["upright"]} data-kind={line.kind} x1={`${x}%`} x2={`${x}%`} y1={labelled ? "5%" : "0"} y2="100%" />
      {labelled && line.label && <text className={styles["label"]} data-kind={line.kind} x={`${x}%`} y="0" dx={late ? -4 : 4} textAnchor={late ? "end" : "start"} dominantBaseline="hanging">{line.label}</text>}
    </g>
  );
}

/** What is drawn behind the measurements, where it comes from, and what it is not. */
function ExpectedNotes({ expected, drawn }: { expected: ExpectedCourse; drawn: boolean }) {
  const t = useWatchTexts();
  const steps = useStepTexts();
  const words = useWords();
  return (
    <details className={styles["notes"]}>
      <summary><Badge tone="info">{t(expected.planned ? "expected.planned" : drawn ? "chart.expected" : "expected.no_baseline")}</Badge> <span>{t("expected.about")}</span></summary>
      <div>
        <p>{t("expected.what")}</p>
        {!expected.planned && !drawn && <p>{t("expected.no_baseline_detail")}</p>}
        <dl>
          <Pair name={t("expected.model")}>{expected.model}</Pair>
          <Pair name={t("expected.evidence")}>{steps(`evidence.${expected.evidence}`)}</Pair>
          {curveNames.map((name) => {
            const curve = expected.curves.find((each) => each.name === name);
            return curve && <Pair key={name} name={t(`curve.${name}`)}>{steps(`evidence.${curve.evidence}`)}</Pair>;
          })}
        </dl>
        {expected.notes.length > 0 && <ul>{expected.notes.map((note) => <li key={note.en}>{words(note)}</li>)}</ul>}
        {expected.sources.length > 0 && <><strong>{t("expected.sources")}</strong><ul lang="en">{expected.sources.map((source) => <li key={source}>{source}</li>)}</ul></>}
      </div>
    </details>
  );
}

const Pair = ({ name, children }: { name: string; children: ReactNode }) => <div><dt>{name}</dt><dd>{children}</dd></div>;
