// Fifty dosing rooms at one reading a second: rehearsals with a dose given, each with a screen that listens. Reports the
// server's share of one core, the delay from a reading to a screen, and whether any reading or alarm is missing anywhere.
//   node bench/rooms.mjs PORT PID USER PASSWORD [ROOMS] [SECONDS]
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

const [port, pid, user, password, rooms = "50", seconds = "60"] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;
const ticksPerSecond = 100; // of Linux, in /proc

const signIn = await fetch(`${base}/api/v1/sign-in`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user, password }),
});
const cookie = signIn.headers.get("set-cookie").split(";")[0];
const csrf = (await signIn.json()).csrf_token;

async function give(name, data) {
  const answer = await fetch(`${base}/api/v1/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Cookie: cookie, "X-CSRF-Token": csrf },
    body: JSON.stringify({ id: randomUUID(), data }),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
}
const read = async (path) => (await fetch(base + path, { headers: { Cookie: cookie } })).json();
const cpuSeconds = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

class Screen {
  constructor(session) {
    this.session = session;
    this.seen = new Set(); // moments of readings
    this.alarms = new Set();
    this.delays = [];
  }
  async listen(signal) {
    const answer = await fetch(`${base}/api/v1/sessions/${this.session}/live`, { headers: { Cookie: cookie }, signal });
    const decoder = new TextDecoder();
    let text = "";
    try {
      for await (const piece of answer.body) {
        text += decoder.decode(piece, { stream: true });
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          this.take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  take(message) {
    if (!message.startsWith("event: watch\n")) return;
    const { watch, readings } = JSON.parse(message.slice(message.indexOf("data: ") + 6));
    if (watch.session !== this.session) throw new Error("another session's watch");
    for (const each of watch.alarms) this.alarms.add(each.alarm);
    for (const { at } of readings) (this.seen.add(at), this.delays.push(Date.now() - Date.parse(at)));
  }
}

const screens = [];
for (let i = 0; i < Number(rooms); i++) {
  const session = randomUUID();
  await give("open-rehearsal", {
    session, course: randomUUID(), patient: randomUUID(),
    form: { name: `Rehearsal ${i + 1}`, sex: i % 2 ? "male" : "female", age_years: 40, weight_kg: 70, agreed_touch: "hand", speed: 1, troubles: [], seed: i },
  });
  // A typed pressure far above the limit: an alarm in every room, which every screen must show.
  await give("record-vitals", { session, form: { vitals: { systolic_mmhg: 190, diastolic_mmhg: 95, heart_rate_bpm: 80, spo2_percent: 97 } } });
  screens.push(new Screen(session));
}
const stop = new AbortController();
const listening = screens.map((screen) => screen.listen(stop.signal));
await new Promise((done) => setTimeout(done, 3000));
for (const screen of screens) (screen.seen.clear(), (screen.delays.length = 0));
const begun = Date.now(), cpuBefore = cpuSeconds(), from = new Date(begun + 1000).toISOString();
await new Promise((done) => setTimeout(done, Number(seconds) * 1000));
const share = (cpuSeconds() - cpuBefore) / ((Date.now() - begun) / 1000);
const until = new Date(Date.now() - 2000).toISOString();
stop.abort();
await Promise.all(listening);

let sent = 0, missing = 0, raised = 0, unseen = 0;
for (const screen of screens) {
  const { readings } = await read(`/api/v1/sessions/${screen.session}/readings?since=${from}`);
  for (const { at } of readings.filter(({ at }) => at < until)) (sent++, (missing += screen.seen.has(at) ? 0 : 1));
  const { alarms } = await read(`/api/v1/sessions/${screen.session}/alarms`);
  for (const { alarm } of alarms) (raised++, (unseen += screen.alarms.has(alarm) ? 0 : 1));
}
const delays = screens.flatMap(({ delays }) => delays).sort((a, b) => a - b);
const quantile = (q) => delays[Math.min(delays.length - 1, Math.floor(q * delays.length))];
console.log(`${rooms} rooms, a reading each second, ${seconds} s`);
console.log(`share of one core           ${(share * 100).toFixed(1)} %   (goal: at most 25)`);
console.log(`reading to screen           p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, longest ${delays.at(-1)} ms   (goal: p99 at most 250)`);
console.log(`readings                    ${sent} stored, ${missing} missing on a screen`);
console.log(`alarms                      ${raised} raised, ${unseen} missing on a screen`);
process.exit(missing || unseen || raised < Number(rooms) ? 1 : 0);
