import { useId, useRef, useState, type ReactNode } from "react";
import { Link } from "../lib/router";
import buttons from "./Button.module.css";
import { Icon, type IconName } from "./Icon";
import styles from "./Menu.module.css";

export type MenuEntry = { id: string; label: string; icon?: IconName; danger?: boolean; disabled?: boolean } & (
  | { to: string; onChoose?: never }
  | { onChoose: () => void; to?: never }
);

const gap = 6;

/** Below the button where there is room, else above it; always inside the window. */
export function placeFor(button: DOMRect, menu: { width: number; height: number }, window: { width: number; height: number }): { left: number; top: number } {
  const below = button.bottom + gap;
  const above = button.top - gap - menu.height;
  const top = below + menu.height <= window.height || above < 0 ? below : above;
  const left = Math.max(gap, Math.min(button.left, window.width - menu.width - gap));
  return { left, top };
}

/**
 * A button that shows a few links and actions. They are an ordinary list in a popover: Tab walks it, Escape and a click
 * elsewhere close it, the browser does both. `button` is what is in the button; `label` names it where that is a picture.
 */
export function Menu({ button, label, className = `${buttons["button"]} ${buttons["secondary"]}`, entries }: { button: ReactNode; label?: string; className?: string | undefined; entries: readonly MenuEntry[] }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLUListElement>(null);

  function arrange(): void {
    if (!menu.current || !opener.current) return;
    const { left, top } = placeFor(
      opener.current.getBoundingClientRect(),
      { width: menu.current.offsetWidth, height: menu.current.offsetHeight },
      { width: window.innerWidth, height: window.innerHeight },
    );
    menu.current.style.left = `${left}px`;
    menu.current.style.top = `${top}px`;
  }

  return (
    <>
      <button ref={opener} type="button" className={className} aria-label={label} aria-expanded={open} popoverTarget={id}>{button}</button>
      <ul
        ref={menu}
        id={id}
        popover="auto"
        className={styles["menu"]}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (shown) arrange();
        }}
      >
        {entries.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} onDone={() => menu.current?.hidePopover()} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, onDone }: { entry: MenuEntry; onDone: () => void }) {
  const inside = <>{entry.icon && <Icon name={entry.icon} />}{entry.label}</>;
  if (entry.to !== undefined) return <Link to={entry.to} className={styles["entry"]} onClick={onDone}>{inside}</Link>;
  return (
    <button
      type="button"
      className={styles["entry"]}
      data-danger={entry.danger ? "" : undefined}
      aria-disabled={entry.disabled || undefined}
      onClick={() => {
        if (entry.disabled) return;
        onDone();
        entry.onChoose();
      }}
    >
      {inside}
    </button>
  );
}
