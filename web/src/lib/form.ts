import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { CommandAnswer } from "../api/types";
import { rememberHere, useCommand, type CommandStatus, type Extras, type Memory, type Sending } from "./command";
import { loadDraft, removeDraft, saveDraft, type DraftKey } from "./drafts";
import { postJson } from "./http";
import { sortErrors, type Problem } from "./problem";
import { currentMe } from "./session";
import { lasting, passing } from "./storage";

export type FormValue = string | number | boolean | null | FormValue[] | { [name: string]: FormValue };
export type FormValues = { [name: string]: FormValue };
type Names<V> = keyof V & string;
type Errors<V> = Partial<Record<Names<V>, string | undefined>>;

export type FormOptions<V extends FormValues> = {
  /** Names the draft together with `subject` (whose form it is: a person, a session …). */
  name: string;
  subject?: string;
  initial: V;
  /** The server's command, or a path beginning with "/". */
  command: string;
  /** The request is the data alone, without the command envelope; errors then point to `/x`, not `/data/x`. */
  plain?: boolean;
  data?: (values: V) => unknown;
  extras?: (values: V) => Extras;
  /** The version of what is edited, as read. The one that was current when typing began is sent along. */
  version?: number | undefined;
  /** Errors found before sending, beside their fields. The server checks all of it again. */
  check?: (values: V) => Errors<V>;
  /** Where a field sits in the request, if not at `/data/<name>`. */
  places?: Partial<Record<Names<V>, string>>;
  /** Fields never kept: passwords. */
  secrets?: readonly Names<V>[];
  /** How the reads begin of what is not there any more after this; they are forgotten. */
  gone?: readonly string[];
  /** For people without an account: the draft goes when the tab closes. */
  visitor?: boolean;
  onDone?: (answer: CommandAnswer, values: V) => void;
};

export type FieldBinding<T> = {
  name: string;
  value: T;
  onChange: (value: T) => void;
  error: string | undefined;
};

export type Form<V extends FormValues> = {
  values: V;
  set: (change: Partial<V>) => void;
  field: <K extends Names<V>>(name: K) => FieldBinding<V[K]>;
  submit: () => Promise<void>;
  status: CommandStatus;
  busy: boolean;
  problem: Problem | undefined;
  errors: Errors<V>;
  /** Errors that belong to no field. */
  otherErrors: string[];
  /** When the restored draft was saved, until it is accepted by typing on or discarded. */
  restoredAt: number | undefined;
  /** False when the browser refuses to keep what is typed. */
  kept: boolean;
  changed: boolean;
  discard: () => void;
  /** Ends the waiting after a lost connection, to change something. */
  stop: () => void;
  /** After a conflict: send what was typed on top of the newer version. */
  sendAnyway: () => Promise<void>;
  names: readonly Names<V>[];
  element: RefObject<HTMLFormElement | null>;
};

const saveDelay = 250;

type Stored<V> = { touched: Partial<V>; version?: number | undefined };

function versionOf(current: unknown): number | undefined {
  if (typeof current !== "object" || current === null) return undefined;
  const version: unknown = Reflect.get(current, "version");
  return typeof version === "number" ? version : undefined;
}

