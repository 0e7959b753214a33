# name: dosing/the_dose
# why:  what is given is what was ordered, from a lot that has not expired; less, or more of it, has a reason
# rule: domain.md section 5

use ordered
when Tereza give-dose {"session": $session, "form": $dose} → refused not_permitted
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 251 → refused dose_above_order at /data/form/dose_mg
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 0 → refused dose_needed at /data/form/dose_mg
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 200 → refused reason_needed at /data/form/reason
when Nora give-dose {"session": $session, "form": $dose} with /form/expires = "2026-11-29" → refused lot_expired at /data/form/expired_because
when Nora give-dose {"session": $session, "form": $dose} happened $now-10m → refused before_time_out at /happened_at
when Nora give-dose {"session": $session, "form": $dose} with /form/expires = "2026-11-30" → refused expiry_differs at /data/form/expires
when Nora give-dose {"session": $session, "form": $dose} with /form/lot = "A124" → refused lot_differs at /data/form/lot
when Nora give-dose {"session": $session, "form": $dose} without /form/stock → refused stock_needed at /data/form/stock
when Nora give-dose {"session": $session, "form": $dose} with /form/place = "session-1" → refused stock_short at /data/form/dose_mg
when Nora give-dose {"session": $session, "form": $dose} → done
when Nora give-dose {"session": $session, "form": $dose} → refused order_missing
then /sessions/$session as Nora has 1 in /session/doses
and has /session/doses/0/data/medicine = "Calypsol"
and has /session/doses/0/data/additional = false
and has /course/phase = "dosing"
# An additional dose: another order, another time-out, a reason; together still within the pack.
clock +40m
when Marek order-dose {"session": $session, "form": $order} → refused doses_together_above_limit by cz.dose.oral
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 200
    with /form/overrides = [{"rule": "cz.dose.oral", "reason": "no effect at all after forty minutes"}] → done
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → done
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 200 → refused reason_needed at /data/form/reason
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 200 with /form/reason = "as ordered in addition" called $more → done
then /sessions/$session as Nora has /session/doses/1/data/additional = true
then /patients/$jana/record as Petr has 2 in /courses/0/doses
when Tereza cancel-session {"session": $session, "reason": "…"} → refused dose_was_given
