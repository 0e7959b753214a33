# name: emergency/one_record_for_an_hour
# why:  somebody lies unconscious at the front desk; who may not read the record must know at once what is in it
# rule: promises.md P23; 45 CFR 164.312(a)(2)(ii)

use closed
when Eva register-patient {"patient": $karel, "details": {"given_name": "Karel", "family_name": "Dvořák", "birth_date": "1979-05-01", "language": "cs"}} → done
then /patients/$jana/record as Eva is refused not_permitted as 403
then /me/emergency as Eva has no /open
when Eva open-emergency-access {"emergency": $first, "patient": $jana, "reason": "Unconscious at the front desk."} → done
again → same answer
then /me/emergency as Eva has /open/patient = $jana
and has /open/patient_name = "Jana Nováková"
then /patients/$jana/record as Eva has /patient/details/allergies/0 = "penicillin"
then /patients/$jana/story as Eva has /entries with {"name": "EmergencyOpened"}
then /sessions/$session as Eva has /session/patient = $jana
then /courses/$course/guide as Eva has /course = $course
then /patients/$karel/record as Eva is refused not_permitted
then /tasks as Eva is refused not_permitted
then /sessions as Eva is refused not_permitted
when Eva record-vitals {"session": $session, "form": $baseline} → refused not_permitted
when Eva open-emergency-access {"emergency": $second, "patient": $jana, "reason": "It takes longer."} → refused emergency_another_open
when Eva open-emergency-access {"emergency": $second, "patient": $karel, "reason": "Another one."} → refused emergency_another_open
clock +59m
then /patients/$jana/record as Eva has /patient
clock +1m
then /patients/$jana/record as Eva is refused not_permitted
then /me/emergency as Eva has no /open
when Eva close-emergency-access {"emergency": $first} → refused emergency_over
when Eva open-emergency-access {"emergency": $second, "patient": $jana, "reason": "The ambulance asks once more."} → done
then /patients/$jana/record as Eva has /patient
when Milan close-emergency-access {"emergency": $second} → refused emergency_not_yours as 403
when Eva close-emergency-access {"emergency": $second} → done
then /patients/$jana/record as Eva is refused not_permitted
when Petr open-emergency-access {"emergency": $third, "patient": $jana, "reason": "Reads it anyway."} → refused not_permitted
when Eva open-emergency-access {"emergency": $third, "patient": $nobody, "reason": "?"} → refused patient_unknown at /data/patient
when Eva open-emergency-access {"emergency": $third, "patient": $jana, "reason": " "} → refused blank at /data/reason
