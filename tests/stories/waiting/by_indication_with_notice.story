# name: waiting/by_indication_with_notice
# why:  people whose complaint is not taken yet wait with their consent, and everybody is told when it opens
# rule: domain.md section 2

use clinic
then /api/public/clinic as Somebody has /indications with {"code": "eating_disorders", "open": false}
when Somebody POST /api/public/waiting-list {"person": {"name": "Iva", "email": "iva@example.org", "language": "cs", "indication": "eating_disorders",
    "consent_to_be_told": false}} → refused consent_to_be_told_needed at /data/person/consent_to_be_told
when Somebody POST /api/public/waiting-list {"person": {"name": "Iva", "email": "iva@example.org", "language": "cs", "indication": "depression",
    "consent_to_be_told": true}} → refused indication_open at /data/person/indication
when Somebody POST /api/public/waiting-list {"person": {"name": "Iva", "language": "cs", "indication": "eating_disorders",
    "consent_to_be_told": true}} → refused contact_needed at /data/person/email
when Somebody POST /api/public/waiting-list {"person": {"name": "Iva", "email": "iva@example.org", "language": "cs", "indication": "eating_disorders",
    "consent_to_be_told": true}} called $iva → done
when Eva join-waiting-list {"waiting": $ota, "person": {"name": "Ota", "phone": "+420 604 555 666", "language": "cs", "indication": "eating_disorders",
    "consent_to_be_told": true}} → done
then /waiting-list as Eva has 2 in /waiting
then /today as Eva has 0 in /notices
when Eva record-notice {"waiting": $iva, "by": "email", "words": "We take it now."} → refused indication_not_open
when Eva open-course {"course": $course, "patient": $jana, "indication": "eating_disorders", "language": "cs"} → refused patient_unknown at /data/patient
when Eva register-patient {"patient": $jana, "details": $details} → done
when Eva open-course {"course": $course, "patient": $jana, "indication": "eating_disorders", "language": "cs"} → refused indication_not_open at /data/indication
when Tereza open-indication {"indication": "eating_disorders", "reason": "I should like to"} → refused not_permitted
when Petr open-indication {"indication": "eating_disorders", "reason": "a psychiatrist for it has come"} → done
when Petr open-indication {"indication": "eating_disorders", "reason": "a psychiatrist for it has come"} → refused indication_open
then /today as Eva has 2 in /notices
then /api/public/clinic as Somebody has /indications with {"code": "eating_disorders", "open": true}
when Eva record-notice {"waiting": $iva, "by": "email", "words": "We take it now."} → done
when Eva record-notice {"waiting": $iva, "by": "email", "words": "We take it now."} → refused waiting_ended
when Eva leave-waiting-list {"waiting": $ota, "reason": "is being treated elsewhere"} → done
then /today as Eva has 0 in /notices
when Eva open-course {"course": $course, "patient": $jana, "indication": "eating_disorders", "language": "cs"} → done
when Petr close-indication {"indication": "eating_disorders", "reason": "the psychiatrist has left"} → done
then /api/public/clinic as Somebody has /indications with {"code": "eating_disorders", "open": false}
