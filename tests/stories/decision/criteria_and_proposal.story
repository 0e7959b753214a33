# name: decision/criteria_and_proposal
# why:  the program proposes from the answers, says what is missing, and never decides
# rule: domain.md section 3

use examined
when Tereza assess-criteria {"course": $course, "answers": []} → refused nothing_changed at /data/answers
when Tereza assess-criteria {"course": $course, "answers": [{"criterion": "cz.condition.adult", "answer": "yes"}]} → refused evidence_needed at /data/answers/0/evidence
when Tereza assess-criteria {"course": $course, "answers": [{"criterion": "cz.condition.rich", "answer": "yes", "evidence": "!"}]} → refused criterion_unknown at /data/answers/0/criterion
when Tereza assess-criteria {"course": $course, "answers": [{"criterion": "cz.condition.adult", "answer": "yes", "evidence": "1986"},
    {"criterion": "cz.condition.adult", "answer": "no", "evidence": "1986"}]} → refused criterion_twice at /data/answers/1/criterion
when Tereza assess-criteria {"course": $course, "answers": [{"criterion": "cz.condition.adult", "answer": "yes", "evidence": "1986"}]} → done
then /patients/$jana/record as Petr has /courses/0/proposal/verdict = "cannot_be_said_yet"
and has /courses/0/proposal/missing with "cz.condition.motivation"
and has no /courses/0/proposal/missing with "cz.condition.adult"
and has /courses/0/criteria/0/by = $Tereza
clock +10m
when Petr assess-criteria {"course": $course, "answers": $criteria} with /answers/10/answer = "yes" → done
then /patients/$jana/record as Petr has /courses/0/proposal/verdict = "not_indicated"
and has /courses/0/proposal/against = ["cz.contraindication.pregnancy"]
when Petr assess-criteria {"course": $course, "answers": [{"criterion": "cz.contraindication.pregnancy", "answer": "unknown"}]} → done
then /patients/$jana/record as Petr has /courses/0/proposal/verdict = "cannot_be_said_yet"
and has /courses/0/proposal/missing = ["cz.contraindication.pregnancy"]
when Petr decide {"course": $course, "form": {"verdict": "cannot_be_said_yet"}} → refused missing_needed at /data/form/missing
when Petr decide {"course": $course, "form": {"verdict": "cannot_be_said_yet", "missing": ["a pregnancy test"]}} → done
when Petr move-course {"course": $course, "to": "preparation"} → refused phase_missing
