# name: decision/only_a_physician_signs
# why:  the decision on admission is a physician's, without exception, and typed with the password again
# rule: domain.md section 2, step 5

use examined
when Petr assess-criteria {"course": $course, "answers": $criteria} → done
let $yes = {"verdict": "indicated", "form": "therapy_centred"}
when Eva decide {"course": $course, "form": $yes} → refused not_permitted as 403
when Tereza decide {"course": $course, "form": $yes} → refused not_permitted as 403
when Nora decide {"course": $course, "form": $yes} → refused not_permitted as 403
when Adam decide {"course": $course, "form": $yes} → refused not_permitted as 403
when Milan decide {"course": $course, "form": $yes} → refused not_permitted as 403
when Petr decide {"course": $course, "form": $yes} unsigned → refused signature_needed as 403
when Petr decide {"course": $course, "form": $yes} signed wrongly → refused wrong_password at /password as 422
when Petr decide {"course": $course, "form": $yes} without /form/form → refused form_needed at /data/form/form
then /patients/$jana/record as Petr has 0 in /courses/0/decisions
when Marek decide {"course": $course, "form": $yes} → done
then /patients/$jana/record as Petr has /courses/0/decisions/0/signature/by = $Marek
and has /courses/0/decisions/0/signature/signed_at = $now
and has /courses/0/decisions/0/signature/content_sha256
and has /courses/0/decisions/0/data/pack/sha256
