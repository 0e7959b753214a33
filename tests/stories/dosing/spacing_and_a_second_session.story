# name: dosing/spacing_and_a_second_session
# why:  at least seven days lie between two dosing sessions, unless a physician sets that aside and says why
# rule: policy cz-outpatient, cz.course.days-between-doses

use closed
clock to 2026-12-06T09:00
when Petr move-course {"course": $course, "to": "dosing", "reason": "a second dose was agreed"} → done
when Tereza open-session {"session": $second, "course": $course, "therapists": [$Tereza], "physician_on_site": $Marek} → done
when Nora record-readiness {"session": $second, "form": $readiness} → done
when Nora record-vitals {"session": $second, "form": $baseline} → done
when Marek order-dose {"session": $second, "form": $order} → refused too_soon_after_dose by cz.course.days-between-doses
when Marek order-dose {"session": $second, "form": $order} with /form/overrides = [{"rule": "cz.course.days-between-doses", "reason": "six days, she travels tomorrow"}] → done
when Tereza cancel-session {"session": $second, "reason": "she would rather wait"} → done
clock to 2026-12-07T09:00
when Tereza open-session {"session": $third, "course": $course, "therapists": [$Tereza], "physician_on_site": $Marek} → done
when Nora record-readiness {"session": $third, "form": $readiness} → done
when Nora record-vitals {"session": $third, "form": $baseline} → done
when Marek order-dose {"session": $third, "form": $order} → done
# A session shows its own things and nothing of the others.
then /sessions/$third as Tereza has 1 in /session/orders
and has 0 in /session/doses
and has 0 in /others
