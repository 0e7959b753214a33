# name: patient/look_alike_is_warned_of
# why:  two records of one person are two halves of the truth; two people of one name are not one person
# rule: issue section 4.2

use registered
when Eva register-patient {"patient": $other, "details": $details} → refused look_alike
then answer has /current/0/patient = $jana
when Eva register-patient {"patient": $other, "details": $details} with /details/given_name = "JANA" with /details/family_name = "NOVAKOVA" → refused look_alike
when Eva register-patient {"patient": $other, "details": $details, "not_the_same_as": [$jana]} → done
then /patients?search=jana+nov as Eva has 2 in /patients
when Eva register-patient {"patient": $third, "details": $details, "not_the_same_as": [$jana]} → refused look_alike
when Eva register-patient {"patient": $third, "details": $details} with /details/birth_date = "1990-01-01" → done
when Eva register-patient {"patient": $third, "details": $details} with /details/birth_date = "1990-01-02" → refused already_exists
