import { useEffect, type ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { AriaLanguage } from "./AriaLanguage";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import styles from "./overlay.module.css";
import { useCommonTexts } from "./texts";

type DialogProps = {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Must be answered: Escape, the veil and the cross do not close it. */
  firm?: boolean;
  children: ReactNode;
};

/** Shown while rendered: `{open && <Dialog title=… onClose={() => setOpen(false)}>…</Dialog>}`. Import it only in lazy screens. */
export function Dialog({ title, onClose, wide = false, firm = false, children }: DialogProps) {
  const t = useCommonTexts();
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <AriaLanguage>
      <ModalOverlay className={styles["veil"] ?? ""} isOpen isDismissable={!firm} isKeyboardDismissDisabled={firm} onOpenChange={(open) => !open && onClose()}>
        <Modal className={styles["box"] ?? ""} data-wide={wide ? "" : undefined}>
          <AriaDialog className={styles["dialog"] ?? ""} role={firm ? "alertdialog" : "dialog"}>
            <div className={styles["head"]}>
              <Heading slot="title" level={2}>{title}</Heading>
              {!firm && <IconButton label={t("close")} icon={<Icon name="cross" />} onClick={onClose} />}
            </div>
            {children}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </AriaLanguage>
  );
}
