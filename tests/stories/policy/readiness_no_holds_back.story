# name: policy/readiness_no_holds_back
# why:  a check answered "no" holds the dose back until somebody sets it aside by name; "unknown" is noted on the order
# rule: policy cz-outpatient, readiness

use arrived
when Nora record-readiness {"session": $session, "form": $readiness} with /form/checks/2/answer = "no" → done
when Marek order-dose {"session": $session, "form": $order} → refused readiness_unmet by cz.readiness.fasting
when Marek order-dose {"session": $session, "form": $order} with /form/overrides = [{"rule": "cz.readiness.fasting", "reason": "a slice of toast three hours ago"}] → done
when Nora record-readiness {"session": $session, "form": $readiness} with /form/checks/4/answer = "unknown" → done
when Marek order-dose {"session": $session, "form": $order} called $noted → done
then /sessions/$session as Marek has /session/orders/-1/data/notes = ["cz.readiness.substances"]
when Nora record-readiness {"session": $session, "form": $readiness} with /form/suicidality = "plan_or_intent" called $danger → done
when Marek order-dose {"session": $session, "form": $order} → refused acute_risk
then /tasks as Petr has /tasks with {"kind": "suicidality", "because_of": $danger}
