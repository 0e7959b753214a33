import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import type { Me, Permission } from "../api/types";
import { useConnected } from "../lib/connection";
import { useFormats } from "../lib/format";
import { getJson } from "../lib/http";
import { sendWaiting } from "../lib/outbox";
import { NoConnection, Problem } from "../lib/problem";
import { Link, navigate, usePlace } from "../lib/router";
import { session, signedIn, signedOut, useSession } from "../lib/session";
import { Icon, type IconName } from "../parts/Icon";
import { Menu } from "../parts/Menu";
import { Banner, ErrorState, Loading } from "../parts/states";
import { Toasts } from "../parts/Toasts";
import { Brand } from "./Brand";
import { EmergencyBanner } from "./EmergencyBanner";
import { LanguageSwitch, ThemeSwitch } from "./Switches";
import styles from "./shell.module.css";
import { useShellTexts } from "./texts";

const SignInAgain = lazy(() => import("./SignInAgain"));
const SignOut = lazy(() => import("./SignOut"));

type NavItem = { to: string; text: "today" | "inquiries" | "people" | "calendar" | "waiting_list" | "register" | "figures" | "network" | "explorer" | "staff" | "rules" | "access_log" | "emergency_access" | "erasing"; icon: IconName; needs: Permission };

const allItems: readonly NavItem[] = [
  { to: "/today", text: "today", icon: "today", needs: "read_calendar" },
  { to: "/inquiries", text: "inquiries", icon: "inbox", needs: "handle_inquiries" },
  { to: "/people", text: "people", icon: "people", needs: "read_people" },
  { to: "/calendar", text: "calendar", icon: "calendar", needs: "read_calendar" },
  { to: "/waiting-list", text: "waiting_list", icon: "waiting", needs: "handle_inquiries" },
  { to: "/register", text: "register", icon: "lock", needs: "read_register" },
  { to: "/figures", text: "figures", icon: "figures", needs: "read_figures" },
  { to: "/network", text: "network", icon: "figures", needs: "read_network_figures" },
  { to: "/explorer", text: "explorer", icon: "curve", needs: "explore_doses" },
  { to: "/staff", text: "staff", icon: "staff", needs: "read_calendar" },
  { to: "/rules", text: "rules", icon: "rules", needs: "signed_in" },
  { to: "/access-log", text: "access_log", icon: "eye", needs: "read_access_log" },
  { to: "/emergency-access", text: "emergency_access", icon: "warning", needs: "review_emergency_access" },
  { to: "/erasing", text: "erasing", icon: "eraser", needs: "erase_records" },
];
const onPhone = 4;

function initials(name: string): string {
  const words = name.replace(/\S*\.\s*/g, "").split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((word) => word[0]?.toLocaleUpperCase()).join("");
}

/** Finds out who is signed in; sends to the sign-in page where nobody is. */
export default function StaffLayout({ children }: { children: ReactNode }) {
  const state = useSession();
  const { path, query } = usePlace();
  const [error, setError] = useState<Error | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (session.get().status !== "unknown") return;
    const abort = new AbortController();
    setError(undefined);
    getJson<Me>("/api/v1/me", { anonymous: true, signal: abort.signal }).then(signedIn, (reason: unknown) => {
      if (abort.signal.aborted) return;
      if (reason instanceof Problem && reason.status === 401) signedOut();
      else setError(reason instanceof Error ? reason : new NoConnection());
    });
    return () => abort.abort();
  }, [attempt]);

  useEffect(() => {
    if (state.status === "out") navigate(`/sign-in?next=${encodeURIComponent(path + query)}`, { replace: true });
  }, [state.status, path, query]);

  if (state.status === "in" || state.status === "expired") return <House me={state.me} expired={state.status === "expired"}>{children}</House>;
  return <main className={styles["staffMain"]}>{error ? <ErrorState error={error} onRetry={() => setAttempt(attempt + 1)} /> : <Loading />}</main>;
}

