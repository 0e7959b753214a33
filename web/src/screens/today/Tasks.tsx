import { lazy, Suspense, useState } from "react";
import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useNow } from "../../lib/now";
import { Link } from "../../lib/router";
import { useMay } from "../../lib/session";
import { Button, LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useTerms } from "../../parts/texts";
import { useTasksTexts } from "./texts";
import styles from "./tasks.module.css";

const CloseTask = lazy(() => import("./CloseTask"));

type Task = Shape<"TaskRow">;

/** What begins with a call. */
const toCall: ReadonlySet<Task["kind"]> = new Set(["morning_no_answer", "morning_worrying", "message_uncertain"]);

/** Safety tasks: calm, and not to be overlooked. Each stays until somebody says what was done. */
export function TaskList({ tasks, sessions = [], withName = true }: { tasks: readonly Task[]; sessions?: readonly Shape<"SessionRow">[]; withName?: boolean }) {
  const t = useTasksTexts();
  const [closing, setClosing] = useState<Task | undefined>(undefined);
  return (
    <section className={styles["tasks"]} aria-labelledby="safety-tasks">
      <h2 id="safety-tasks" className={styles["title"]}><Icon name="warning" />{t("title", { n: tasks.length })}</h2>
      <ul className={styles["list"]}>
        {tasks.map((task) => <TaskItem key={task.id} task={task} room={sessions.find(({ patient }) => patient === task.patient)?.id} withName={withName} onClose={() => setClosing(task)} />)}
      </ul>
      {closing && <Suspense fallback={null}><CloseTask task={closing} onClose={() => setClosing(undefined)} /></Suspense>}
    </section>
  );
}

function TaskItem({ task, room, withName, onClose }: { task: Task; room: string | undefined; withName: boolean; onClose: () => void }) {
  const t = useTasksTexts();
  const terms = useTerms();
  const format = useFormats();
  const now = useNow();
  const mayClose = useMay("close_tasks");
  const person = `/people/${task.patient}`;
  return (
    <li className={styles["task"]}>
      <div className={styles["words"]}>
        <p className={styles["who"]}>
          {withName && <Link to={person}>{task.patient_name}</Link>}
          <strong>{terms(`task.${task.kind}`)}</strong>
        </p>
        <p className={styles["why"]}>
          {t(`why.${task.kind}`)} · <time dateTime={task.raised_at} title={format.date(task.raised_at, "dateTime")}>{format.relative(task.raised_at, now)}</time> ·{" "}
          <Link to={`${person}?course=${task.course}&entry=${task.because_of}`}>{t("entry")}</Link>
        </p>
      </div>
      {task.kind === "alarm_unanswered" && room && <LinkButton kind="primary" to={`/sessions/${room}`} icon={<Icon name="session" />}>{t("to_room")}</LinkButton>}
      {toCall.has(task.kind) && <LinkButton to={person} icon={<Icon name="phone" />}>{t("to_person")}</LinkButton>}
      {mayClose && <Button icon={<Icon name="check" />} onClick={onClose}>{t("close")}</Button>}
    </li>
  );
}
