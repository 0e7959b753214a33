# name: course/plan_within_the_pack
# why:  a plan names the sessions, the route and the range of dose, within what the clinic's pack allows
# rule: policy cz-outpatient, doses, course

use examined
when Petr record-plan {"course": $course, "form": $plan} → refused not_indicated_yet
when Petr assess-criteria {"course": $course, "answers": $criteria} → done
when Petr decide {"course": $course, "form": {"verdict": "indicated", "form": "therapy_centred"}} → done
when Petr record-plan {"course": $course, "form": $plan} with /form/therapists = [] → refused one_or_two_therapists at /data/form/therapists
when Petr record-plan {"course": $course, "form": $plan} with /form/therapists = [$Tereza, $Tereza] → refused one_or_two_therapists at /data/form/therapists
when Petr record-plan {"course": $course, "form": $plan} with /form/route = "intravenous" → refused route_not_in_pack at /data/form/route
when Petr record-plan {"course": $course, "form": $plan} with /form/dose_max_mg = 351 → refused dose_above_limit at /data/form/dose_max_mg
when Petr record-plan {"course": $course, "form": $plan} with /form/dose_min_mg = 199 → refused dose_below_limit at /data/form/dose_min_mg
when Petr record-plan {"course": $course, "form": $plan} with /form/dose_min_mg = 310 → refused range_upside_down at /data/form/dose_max_mg
when Petr record-plan {"course": $course, "form": $plan} with /form/dose_min_mg_per_kg = 1 → refused dose_unit_differs
when Petr record-plan {"course": $course, "form": $plan} without /form/dose_min_mg → refused dose_needed at /data/form/dose_min_mg
when Petr record-plan {"course": $course, "form": $plan} with /form/integration_sessions = 1 → refused fewer_sessions_than_usual by cz.course.sessions-min
when Petr record-plan {"course": $course, "form": $plan} with /form/integration_sessions = 1
    with /form/overrides = [{"rule": "cz.course.sessions-min", "reason": "a repetition, well known"}] → done
when Petr record-plan {"course": $course, "form": $plan} → done
then /patients/$jana/record as Tereza has 2 in /courses/0/plans
