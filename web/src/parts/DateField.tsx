import { parseDate, parseTime, type CalendarDate } from "@internationalized/date";
import {
  Button as AriaButton, Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell,
  DateInput, DatePicker, DateSegment, Dialog, FieldError, Group, Heading, Label, Popover, Text, TimeField as AriaTimeField,
} from "react-aria-components";
import { AriaLanguage } from "./AriaLanguage";
import type { FieldProps } from "./Field";
import { Icon } from "./Icon";
import fields from "./fields.module.css";
import styles from "./overlay.module.css";
import { useCommonTexts } from "./texts";

function readDate(text: string | undefined): CalendarDate | null {
  try {
    return text ? parseDate(text) : null;
  } catch {
    return null;
  }
}

type DateFieldProps = FieldProps & {
  /** `2026-11-22`, or "". */
  value: string;
  onChange: (date: string) => void;
  min?: string;
  max?: string;
  disabled?: boolean;
};

/** A date as the language writes it, typed part by part or chosen in a calendar. */
export function DateField({ label, hint, error, optional, value, onChange, min, max, disabled = false }: DateFieldProps) {
  const t = useCommonTexts();
  return (
    <AriaLanguage>
      <DatePicker
        className={fields["field"] ?? ""}
        value={readDate(value)}
        onChange={(date) => onChange(date?.toString() ?? "")}
        minValue={readDate(min)}
        maxValue={readDate(max)}
        isDisabled={disabled}
        isInvalid={Boolean(error)}
        isRequired={!optional}
        validationBehavior="aria"
        shouldForceLeadingZeros={false}
      >
        <div className={fields["head"]}>
          <Label className={fields["label"] ?? ""}>{label}</Label>
          {optional && <span className={fields["mark"]}>{t("optional")}</span>}
        </div>
        {hint && <Text slot="description" className={fields["hint"] ?? ""}>{hint}</Text>}
        <div>
          <Group className={`${fields["input"]} ${styles["dateInput"]}`}>
            <DateInput className={styles["segments"] ?? ""}>{(segment) => <DateSegment segment={segment} className={styles["segment"] ?? ""} />}</DateInput>
            <AriaButton className={styles["openCalendar"] ?? ""}><Icon name="calendar" /></AriaButton>
          </Group>
        </div>
        <FieldError className={fields["error"] ?? ""}>{error}</FieldError>
        <Popover className={styles["popover"] ?? ""}>
          <Dialog className={styles["menu"] ?? ""}>
            <Calendar>
              <header className={styles["calendarHead"]}>
                <AriaButton slot="previous"><Icon name="back" /></AriaButton>
                <Heading />
                <AriaButton slot="next"><Icon name="forward" /></AriaButton>
              </header>
              <CalendarGrid className={styles["grid"] ?? ""}>
                <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
                <CalendarGridBody>{(date) => <CalendarCell date={date} className={styles["cell"] ?? ""} />}</CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </AriaLanguage>
  );
}

type TimeFieldProps = FieldProps & {
  /** `09:30`, or "". */
  value: string;
  onChange: (time: string) => void;
  disabled?: boolean;
};

function readTime(text: string): ReturnType<typeof parseTime> | null {
  try {
    return text ? parseTime(text) : null;
  } catch {
    return null;
  }
}

/** A time of the day, always by the 24-hour clock. */
export function TimeField({ label, hint, error, optional, value, onChange, disabled = false }: TimeFieldProps) {
  const t = useCommonTexts();
  return (
    <AriaLanguage>
      <AriaTimeField
        className={fields["field"] ?? ""}
        value={readTime(value)}
        onChange={(time) => onChange(time ? time.toString().slice(0, 5) : "")}
        hourCycle={24}
        isDisabled={disabled}
        isInvalid={Boolean(error)}
        isRequired={!optional}
        validationBehavior="aria"
        shouldForceLeadingZeros
      >
        <div className={fields["head"]}>
          <Label className={fields["label"] ?? ""}>{label}</Label>
          {optional && <span className={fields["mark"]}>{t("optional")}</span>}
        </div>
        {hint && <Text slot="description" className={fields["hint"] ?? ""}>{hint}</Text>}
        <div>
          <DateInput className={`${fields["input"]} ${styles["timeInput"]}`}>{(segment) => <DateSegment segment={segment} className={styles["segment"] ?? ""} />}</DateInput>
        </div>
        <FieldError className={fields["error"] ?? ""}>{error}</FieldError>
      </AriaTimeField>
    </AriaLanguage>
  );
}
