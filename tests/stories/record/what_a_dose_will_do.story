# name: record/what_a_dose_will_do
# why:  a physician asks before ordering; the answer says how sure it is, and no question changes anything
# rule: issue section 3

use registered
then /pharmacology as Petr has /models with {"id": "kat-c1", "published": false}
and has /interactions with {"id": "ticlopidine"}
then /pharmacology as Eva is refused not_permitted
let $question = {"person": {"weight_kg": 70}, "doses": [{"at_h": 0, "route": "iv", "drug": "racemate", "dose_mg": 35, "duration_min": 40}],
    "until_h": 4, "every_min": 10, "population": 100, "days": 8}
when Petr POST /api/v1/pharmacology/simulate $question → done
then answer has /model = "kat-c1"
and has /published = false
and has /notes with {"kind": "calibrated_here"}
and has /curves with {"name": "ketamine_venous_ng_ml", "site": "venous", "evidence": "C"}
and has /days_after/shares/0/day = 1
when Eva POST /api/v1/pharmacology/simulate $question → refused not_permitted
let $wrong1 = $question with /doses/0/route = "oral"
when Petr POST /api/v1/pharmacology/simulate $wrong1 → refused duration_of_infusions_only at /doses/0/duration_min
let $wrong2 = $question with /person/weight_kg = 700
when Petr POST /api/v1/pharmacology/simulate $wrong2 → refused out_of_range at /person/weight_kg
let $wrong3 = $question with /population = 100000
when Petr POST /api/v1/pharmacology/simulate $wrong3 → refused out_of_range at /population
let $wrong4 = $question with /doses/0/drug = "esketamine" with /model = "domino-1982"
when Petr POST /api/v1/pharmacology/simulate $wrong4 → refused drug_not_in_model at /doses/0/drug
then /patients/$jana/dose-facts as Petr has /patient = $jana
and has /session_number = 1
then /patients/$jana/dose-facts as Eva is refused not_permitted
let $measured = {"model": "otto-2021", "person": {"weight_kg": 70}, "doses": [{"at_h": 0, "route": "iv", "drug": "esketamine", "dose_mg": 10, "duration_min": 30}],
    "samples": [{"at_h": 0.5, "analyte": "ketamine", "site": "venous", "ng_ml": 56}, {"at_h": 1, "analyte": "ketamine", "site": "venous", "ng_ml": 27},
    {"at_h": 3, "analyte": "ketamine", "site": "venous", "ng_ml": 11.5}]}
when Petr POST /api/v1/pharmacology/fit $measured → done
then answer has /model = "otto-2021"
and has /converged = true
and has /etas with {"parameter": "cl"}
let $one = $measured with /samples = [{"at_h": 1, "analyte": "ketamine", "site": "venous", "ng_ml": 27}]
when Petr POST /api/v1/pharmacology/fit $one → refused fit_too_few_samples
when Eva POST /api/v1/pharmacology/fit $measured → refused not_permitted
