# name: record/two_people_one_form
# why:  nobody's words vanish under somebody else's; the second one is told and shown what stands now
# rule: promises.md P11

use registered
then /patients/$jana as Eva has /version = 1
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "new phone"} with /details/phone = "+420 777 000 111" expecting version 1 → done
then answer has /version = 2
when Petr amend-patient {"patient": $jana, "details": $details, "reason": "new e-mail"} with /details/email = "nova@example.org" expecting version 1 → refused stale as 409
then answer has /current/version = 2
and has /current/state/details/phone = "+420 777 000 111"
when Petr amend-patient {"patient": $jana, "details": $details, "reason": "new e-mail"} with /details/email = "nova@example.org" with /details/phone = "+420 777 000 111" expecting version 2 → done
then /patients/$jana as Eva has 3 in /patient/history
# A conflict shows the state to those who may read it, and to nobody else.
when Eva open-course {"course": $course, "patient": $jana, "indication": "anxiety", "language": "cs"} expecting version 7 → refused stale as 409
then answer has /current/version = 1
and has no /current/state
