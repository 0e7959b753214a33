# name: decision/refusal_makes_a_letter
# why:  people were hurt by refusals without reasons
# rule: domain.md section 3

use examined
when Petr assess-criteria {"course": $course, "answers": $criteria} with /answers/1/answer = "yes" → done
when Petr decide {"course": $course, "form": {"verdict": "not_indicated"}} → refused letter_needed at /data/form/letter
when Petr decide {"course": $course, "form": {"verdict": "not_indicated", "letter": {"reasons": [], "alternatives": ["psychotherapy"]}}} → refused letter_incomplete at /data/form/letter/reasons
when Petr decide {"course": $course, "form": {"verdict": "not_indicated", "letter": {"reasons": ["…"], "alternatives": []}}} → refused letter_incomplete at /data/form/letter/alternatives
then /courses/$course/letter as Petr is refused not_found as 404
when Petr decide {"course": $course, "form": {"verdict": "not_indicated", "letter": {"reasons": ["An earlier psychosis makes ketamine unsafe for you."],
    "alternatives": ["Psychotherapy at the day hospital"], "words": "Thank you for your trust."}}} → done
then /courses/$course/letter as Petr has /recipient = "Jana Nováková"
and has /reasons = ["An earlier psychosis makes ketamine unsafe for you."]
and has /alternatives = ["Psychotherapy at the day hospital"]
and has /language = "cs"
and has /signed_by = "Petr Example"
and has /greeting = "Dobrý den,"
then /courses/$course/letter as Eva is refused not_permitted
when Petr end-course {"course": $course, "ending": "not_indicated", "reason": "psychosis"} → done
then /courses/$course/letter as Petr has /recipient = "Jana Nováková"
