# name: course/repetition_is_a_new_cycle
# why:  a repetition is decided anew, with reasons; it is linked to the first, and the spacing of doses holds across both
# rule: domain.md section 2, step 10

use ended
when Eva open-course {"course": $second, "patient": $jana, "indication": "depression", "language": "cs"} → refused repetition_needed at /data/repetition
when Eva open-course {"course": $second, "patient": $jana, "indication": "depression", "language": "cs",
    "repetition": {"of": $nothing, "reason": "…", "what_has_changed": "…"}} → refused repetition_unknown at /data/repetition/of
when Eva open-course {"course": $second, "patient": $jana, "indication": "depression", "language": "cs",
    "repetition": {"of": $course, "reason": "it came back", "what_has_changed": "a new job"}} → done
then /patients/$jana/record as Petr has /courses/0/cycle = 2
and has /courses/0/last_dose_before = "2026-11-30T08:11:00.000Z"
and has /courses/1/status = "ended"
# Everything is asked again.
when Petr decide {"course": $second, "form": {"verdict": "indicated", "form": "therapy_centred"}} → refused reason_needed at /data/form/reason
when Tereza record-preparation {"course": $second, "form": $preparation} → refused not_indicated_yet
