# name: course/endings
# why:  a course ends completed, not indicated, abandoned, stopped or referred, each for a reason, and then takes nothing new
# rule: domain.md section 2

use indicated
when Petr end-course {"course": $course, "ending": "completed", "reason": "done"} → refused phase_missing
when Petr end-course {"course": $course, "ending": "not_indicated", "reason": "no"} → refused phase_missing
when Petr end-course {"course": $course, "ending": "referred", "reason": "needs a hospital"} → refused referral_needed at /data/referred_to
when Petr end-course {"course": $course, "ending": "referred", "reason": "needs a hospital", "referred_to": "University hospital"} → done
then /patients/$jana/record as Petr has /courses/0/ending = "referred"
and has /courses/0/referred_to = "University hospital"
when Petr end-course {"course": $course, "ending": "stopped", "reason": "again"} → refused course_ended
when Petr record-plan {"course": $course, "form": $plan} → refused course_ended
when Petr resume-course {"course": $course} → refused course_ended
when Petr move-course {"course": $course, "to": "evaluation", "reason": "again"} → refused course_ended
# Nothing was given, so another course needs no grounds for repeating.
when Eva open-course {"course": $second, "patient": $jana, "indication": "anxiety", "language": "cs"} → done
when Petr end-course {"course": $second, "ending": "abandoned", "reason": "does not answer"} → done
when Eva open-course {"course": $third, "patient": $jana, "indication": "ptsd", "language": "en"} → done
when Petr end-course {"course": $third, "ending": "stopped", "reason": "moved abroad"} → done
then /figures as Milan has 3 in /endings
then /patients/$jana as Eva has 3 in /courses
and has /courses/0/cycle = 3
