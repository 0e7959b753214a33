# name: record/corrections_show_both
# why:  what was written wrongly stays readable beside what stands now, with the reason and the writer
# rule: issue section 4.7

use examined
when Petr record-evaluation {"course": $course, "form": $evaluation, "correction": {"entry": $evaluated, "reason": "the wrong side of the form"}}
    with /form/summary = "A third episode." called $better → done
then /patients/$jana/record as Petr has 2 in /courses/0/evaluations
and has /courses/0/evaluations/0/corrected_by = $better
and has /courses/0/evaluations/0/data/summary with "A second episode"
and has /courses/0/evaluations/1/correction/reason = "the wrong side of the form"
when Petr record-evaluation {"course": $course, "form": $evaluation, "correction": {"entry": $evaluated, "reason": "again"}} → refused entry_already_corrected at /data/correction/entry
when Petr record-evaluation {"course": $course, "form": $evaluation, "correction": {"entry": $interviewed, "reason": "of another kind"}} → refused entry_unknown at /data/correction/entry
when Petr record-evaluation {"course": $course, "form": $evaluation, "correction": {"entry": $better, "reason": " "}} → refused blank at /data/correction/reason
when Petr record-evaluation {"course": $course, "form": $evaluation, "correction": {"entry": $better, "reason": "and once more"}} → done
then /patients/$jana/record as Petr has 3 in /courses/0/evaluations
then /patients/$jana/story as Petr has /entries with {"name": "EvaluationRecorded", "command": $evaluated}
and has /entries with {"name": "EvaluationRecorded", "command": $better}
