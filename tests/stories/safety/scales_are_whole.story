# name: safety/scales_are_whole
# why:  a total over half a questionnaire is a wrong number that looks right
# rule: issue section 4.3

use registered
when Nora record-scale {"course": $course, "form": $phq9} without /form/answers/3 → refused item_missing
when Nora record-scale {"course": $course, "form": $phq9} with /form/answers/3/item = "3" → refused item_twice
when Nora record-scale {"course": $course, "form": $phq9} with /form/answers/3/item = "17" → refused item_unknown at /data/form/answers/3/item
when Nora record-scale {"course": $course, "form": $phq9} with /form/answers/3/value = 4 → refused answer_not_offered at /data/form/answers/3/value
when Nora record-scale {"course": $course, "form": $phq9} with /form/answers/3/value = 2.5 → refused wrong_type at /data/form/answers/3/value
when Nora record-scale {"course": $course, "form": $phq9} with /form/instrument = "horoscope" → refused instrument_unknown at /data/form/instrument
when Nora record-scale {"course": $nothing, "form": $phq9} → refused course_unknown as 404
then /patients/$jana/record as Petr has 0 in /courses/0/scales
