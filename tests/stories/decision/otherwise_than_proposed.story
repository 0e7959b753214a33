# name: decision/otherwise_than_proposed
# why:  a physician may decide otherwise than proposed, but says why
# rule: domain.md section 3

use examined
when Petr assess-criteria {"course": $course, "answers": $criteria} with /answers/13/answer = "yes" → done
then /patients/$jana/record as Petr has /courses/0/proposal/against = ["cz.contraindication.medication"]
when Petr decide {"course": $course, "form": {"verdict": "indicated", "form": "therapy_centred"}} → refused reason_needed at /data/form/reason
when Petr decide {"course": $course, "form": {"verdict": "indicated", "form": "therapy_centred", "reason": "tapered by the day of the dose"}} → done
then /patients/$jana/record as Petr has /courses/0/decisions/0/data/proposal/verdict = "not_indicated"
and has /courses/0/decisions/0/data/decision/reason = "tapered by the day of the dose"
when Petr move-course {"course": $course, "to": "preparation"} → done
