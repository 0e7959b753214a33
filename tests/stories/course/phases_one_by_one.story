# name: course/phases_one_by_one
# why:  a phase changes only by a clinician's act, only to the next one, and only when what it rests on is there
# rule: domain.md section 2 (phase changes are a clinician's act)

use registered
when Eva move-course {"course": $course, "to": "evaluation"} → refused not_permitted
when Petr move-course {"course": $course, "to": "evaluation"} → refused phase_missing
when Petr move-course {"course": $course, "to": "interview"} → refused phase_same at /data/to
when Petr move-course {"course": $course, "to": "dosing"} → refused phase_by_dose at /data/to
when Eva record-interview {"course": $course, "form": $interview} with /form/goes_on = "no" called $said_no → done
when Petr move-course {"course": $course, "to": "evaluation"} → refused phase_missing
when Eva record-interview {"course": $course, "form": $interview, "correction": {"entry": $said_no, "reason": "she called, and does want to"}} → done
when Petr move-course {"course": $course, "to": "examination"} → refused phase_skipped at /data/to
when Petr move-course {"course": $course, "to": "evaluation"} → done
when Petr move-course {"course": $course, "to": "examination"} → refused phase_missing
when Petr record-evaluation {"course": $course, "form": $evaluation} → done
when Petr move-course {"course": $course, "to": "examination"} → done
when Petr move-course {"course": $course, "to": "decision"} → refused phase_missing
when Marek record-examination {"course": $course, "form": $examination} → done
when Petr move-course {"course": $course, "to": "decision"} → done
when Petr move-course {"course": $course, "to": "preparation"} → refused phase_missing
then /patients/$jana/record as Petr has 4 in /courses/0/path
