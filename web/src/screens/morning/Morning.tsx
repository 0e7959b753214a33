import { useEffect, useState } from "react";
import type { Shape } from "../../api/shapes";
import { knowClinic } from "../../lib/clinic";
import { useForm } from "../../lib/form";
import { getJson } from "../../lib/http";
import { isLanguage, setLanguage, useLanguage } from "../../lib/i18n";
import { NoConnection, Problem } from "../../lib/problem";
import { Button } from "../../parts/Button";
import { Checkbox, Checkboxes, TextArea } from "../../parts/fields";
import { Form } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { useScreenStart } from "../../parts/Page";
import { Banner, Loading } from "../../parts/states";
import { useParam } from "../../shell/params";
import styles from "./morning.module.css";
import { useMorningTexts } from "./texts";

type Page = Shape<"MorningPage">;
type State = { status: "asking" } | { status: "there"; page: Page } | { status: "failed"; error: Error };

/** How was the night? By the link of a message, once, on whatever phone: no account, no password, few words. */
export default function Morning() {
  const t = useMorningTexts();
  const token = useParam("token");
  const [state, setState] = useState<State>({ status: "asking" });
  const [attempt, setAttempt] = useState(0);
  const [sent, setSent] = useState<{ call: boolean } | undefined>(undefined);
  useScreenStart(t("title"));
  const path = `/api/public/morning/${encodeURIComponent(token)}`;
  useEffect(() => {
    const abort = new AbortController();
    setState({ status: "asking" });
    getJson<Page>(path, { anonymous: true, signal: abort.signal }).then(
      (page) => {
        knowClinic({ name: page.clinic, zone: page.zone });
        // The language of the person; who wants another finds the switch above.
        if (isLanguage(page.language)) void setLanguage(page.language);
        setState({ status: "there", page });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ status: "failed", error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
    return () => abort.abort();
  }, [path, attempt]);

  const phone = state.status === "there" ? state.page.phone : undefined;
  return (
    <div className={styles["page"]}>
      {state.status === "asking" && <><h1 tabIndex={-1}>{t("title")}</h1><Loading lines={5} /></>}
      {state.status === "failed" && <Failed error={state.error} onRetry={() => setAttempt(attempt + 1)} />}
      {state.status === "there" && (sent ? <Thanks call={sent.call} /> : state.page.answered ? <Told title={t("answered")} detail={t("answered_detail")} /> : <Questions page={state.page} path={path} onSent={setSent} />)}
      <Help phone={phone} />
    </div>
  );
}

function Questions({ page, path, onSent }: { page: Page; path: string; onSent: (sent: { call: boolean }) => void }) {
  const t = useMorningTexts();
  const language = useLanguage();
  const form = useForm<{ items: string[]; nothing: boolean; words: string; call_me: boolean }>({
    name: "morning",
    subject: path,
    visitor: true,
    initial: { items: [], nothing: false, words: "", call_me: false },
    command: path,
    data: (v) => ({ items: v.nothing ? [] : v.items, words: v.words.trim() || undefined, call_me: v.call_me }),
    places: { items: "/data/items", words: "/data/words", call_me: "/data/call_me" },
    check: (v) => ({ items: v.items.length > 0 || v.nothing || v.words.trim() || v.call_me ? undefined : t("choose_something") }),
    onDone: (_, { call_me }) => onSent({ call: call_me }),
  });
  const gone = form.status === "refused" && (form.problem?.code === "morning_answered" || form.problem?.code === "link_too_old");
  if (gone) return form.problem?.code === "link_too_old" ? <Told title={t("too_old")} detail={t("too_old_detail")} /> : <Told title={t("answered")} detail={t("answered_detail")} />;
  return (
    <>
      <header className={styles["head"]}>
        <svg className={styles["dawn"]} viewBox="0 0 120 60" aria-hidden="true" focusable="false"><path d="M8 50h104M30 50a30 30 0 0 1 60 0M60 4v9M24 18l6 6M96 18l-6 6M10 38h8M102 38h8" /></svg>
        <h1 tabIndex={-1}>{t("title")}</h1>
        <p>{t("lead", { clinic: page.clinic })}</p>
      </header>
      <Form form={form} actions={<Button type="submit" kind="primary" size="large" wide busy={form.busy}>{t("send")}</Button>}>
        <div className={styles["choices"]}>
          <Checkboxes {...form.field("items")} value={form.values.nothing ? [] : form.values.items} onChange={(items) => form.set({ items, nothing: false })} label={t("today")} hint={t("today_hint")} options={page.items.map(({ code, text }) => ({ value: code, label: text[language] || text.cs }))} />
          <Checkbox {...form.field("nothing")} onChange={(nothing) => form.set({ nothing, ...(nothing ? { items: [] } : {}) })} label={t("nothing")} />
        </div>
        <TextArea {...form.field("words")} label={t("words")} hint={t("words_hint")} optional rows={3} maxLength={4000} />
        <div className={styles["call"]}><Checkbox {...form.field("call_me")} label={<strong>{t("call_me")}</strong>} hint={t("call_me_hint")} /></div>
      </Form>
    </>
  );
}

function Thanks({ call }: { call: boolean }) {
  const t = useMorningTexts();
  return <Told title={t("thanks")} detail={t(call ? "thanks_call" : "thanks_detail")} />;
}

function Told({ title, detail }: { title: string; detail: string }) {
  useEffect(() => document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true }), []);
  return (
    <header className={styles["head"]} role="status">
      <h1 tabIndex={-1}>{title}</h1>
      <p>{detail}</p>
    </header>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useMorningTexts();
  if (error instanceof NoConnection) {
    return (
      <>
        <h1 tabIndex={-1}>{t("title")}</h1>
        <Banner tone="warn" icon="offline" role="alert" title={t("offline")} actions={<Button onClick={onRetry}>{t("again")}</Button>}>{t("offline_detail")}</Banner>
      </>
    );
  }
  if (error instanceof Problem && error.code === "link_too_old") return <Told title={t("too_old")} detail={t("too_old_detail")} />;
  if (error instanceof Problem && error.status === 404) return <Told title={t("unknown")} detail={t("unknown_detail")} />;
  return (
    <>
      <h1 tabIndex={-1}>{t("title")}</h1>
      <Banner tone="bad" role="alert" title={t("failed")} actions={<Button onClick={onRetry}>{t("again")}</Button>}>{t("failed_detail")}</Banner>
    </>
  );
}

/** Always there, whatever else is: whom to call. */
function Help({ phone }: { phone: string | undefined }) {
  const t = useMorningTexts();
  return (
    <aside className={styles["help"]} aria-label={t("help")}>
      <p>{t("help_detail")}</p>
      <p className={styles["phones"]}>
        {phone && <a href={`tel:${phone.replace(/\s/g, "")}`}><Icon name="phone" />{t("clinic_phone")} <b>{phone}</b></a>}
        <a href="tel:112"><Icon name="phone" />{t("emergency")} <b>112</b></a>
      </p>
    </aside>
  );
}
