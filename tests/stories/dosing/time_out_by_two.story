# name: dosing/time_out_by_two
# why:  one tired person is not enough between an order and a dose; the second one is there and says so
# rule: domain.md section 5

use arrived
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → refused order_missing
when Marek order-dose {"session": $session, "form": $order} → done
when Nora take-time-out {"session": $session, "form": $time_out} → refused witness_needed as 403
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Nora → refused witness_is_yourself as 403
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza wrongly → refused wrong_password at /witness/password
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Eva → refused witness_not_permitted at /witness/user
when Nora take-time-out {"session": $session, "form": $time_out} with /form/allergies = false witnessed by Tereza → refused time_out_incomplete
then /sessions/$session as Nora has 0 in /session/time_outs
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → done
# Her proof is spent; the answer may have been lost.
again → same answer
then /sessions/$session as Nora has /session/time_outs/0/data/witness = $Tereza
and has /session/time_outs/0/by = $Nora
# Another order needs another time-out.
when Marek order-dose {"session": $session, "form": $order} with /form/dose_mg = 300 → done
when Nora give-dose {"session": $session, "form": $dose} with /form/dose_mg = 300 → refused time_out_missing