export function useForm<V extends FormValues>(options: FormOptions<V>): Form<V> {
  const { name, subject = "", visitor = false, plain = false } = options;
  const storage = visitor ? passing : lasting;
  const user = visitor ? "visitor" : (currentMe()?.user ?? "visitor");
  const key = useMemo<DraftKey>(() => ({ user, form: name, subject }), [user, name, subject]);
  const secrets = options.secrets ?? [];

  const [found] = useState(() => loadDraft<Stored<V>>(storage, key));
  const known = new Set(Object.keys(options.initial));
  const [touched, setTouched] = useState<Partial<V>>(() => {
    const kept = Object.entries(found?.values.touched ?? {}).filter(([field]) => known.has(field));
    return Object.fromEntries(kept) as Partial<V>;
  });
  const [baseVersion, setBaseVersion] = useState(found?.values.version);
  const [restoredAt, setRestoredAt] = useState(found && Object.keys(touched).length > 0 ? found.savedAt : undefined);
  const [kept, setKept] = useState(true);
  const [localErrors, setLocalErrors] = useState<Errors<V>>({});
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const element = useRef<HTMLFormElement>(null);

  const values: V = { ...options.initial, ...touched };
  const changed = Object.keys(touched).length > 0;

  // One record in the storage: what was typed, and the id of a command whose fate is unknown.
  const latest = useRef({ touched, version: baseVersion, pending: found?.pending, timer: undefined as ReturnType<typeof setTimeout> | undefined });
  latest.current.touched = touched;
  latest.current.version = baseVersion;

  function save(): void {
    clearTimeout(latest.current.timer);
    latest.current.timer = undefined;
    const { touched: typed, version, pending } = latest.current;
    const open = Object.entries(typed).filter(([field]) => !secrets.some((secret) => secret === field));
    if (open.length === 0 && !pending) return removeDraft(storage, key);
    const stored = { touched: Object.fromEntries(open) as Partial<V>, version };
    setKept(saveDraft<Stored<V>>(storage, key, { savedAt: Date.now(), values: stored, ...(pending ? { pending } : {}) }));
  }
  const saveNow = useRef(save);
  saveNow.current = save;

  useEffect(() => {
    const flush = (): void => {
      if (latest.current.timer) saveNow.current();
    };
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
      flush();
    };
  }, []);

  const [memory] = useState<Memory>(() =>
    // The data of a plain form may be a password itself. A signed command's is not: it travels beside the data.
    plain || (secrets.length > 0 && !options.data)
      ? rememberHere()
      : {
          get: () => latest.current.pending,
          set: (pending) => {
            latest.current.pending = pending;
            saveNow.current();
          },
        },
  );
  const post: Sending["post"] = plain
    ? (path, envelope, signal) => postJson<CommandAnswer>(path, envelope.data, { anonymous: visitor, ...(signal ? { signal } : {}) })
    : (path, envelope, signal) => postJson<CommandAnswer>(path, envelope, { anonymous: visitor, ...(signal ? { signal } : {}) });
  const command = useCommand(options.command, { memory, post, gone: options.gone });

  const names = Object.keys(options.initial) as Names<V>[];
  const sorted = useMemo(() => {
    const standard = Object.fromEntries(names.map((field) => [field, plain ? `/${field}` : `/data/${field}`]));
    return sortErrors(command.problem?.errors ?? [], names, { ...standard, ...options.places } as Partial<Record<Names<V>, string>>);
    // The names and places of a form do not change while it is shown.
  }, [command.problem]);

  const errors: Errors<V> = {};
  for (const field of names) {
    const text = localErrors[field] ?? (mended.has(field) ? undefined : sorted.fields[field]);
    if (text) errors[field] = text;
  }

  function set(change: Partial<V>): void {
    setTouched((before) => ({ ...before, ...change }));
    if (!changed && options.version !== undefined) setBaseVersion(options.version);
    setRestoredAt(undefined);
    const fields = Object.keys(change);
    setMended((before) => new Set([...before, ...fields]));
    setLocalErrors((before) => {
      const after = { ...before };
      for (const field of fields) delete after[field as Names<V>];
      return after;
    });
    clearTimeout(latest.current.timer);
    latest.current.timer = setTimeout(() => saveNow.current(), saveDelay);
  }

  function discard(): void {
    clearTimeout(latest.current.timer);
    latest.current.timer = undefined;
    latest.current.pending = undefined;
    removeDraft(storage, key);
    setTouched({});
    setBaseVersion(undefined);
    setRestoredAt(undefined);
    setLocalErrors({});
    command.reset();
  }

  async function sendWith(version: number | undefined): Promise<void> {
    const wrong = options.check?.(values) ?? {};
    const found = Object.entries(wrong).filter(([, text]) => text !== undefined && text !== "");
    setLocalErrors(Object.fromEntries(found) as Errors<V>);
    setMended(new Set());
    if (found.length > 0) {
      setAttempt((before) => before + 1);
      command.reset();
      return;
    }
    const extras: Extras = { ...options.extras?.(values) };
    if (version !== undefined) extras.expectedVersion = version;
    // A second person's password counts for this one press.
    if (extras.witness) setTouched((before) => ({ ...before, ...Object.fromEntries(secrets.map((secret) => [secret, options.initial[secret]])) }));
    const outcome = await command.send(options.data ? options.data(values) : values, extras);
    setAttempt((before) => before + 1);
    if (!outcome.ok) return;
    discard();
    options.onDone?.(outcome.answer, values);
  }

  // After each refused attempt the first wrong field gets the focus.
  useEffect(() => {
    if (attempt === 0) return;
    const wrong = "[aria-invalid='true'], [data-invalid] [tabindex='0'], [data-invalid] input";
    element.current?.querySelector<HTMLElement>(wrong)?.focus();
  }, [attempt]);

  return {
    values,
    set,
    field: (field) => ({
      name: field,
      value: values[field],
      onChange: (value) => set({ [field]: value } as unknown as Partial<V>),
      error: errors[field],
    }),
    submit: () => sendWith(baseVersion ?? options.version),
    status: command.status,
    busy: command.busy,
    problem: command.problem,
    errors,
    otherErrors: sorted.others,
    restoredAt,
    kept,
    changed,
    discard,
    stop: command.stop,
    sendAnyway: () => {
      const newer = versionOf(command.problem?.current) ?? options.version;
      setBaseVersion(newer);
      return sendWith(newer);
    },
    names,
    element,
  };
}
