# name: dosing/adverse_events_early_and_late
# why:  an adverse event belongs to the dose that caused it, also when it is told of days after the close-out
# rule: domain.md section 2

use dosed
clock +30m
let $nausea = {"what": "nausea", "onset_at": $now-10m, "grade": 2, "action": "ondansetron", "outcome": "resolving", "dose": $dosed, "serious": false}
when Nora record-adverse-event {"session": $session, "form": $nausea} with /form/onset_at = $now+10m → refused in_future at /data/form/onset_at
when Nora record-adverse-event {"session": $session, "form": $nausea} with /form/onset_at = $now-2h → refused onset_before_dose at /data/form/onset_at
when Nora record-adverse-event {"session": $session, "form": $nausea} with /form/dose = $nothing → refused dose_unknown at /data/form/dose
when Nora record-adverse-event {"session": $session, "form": $nausea} with /form/grade = 6 → refused out_of_range at /data/form/grade
when Nora record-adverse-event {"session": $session, "form": $nausea} with /form/grade = 5 → refused serious_needed at /data/form/serious
when Nora record-adverse-event {"session": $session, "form": $nausea} → done
then /tasks as Petr has 0 in /tasks
then /sessions as Nora has /sessions/0/adverse_events = 1
clock +100m
when Tereza end-dosing {"session": $session} → done
when Nora record-discharge {"session": $session, "form": $discharge} → done
when Marek release-patient {"session": $session, "form": $release} → done
when Tereza close-out {"session": $session, "form": $close_out} → refused adverse_events_miscounted at /data/form/adverse_events
when Tereza close-out {"session": $session, "form": $close_out} with /form/adverse_events = 1 → done
clock +3d
when Nora record-adverse-event {"session": $session, "form": {"what": "fainted on the stairs, broken wrist", "onset_at": $now-2d, "grade": 3, "action": "emergency department",
    "outcome": "resolving", "dose": $dosed, "serious": true, "reported_to": "the institute for drug control"}} called $late → done
then /sessions/$session as Nora has 2 in /session/adverse_events
and has /session/adverse_events/1/data/dose = $dosed
and has /session/stage = "closed"
then /tasks as Petr has /tasks with {"kind": "adverse_event", "because_of": $late}
