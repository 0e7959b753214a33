# name: account/inspector_changes_nothing
# why:  somebody who inspects looks and changes nothing, whatever else this person is here
# rule: promises.md P19 (deny wins)

use registered
given inspector+psychiatrist+administrator Iris
then /patients/$jana/record as Iris has /patient
then /access-log as Iris has /entries with {"kind": "SignedIn", "staff": $Iris}
when Iris record-interview {"course": $course, "form": $interview} → refused not_permitted
when Iris add-staff {"staff": $new, "user": "zuzana", "name": "Zuzana Nová", "roles": ["nurse"], "language": "cs"} → refused not_permitted
when Iris register-patient {"patient": $other, "details": $details} → refused not_permitted
