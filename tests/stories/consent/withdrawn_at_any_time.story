# name: consent/withdrawn_at_any_time
# why:  consent may be taken back at any moment, without a reason, and from then on nothing is given
# rule: issue section 4.5

use ordered
when Tereza withdraw-consent {"course": $course, "consent": $nothing} → refused consent_unknown at /data/consent
when Tereza withdraw-consent {"course": $course, "consent": $consented} → done
when Tereza withdraw-consent {"course": $course, "consent": $consented} → refused consent_withdrawn at /data/consent
when Nora give-dose {"session": $session, "form": $dose} → refused consent_missing
when Marek order-dose {"session": $session, "form": $order} → refused consent_missing
then /patients/$jana/record as Petr has /courses/0/withdrawals/0/consent = $consented
and has /courses/0/withdrawals/0/recorded_by = $Tereza
and has /courses/0/consents/0/data/signed_name = "Jana Nováková"
when Tereza cancel-session {"session": $session, "reason": "she does not want to today"} → done
then /sessions/$session as Tereza has /session/stage = "cancelled"
# She thinks it over; a new consent is a new one.
clock +1h
when Tereza sign-consent {"course": $course, "form": $consent} → done
when Tereza open-session {"session": $second, "course": $course, "therapists": [$Tereza], "physician_on_site": $Marek} → done
when Nora record-readiness {"session": $second, "form": $readiness} → done
when Nora record-vitals {"session": $second, "form": $baseline} → done
when Marek order-dose {"session": $second, "form": $order} → done
