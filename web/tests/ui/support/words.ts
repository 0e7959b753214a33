// A clinic in which somebody has written words that would be code to a careless page, wherever people write.
import { expect } from "vitest";
import { accountOf, signedIn, type Visit } from "./browser";
import { demoClinic, type Account, type Clinic } from "./clinic";
import { command, dosed, read } from "./room";

const script = "<script>window.__caught=1</script>";
export const image = `<img src=x onerror="window.__caught=1">`;
export const svg = `"><svg onload=alert(1)>`;
const all = [
  script, image, `</a><iframe src="https://evil.example"></iframe>`, svg, "javascript:alert(1)", "{{7*7}} ${7*7} {name} $& $1", "' onfocus=alert(1) autofocus='", "a\u202Eb", `</textarea>${script}`,
  "<!--", "&lt;b&gt; **b**", "👩🏽‍⚕️ e\u0301",
].join(" ");
/** All of them in one text, which begins with the name of its field, so that it is found again. */
export const words = (field: string): string => `${field} ${all}`;
export const names = { asker: `${image} ${svg}`, given: `Eva${script}`, family: `</a>${image}`, escort: `${svg}${script}`, waiting: `${script}${image}`, staff: `{name}${svg}${image}` };
export const person = `${names.given} ${names.family}`;
export const insured = script;
export const email = "javascript:alert(1)?'onfocus=alert(1)'{{7*7}}@example.org";

const id = (): string => crypto.randomUUID();
export const [inquiry, closed, patient, course, staff] = [id(), id(), id(), id(), id()];
/** Of the appointments; nobody of the demo clinic has one then. */
export const day = new Date(Date.now() + 45 * 86_400_000).toISOString().slice(0, 10);

async function hire(admin: Visit): Promise<Account> {
  await command(admin, "add-staff", { staff, user: "colleague", name: names.staff, roles: ["therapist"], language: "en" });
  const made = await admin.context.request.post(`/api/v1/staff/${staff}/password`, { headers: { "X-CSRF-Token": admin.csrf }, data: {} });
  return { user: "colleague", password: ((await made.json()) as { password: string }).password, name: names.staff, roles: ["colleague"] };
}

async function publicly({ context }: Visit, what: string, data: unknown): Promise<void> {
  const answer = await context.request.post(`/api/public/${what}`, { data: { id: id(), data } });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function ask(coordinator: Visit): Promise<void> {
  const question = { name: names.asker, email, language: "en", question: words("question"), complaint: words("complaint"), answer_by: "email", consent_to_contact: true };
  await publicly(coordinator, "inquiries", { question });
  await command(coordinator, "record-inquiry", { inquiry, channel: "email", question });
  await command(coordinator, "answer-inquiry", { inquiry, by: "email", answer: words("answer") });
  await command(coordinator, "record-inquiry", { inquiry: closed, channel: "phone", question });
  await command(coordinator, "close-inquiry", { inquiry: closed, reason: words("closed") });
  const { pack, open_indications: open } = await read<{ pack: { indications: { code: string }[] }; open_indications: string[] }>(coordinator, "/api/v1/policy");
  const indication = pack.indications.find(({ code }) => !open.includes(code))?.code;
  await publicly(coordinator, "waiting-list", { person: { name: names.waiting, email, language: "en", indication, consent_to_be_told: true } });
}

async function register(coordinator: Visit): Promise<void> {
  const contact = { name: names.escort, phone: "+420 600 000 001", relation: words("relation") };
  const details = { given_name: names.given, family_name: names.family, birth_date: "1988-04-02", national_id: svg, email, address: words("address"), language: "en", insurer_number: insured, escort: contact, emergency_contact: contact, allergies: [words("allergy")] };
  await command(coordinator, "register-patient", { patient, details: { ...details, address: words("old address") }, not_the_same_as: [], inquiry });
  await command(coordinator, "amend-patient", { patient, details, reason: words("amended") });
  await command(coordinator, "request-erasure", { patient, words: words("erasure") });
}

async function appoint(coordinator: Visit): Promise<void> {
  const appointment = { kind: "other", starts: `${day}T09:00`, length_min: 60, staff: [staff], patient, course, note: words("booking") };
  const gone = id();
  await command(coordinator, "book", { booking: id(), appointment });
  await command(coordinator, "book", { booking: gone, appointment: { ...appointment, starts: `${day}T11:00` } });
  await command(coordinator, "cancel-booking", { booking: gone, day, by: "clinic", reason: words("cancelled") });
}

async function treat(psychiatrist: Visit, therapist: Visit): Promise<void> {
  await command(psychiatrist, "open-course", { course, patient, indication: "depression", language: "en" });
  const interview = { expectations: words("expectations"), language: "en", therapists_wanted: 1, first_therapy: true, subsidy_interest: false, goes_on: "yes", note: words("interview") };
  await command(therapist, "record-interview", { course, form: interview });
  const evaluation = {
    diagnoses: [{ icd10: "F33.1", name: words("diagnosis"), main: true }], earlier_treatments: [{ kind: "other", what: words("treatment"), current_episode: true, result: words("result") }],
    family_psychosis: "no", psychosis: "no", addiction: "no", personality_disorder: "no", suicidality: "passive_thoughts", suicidality_note: words("suicidality"),
    personality: words("personality"), medication: [{ name: words("medicine"), dose: words("dose"), plan: "keep", note: words("medicine note") }], summary: words("summary"),
  };
  await command(psychiatrist, "record-evaluation", { course, form: evaluation });
  await command(psychiatrist, "hold-course", { course, reason: words("pause") });
  await command(psychiatrist, "confirm-rule", { rule: "cz.record-kept", grounds: words("grounds") });
}

/** The clinic, with a colleague of such a name; and a running session with a mark in such words. */
export async function clinicOfWords(): Promise<{ clinic: Clinic; session: string }> {
  const clinic = await demoClinic();
  const as = (account: Account): Promise<Visit> => signedIn(account, { base: clinic.base });
  const of = (role: string): Promise<Visit> => as(accountOf(role, clinic.accounts));
  const [coordinator, psychiatrist, manager, admin] = [await of("coordinator"), await of("psychiatrist"), await of("manager"), await of("administrator")];
  const colleague = await hire(admin);
  clinic.accounts.push(colleague);
  const therapist = await as(colleague);
  await ask(coordinator);
  await register(coordinator);
  await treat(psychiatrist, therapist);
  await appoint(coordinator);
  const { id: session } = await dosed(psychiatrist);
  await command(therapist, "record-mark", { session, form: { kind: "said", words: words("mark") } });
  await command(manager, "hold-record", { patient, reason: words("hold") });
  await command(coordinator, "open-emergency-access", { emergency: id(), patient, reason: words("emergency") });
  for (const { context } of [coordinator, psychiatrist, manager, admin, therapist]) await context.close();
  return { clinic, session };
}