function House({ me, expired, children }: { me: Me; expired: boolean; children: ReactNode }) {
  const t = useShellTexts();
  const { path } = usePlace();
  const connected = useConnected();
  const format = useFormats();
  const [leaving, setLeaving] = useState<{ to?: string } | undefined>(undefined);
  useEffect(() => sendWaiting(me.user), [me.user]);
  // The clinic asks for a second factor: everything else opens once there is one.
  const away = me.second_factor_missing && path !== "/account/signing-in";
  useEffect(() => {
    if (away) navigate("/account/signing-in", { replace: true });
  }, [away]);
  // What a role may not open is not offered; the server refuses it in any case.
  const items = me.second_factor_missing ? [] : allItems.filter(({ needs }) => me.permissions.includes(needs));
  // The first page of those who have no work in the clinic itself.
  const first = items[0]?.to;
  useEffect(() => {
    if (path === "/today" && first && !me.permissions.includes("read_calendar")) navigate(first, { replace: true });
  }, [path, first, me.permissions]);
  // These lie over everything else, and show it themselves.
  const covered = path.startsWith("/sessions/") || path === "/wall";
  const here = (to: string): "" | undefined => (path === to || path.startsWith(`${to}/`) ? "" : undefined);

  const account = (
    <>
      <span className={styles["face"]} aria-hidden="true">{initials(me.name)}</span>
      <span className={styles["meName"]}>{me.name}<small>{format.list(me.roles.map((role) => t(`role.${role}`)))}</small></span>
    </>
  );
  const entries = [
    { id: "account", label: t("account"), icon: "person", to: "/account" },
    ...me.clinics.map(({ host, name }) => ({ id: host, label: t("switch_to", { clinic: name }), icon: "leave", onChoose: () => setLeaving({ to: host }) }) as const),
    { id: "sign_out", label: t("sign_out"), icon: "leave", onChoose: () => setLeaving({}) },
  ] as const;

  return (
    <div className={styles["staff"]}>
      <a className={styles["skip"]} href="#main">{t("skip")}</a>
      <header className={styles["side"]}>
        <Brand to="/today" />
        <nav className={styles["nav"]} aria-label={t("navigation")}>
          <ul className={styles["navList"]}>
            {items.map(({ to, text, icon }) => (
              <li key={to}>
                <Link to={to} className={styles["navLink"]} data-here={here(to)}><Icon name={icon} />{t(text)}</Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles["sideFoot"]}>
          <div className={styles["sideTools"]}><LanguageSwitch /><ThemeSwitch /></div>
          <Menu className={styles["me"]} button={account} entries={entries} />
        </div>
      </header>
      <div className={styles["work"]}>
        <header className={styles["phoneTop"]}>
          <Brand to="/today" />
          <div className={styles["phoneTools"]}>
            <LanguageSwitch />
            <Menu className={styles["me"]} label={t("account_of", { name: me.name })} button={<span className={styles["face"]} aria-hidden="true">{initials(me.name)}</span>} entries={entries} />
          </div>
        </header>
        <div className={styles["notices"]}>
          {!covered && <EmergencyBanner />}
          {!connected && <Banner tone="warn" icon="offline" role="status" title={t("offline_title")}>{t("offline_detail")}</Banner>}
        </div>
        <main id="main" className={styles["staffMain"]} tabIndex={-1}>{children}</main>
      </div>
      <nav className={styles["bottom"]} aria-label={t("navigation")}>
        <ul className={styles["navList"]}>
          {items.slice(0, onPhone).map(({ to, text, icon }) => (
            <li key={to}>
              <Link to={to} className={styles["bottomLink"]} data-here={here(to)}><Icon name={icon} size={22} />{t(text)}</Link>
            </li>
          ))}
          {items.length > onPhone && (
            <li>
              <Menu
                className={styles["bottomLink"]}
                button={<><Icon name="more" size={22} />{t("more")}</>}
                entries={items.slice(onPhone).map(({ to, text, icon }) => ({ id: to, label: t(text), icon, to }))}
              />
            </li>
          )}
        </ul>
      </nav>
      <Toasts />
      <Suspense fallback={null}>
        {expired && <SignInAgain me={me} />}
        {leaving && <SignOut me={me} to={leaving.to} onClose={() => setLeaving(undefined)} />}
      </Suspense>
    </div>
  );
}
