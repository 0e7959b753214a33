# name: course/hold_postponed_step_back
# why:  a hold, a postponement, a step back are ordinary states of a course, with their reasons
# rule: domain.md section 2

use indicated
when Tereza hold-course {"course": $course, "reason": "fever"} → done
then /patients/$jana/record as Petr has /courses/0/status = "on_hold"
when Tereza hold-course {"course": $course, "reason": "fever"} → refused course_on_hold
when Petr move-course {"course": $course, "to": "evaluation", "reason": "…"} → refused course_on_hold
when Tereza open-session {"session": $session, "course": $course, "therapists": [$Tereza], "physician_on_site": $Marek} → refused course_on_hold
when Petr resume-course {"course": $course, "reason": "well again"} → done
when Petr resume-course {"course": $course} → refused course_not_on_hold
when Petr postpone-course {"course": $course, "reason": "a journey", "until": "2026-11-01"} → refused date_in_past at /data/until
when Petr postpone-course {"course": $course, "reason": "a journey", "until": "2027-01-10"} → done
then /patients/$jana/record as Petr has /courses/0/postponed_until = "2027-01-10"
when Petr resume-course {"course": $course} → done
then /patients/$jana/record as Petr has no /courses/0/postponed_until
when Petr move-course {"course": $course, "to": "examination"} → refused reason_needed at /data/reason
when Petr move-course {"course": $course, "to": "examination", "reason": "blood pressure high"} → done
then /patients/$jana/record as Petr has /courses/0/phase = "examination"
and has /courses/0/path/-1/back = true
and has /courses/0/path/-1/reason = "blood pressure high"
# What was decided stands; the way forward again is one by one.
when Petr move-course {"course": $course, "to": "decision"} → done
when Petr move-course {"course": $course, "to": "preparation"} → done
