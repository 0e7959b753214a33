# name: policy/unverified_rule_informs_confirmed_rule_holds
# why:  a rule whose source nobody has read is shown and blocks nothing, until a clinician of this clinic stands by it
# rule: domain.md section 8

use arrived
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 165, "diastolic_mmhg": 95}}} → done
when Marek order-dose {"session": $session, "form": $order} called $high → done
then /sessions/$session as Marek has /session/orders/0/data/notes with "cz.start.systolic-hold"
and has /session/orders/0/data/notes with "cz.start.systolic-weigh"
when Nora confirm-rule {"rule": "cz.start.systolic-hold", "grounds": "…"} → refused not_permitted
when Marek confirm-rule {"rule": "cz.start.systolic-weigh", "grounds": "…"} → refused rule_verified
when Marek confirm-rule {"rule": "cz.start.nothing", "grounds": "…"} → refused rule_unknown
when Marek confirm-rule {"rule": "cz.start.systolic-hold", "grounds": "our own protocol of 2026"} → done
when Marek confirm-rule {"rule": "cz.start.systolic-hold", "grounds": "our own protocol of 2026"} → refused rule_confirmed
then /policy as Eva has /confirmations/0/rule = "cz.start.systolic-hold"
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → done
when Nora give-dose {"session": $session, "form": $dose} → refused start_rule by cz.start.systolic-hold
when Marek order-dose {"session": $session, "form": $order} → refused start_rule by cz.start.systolic-hold
when Marek order-dose {"session": $session, "form": $order} with /form/overrides = [{"rule": "cz.start.systolic-hold", "reason": "white coat; 138 at home this morning"}] → done
when Marek withdraw-confirmation {"rule": "cz.start.systolic-hold", "reason": "the protocol is being revised"} → done
when Marek withdraw-confirmation {"rule": "cz.start.systolic-hold", "reason": "the protocol is being revised"} → refused rule_not_confirmed
when Marek order-dose {"session": $session, "form": $order} → done
