# name: policy/another_pack
# why:  another country's clinic runs on other rules, out of the same program
# rule: domain.md section 8

given clinic on 2026-11-23T09:00 under ua-hospital
given psychiatrist Olha, administrator Ihor
then /policy as Olha has /pack/id = "ua-hospital"
and has /pack/zone = "Europe/Kyiv"
when Olha register-patient {"patient": $p, "details": {"given_name": "Оксана", "family_name": "Шевченко", "birth_date": "1990-05-05", "language": "uk"}} → done
then /patients?search=%D1%88%D0%B5%D0%B2 as Olha has 1 in /patients
when Olha open-course {"course": $c, "patient": $p, "indication": "anxiety", "language": "uk"} → refused invalid_fields
