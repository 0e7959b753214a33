# name: dosing/nothing_without_its_grounds
# why:  a dose rests on a decision, a consent, the checks, the baseline and the weight of this very day
# rule: domain.md section 5

use indicated
let $open = {"session": $session, "course": $course, "room": "session-1", "therapists": [$Tereza], "physician_on_site": $Marek}
when Eva open-session $open → refused not_permitted
when Tereza open-session $open → refused plan_missing
when Petr record-plan {"course": $course, "form": $plan} → done
when Tereza open-session $open with /therapists = [] → refused one_or_two_therapists at /data/therapists
when Tereza open-session $open with /room = "the cellar" → refused room_unknown at /data/room
when Tereza open-session $open with /course = $nothing → refused course_unknown
when Tereza open-session $open → done
when Tereza open-session $open with /session = $second → refused session_open
when Petr hold-course {"course": $course, "reason": "…"} → refused session_open
when Petr end-course {"course": $course, "ending": "stopped", "reason": "…"} → refused session_open
when Marek order-dose {"session": $session, "form": $order} → refused consent_missing
when Tereza sign-consent {"course": $course, "form": $consent} → done
when Marek order-dose {"session": $session, "form": $order} → refused readiness_missing
when Nora record-readiness {"session": $session, "form": $readiness} with /form/identified_by = ["name"] → refused two_identifiers_needed at /data/form/identified_by
when Nora record-readiness {"session": $session, "form": $readiness} with /form/identified_by = ["name", "name"] → refused two_identifiers_needed at /data/form/identified_by
when Nora record-readiness {"session": $session, "form": $readiness} without /form/checks/2 → refused check_missing at /data/form/checks
when Nora record-readiness {"session": $session, "form": $readiness} with /form/checks/2/check = "cz.readiness.horoscope" → refused check_unknown at /data/form/checks/2/check
when Nora record-readiness {"session": $session, "form": $readiness} → done
when Marek order-dose {"session": $session, "form": $order} → refused baseline_missing
when Nora record-vitals {"session": $session, "form": $baseline} → done
when Tereza order-dose {"session": $session, "form": $order} → refused not_permitted
when Nora order-dose {"session": $session, "form": $order} → refused not_permitted
when Marek order-dose {"session": $session, "form": $order} unsigned → refused signature_needed
when Marek order-dose {"session": $session, "form": $order} signed wrongly → refused wrong_password at /password
when Nora give-dose {"session": $session, "form": $dose} → refused order_missing
when Marek order-dose {"session": $session, "form": $order} → done
when Nora give-dose {"session": $session, "form": $dose} → refused time_out_missing
then /sessions/$session as Nora has /session/orders/0/signature/meaning = "order"
and has /session/orders/0/signature/by = $Marek
