import { makeStore, useStore } from "../lib/store";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import styles from "./states.module.css";
import { useCommonTexts } from "./texts";

type Toast = { id: number; text: string };

const shown = makeStore<Toast[]>([]);
let count = 0;
const shownFor = 7000;

/** Says that something was done. Never the only place of anything that matters: it goes away by itself. */
export function toast(text: string): void {
  const id = ++count;
  shown.set((before) => [...before.slice(-2), { id, text }]);
  setTimeout(() => remove(id), shownFor);
}

function remove(id: number): void {
  shown.set((before) => before.filter((each) => each.id !== id));
}

/** Once in the app: a live region that is always there, so that readers hear what appears in it. */
export function Toasts() {
  const t = useCommonTexts();
  const toasts = useStore(shown);
  return (
    <div className={styles["toasts"]} role="status" aria-live="polite">
      {toasts.map(({ id, text }) => (
        <div key={id} className={styles["toast"]}>
          <span>{text}</span>
          <IconButton label={t("close")} icon={<Icon name="cross" size={18} />} onClick={() => remove(id)} />
        </div>
      ))}
    </div>
  );
}
