import type { Shape } from "../../api/shapes";
import { useRead } from "../../lib/read";
import { useMe } from "../../lib/session";
import { Icon } from "../../parts/Icon";
import { Reading } from "../../parts/states";
import { useCommonTexts } from "../../parts/texts";
import { useShellTexts } from "../../shell/texts";
import styles from "./staff.module.css";
import { useTexts } from "./texts";

type Permission = Shape<"Permission">;

const groups = [
  ["front", ["handle_inquiries", "open_indications", "read_calendar", "book", "read_people", "register_people"]],
  ["record", ["read_records", "interview", "evaluate", "examine", "fill_scales", "assess", "decide", "take_consent", "plan", "move_courses", "add_addenda", "close_tasks"]],
  ["session", ["prepare", "attend_sessions", "explore_doses", "order_doses", "give_doses", "release_people", "integrate", "record_outcomes"]],
  ["drugs", ["read_register", "keep_register", "handle_drugs", "witness_drugs"]],
  ["house", ["confirm_rules", "read_figures", "read_network_figures", "manage_staff", "read_access_log", "erase_records", "open_in_emergency", "review_emergency_access"]],
] as const satisfies readonly (readonly [string, readonly Permission[]])[];

const has = (permissions: readonly Permission[], one: Permission): boolean => permissions.includes(one);

/** Who may do what, as the server decides it: read from there, not written here. */
export function Matrix() {
  const t = useTexts();
  const shell = useShellTexts();
  const common = useCommonTexts();
  const mine = new Set(useMe().roles);
  const read = useRead<Shape<"RoleList">>("/api/v1/roles");
  return (
    <Reading of={read} lines={8}>
      {({ roles }) => (
        <>
          <p className={styles["matrixLead"]}>{t("matrix_lead")}</p>
          <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t("who_may_what")}>
            <table className={styles["matrix"]}>
              <caption className="hidden-text">{t("who_may_what")}</caption>
              <thead>
                <tr>
                  <td />
                  {roles.map(({ role }) => (
                    <th key={role} scope="col" data-mine={mine.has(role) ? "" : undefined}>
                      <span>{shell(`role.${role}`)}{mine.has(role) && <span className="hidden-text"> {t("your_role")}</span>}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              {groups.map(([group, permissions]) => (
                <tbody key={group}>
                  <tr className={styles["group"]}><th scope="rowgroup" colSpan={roles.length + 1}>{t(`group.${group}`)}</th></tr>
                  {permissions.map((permission) => (
                    <tr key={permission}>
                      <th scope="row">{t(`permission.${permission}`)}</th>
                      {roles.map(({ role, may, never }) => (
                        <td key={role} data-mine={mine.has(role) ? "" : undefined}>
                          {has(may, permission) && !has(never, permission) ? (
                            <span className={styles["yes"]}><Icon name="check" size={18} /><span className="hidden-text">{common("yes")}</span></span>
                          ) : (
                            <span className={styles["no"]}><span aria-hidden="true">·</span><span className="hidden-text">{common("no")}</span></span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </div>
          <p className={styles["matrixLead"]}>{t("inspector_note")}</p>
        </>
      )}
    </Reading>
  );
}
