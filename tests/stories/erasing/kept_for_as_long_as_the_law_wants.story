# name: erasing/kept_for_as_long_as_the_law_wants
# why:  a record is not erased before its time, nor while somebody holds it for a reason; then it is, by two people, for good
# rule: GDPR art. 17(1), 17(3); issue 5 section 2

use closed
when Eva book {"booking": $booking, "appointment": {"kind": "integration", "starts": "2026-12-07T10:00", "length_min": 50, "staff": [$Tereza], "room": "consulting-1",
    "patient": $jana, "course": $course, "note": "her sister comes along"}} → done
when Eva book {"booking": $other, "appointment": {"kind": "other", "starts": "2026-12-07T12:00", "length_min": 50, "staff": [$Tereza], "room": "consulting-1"}} → done
when Marek end-course {"course": $course, "ending": "abandoned", "reason": "moved away"} → done
when Eva erase-patient {"patient": $jana} witnessed by Tereza → refused not_permitted
when Milan erase-patient {"patient": $jana} → refused witness_needed
when Milan erase-patient {"patient": $jana} witnessed by Klara → refused witness_not_permitted at /witness/user
when Milan erase-patient {"patient": $jana} witnessed by Tereza → refused retention_runs by cz.record-kept
when Eva request-erasure {"patient": $jana, "words": "by e-mail, from her own address"} → done
when Eva request-erasure {"patient": $jana, "words": "again"} → refused erasure_requested
then /patients/$jana/erasure as Eva has /may_be_erased = false
and has /words = "by e-mail, from her own address"
when Milan hold-record {"patient": $jana, "reason": "a claim before court, 12 C 34/2026"} → done
when Milan hold-record {"patient": $jana, "reason": "twice"} → refused record_held
then /erasures as Milan has 1 in /erasures
and has /erasures/0/patient = $jana

clock to 2032-01-15T09:00
when Milan erase-patient {"patient": $jana} witnessed by Tereza → refused record_held
when Milan release-record {"patient": $jana, "reason": "the claim was withdrawn"} → done
when Milan release-record {"patient": $jana, "reason": "twice"} → refused record_not_held
then /patients/$jana/erasure as Milan has /may_be_erased = true
when Milan erase-patient {"patient": $jana} witnessed by Tereza → done
again → same answer

then /patients/$jana as Eva is refused not_found
then /patients/$jana/record as Petr is refused not_found
then /patients/$jana/story as Petr is refused not_found
then /sessions/$session as Nora is refused not_found
then /patients?search=nov as Eva has 0 in /patients
then /calendar?from=2026-12-07&to=2026-12-07 as Eva has 1 in /bookings
and has /bookings/0/booking/id = $other
then /erasures as Milan has /erasures/0/erased_by = $Milan
and has no /erasures/0/patient
when Milan erase-patient {"patient": $jana} witnessed by Tereza → refused erased_already
when Eva request-erasure {"patient": $jana, "words": "once more"} → refused erased_already
when Eva register-patient {"patient": $jana, "details": $details, "not_the_same_as": []} → refused person_erased as 404
when Eva register-patient {"patient": $again, "details": $details, "not_the_same_as": []} → done
then /patients?search=nov as Eva has 1 in /patients
then /register as Klara has /entries with {"kind": "issued"}
