# name: dosing/intramuscular_by_weight_of_the_day
# why:  a dose per kilogram is reckoned from the weight measured today; last week's weight is another body's
# rule: policy cz-outpatient, cz.dose.intramuscular

use prepared
when Tereza open-session {"session": $session, "course": $course, "therapists": [$Tereza], "physician_on_site": $Marek} → done
when Nora record-readiness {"session": $session, "form": $readiness} → done
when Nora record-vitals {"session": $session, "form": $baseline} happened $now-24h → done
when Nora record-vitals {"session": $session, "form": $baseline} without /form/vitals/weight_kg → done
let $by_weight = {"route": "intramuscular", "dose_mg_per_kg": 0.75, "rescue": []}
when Marek order-dose {"session": $session, "form": $by_weight} → refused weight_today_missing
when Nora record-vitals {"session": $session, "form": {"vitals": {"weight_kg": 71.5}}} → done
when Marek order-dose {"session": $session, "form": $by_weight} with /form/dose_mg_per_kg = 1.501 → refused dose_above_limit at /data/form/dose_mg_per_kg
when Marek order-dose {"session": $session, "form": $by_weight} with /form/dose_mg_per_kg = 0.199 → refused dose_below_limit at /data/form/dose_mg_per_kg
when Marek order-dose {"session": $session, "form": $by_weight} with /form/dose_mg = 50 → refused dose_unit_differs at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $by_weight} → done
then /sessions/$session as Nora has /session/orders/0/data/total_mg = 53.625
and has /session/orders/0/data/weight_kg = 71.5
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → done
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 53.625 → refused dose_differs_from_order at /data/form/route
when Nora give-dose {"session": $session, "form": $dose} with /form/route = "intramuscular" with /form/dose_mg = 53.626 → refused dose_above_order at /data/form/dose_mg
when Nora give-dose {"session": $session, "form": $dose} with /form/route = "intramuscular" with /form/dose_mg = 53.625 with /form/site = "left gluteal" → done
