# name: course/another_course_runs
# why:  one person, one running course: what happens belongs to one cycle
# rule: domain.md section 2

use registered
when Eva open-course {"course": $second, "patient": $jana, "indication": "anxiety", "language": "cs"} → refused another_course_runs
when Eva open-course {"course": $course, "patient": $jana, "indication": "depression", "language": "cs"} → refused already_exists
when Eva register-patient {"patient": $young, "details": $details} with /details/birth_date = "2008-11-24" with /details/given_name = "Tom" → done
when Eva open-course {"course": $second, "patient": $young, "indication": "anxiety", "language": "cs"} → refused too_young by cz.age-min
clock to 2026-11-24T00:01
when Eva open-course {"course": $second, "patient": $young, "indication": "anxiety", "language": "cs"} → done
