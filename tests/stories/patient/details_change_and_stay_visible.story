# name: patient/details_change_and_stay_visible
# why:  an address changes; what stood before is still part of the record
# rule: domain.md section 6 (no entry is ever changed)

use registered
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "nothing"} → refused nothing_changed
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "married"} with /details/family_name = "Malá" → done
then /patients/$jana as Eva has /patient/details/family_name = "Malá"
and has 2 in /patient/history
and has /patient/history/0/details/family_name = "Nováková"
and has /patient/history/1/reason = "married"
then /patients?search=mala as Eva has 1 in /patients
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "slip"} with /details/birth_date = "2090-01-01" → refused born_in_future at /data/details/birth_date
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "slip"} with /details/insurer_code = "999" → refused insurer_unknown at /data/details/insurer_code
when Eva amend-patient {"patient": $jana, "details": $details, "reason": "slip"} with /details/phone = "none" → refused not_a_phone at /data/details/phone
when Eva amend-patient {"patient": $nobody, "details": $details, "reason": "slip"} → refused patient_unknown as 404
