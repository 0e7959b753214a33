# name: dosing/oral_limits
# why:  a dose outside the pack's limits for its route is refused, to the milligram
# rule: policy cz-outpatient, cz.dose.oral

use arrived
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 199.999 → refused dose_below_limit at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 350.001 → refused dose_above_limit at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 2500 → refused dose_above_limit at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = -250 → refused out_of_range at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 250.0001 → refused too_precise at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = "250 mg" → refused wrong_type at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} without /form/dose_mg → refused dose_needed at /data/form/dose_mg
when Marek order-dose {"session": $session, "form": $order} without /form/dose_mg with /form/dose_mg_per_kg = 3 → refused dose_unit_differs at /data/form/dose_mg_per_kg
when Marek order-dose {"session": $session, "form": $order} with /form/route = "intravenous" → refused route_not_in_pack at /data/form/route
when Marek order-dose {"session": $session, "form": $order} with /form/route = "by_mouth" → refused unknown_value at /data/form/route
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 350 → done
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 200 → done
