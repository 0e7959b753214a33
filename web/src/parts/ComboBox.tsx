import { Button as AriaButton, ComboBox as AriaComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { AriaLanguage } from "./AriaLanguage";
import type { FieldProps } from "./Field";
import { Icon } from "./Icon";
import fields from "./fields.module.css";
import styles from "./overlay.module.css";
import { useCommonTexts } from "./texts";

export type ComboOption = { id: string; label: string; detail?: string };

type ComboBoxProps = FieldProps & {
  options: readonly ComboOption[];
  /** The chosen option's id, or "". */
  value: string;
  onChange: (id: string) => void;
  /** For options from the server: what is typed. The options are then shown as given, without filtering here. */
  typed?: string;
  onType?: (text: string) => void;
  nothing?: string;
};

/** Choose one of many by typing: a person, a diagnosis, a place. */
export function ComboBox({ label, hint, error, optional, name, options, value, onChange, typed, onType, nothing }: ComboBoxProps) {
  const t = useCommonTexts();
  return (
    <AriaLanguage>
      <AriaComboBox
        className={fields["field"] ?? ""}
        items={onType ? options : undefined}
        defaultItems={onType ? undefined : options}
        selectedKey={value || null}
        onSelectionChange={(key) => onChange(key === null ? "" : String(key))}
        {...(onType ? { inputValue: typed ?? "", onInputChange: onType } : {})}
        isInvalid={Boolean(error)}
        isRequired={!optional}
        menuTrigger="focus"
        allowsEmptyCollection
        validationBehavior="aria"
      >
        <div className={fields["head"]}>
          <Label className={fields["label"] ?? ""}>{label}</Label>
          {optional && <span className={fields["mark"]}>{t("optional")}</span>}
        </div>
        {hint && <Text slot="description" className={fields["hint"] ?? ""}>{hint}</Text>}
        <div className={styles["combo"]}>
          <Input className={fields["input"] ?? ""} name={name} />
          <AriaButton><Icon name={onType ? "search" : "down"} size={18} /></AriaButton>
        </div>
        <FieldError className={fields["error"] ?? ""}>{error}</FieldError>
        <Popover className={styles["popover"] ?? ""}>
          <ListBox<ComboOption> className={styles["menu"] ?? ""} renderEmptyState={() => <div className={styles["nothing"]}>{nothing ?? t("nothing_found")}</div>}>
            {(option) => (
              <ListBoxItem id={option.id} textValue={option.label} className={styles["item"] ?? ""}>
                <span>
                  {option.label}
                  {option.detail && <small>{option.detail}</small>}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </AriaComboBox>
    </AriaLanguage>
  );
}
