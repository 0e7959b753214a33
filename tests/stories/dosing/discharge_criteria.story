# name: dosing/discharge_criteria
# why:  nobody leaves unwell or in danger; what is set aside is set aside by name and reason; an unverified rule informs
# rule: policy cz-outpatient, discharge

use dosed
clock +125m
when Tereza end-dosing {"session": $session} → done
when Nora record-discharge {"session": $session, "form": $discharge} with /form/suicidality = "active_thoughts" called $danger → done
then /tasks as Petr has /tasks with {"kind": "suicidality", "because_of": $danger}
when Marek release-patient {"session": $session, "form": $release} → refused acute_risk
when Nora record-discharge {"session": $session, "form": $discharge} without /form/checks/0 → refused check_missing at /data/form/checks
when Nora record-discharge {"session": $session, "form": $discharge} with /form/checks/1/answer = "no" → done
when Marek release-patient {"session": $session, "form": $release} → refused discharge_unmet by cz.discharge.escort
when Marek release-patient {"session": $session, "form": $release}
    with /form/overrides = [{"rule": "cz.discharge.escort", "reason": "lives next door, her neighbour comes"}] → done
then /sessions/$session as Marek has /session/releases/0/data/unmet = ["cz.discharge.escort"]
