# name: dosing/alarms_and_a_rehearsal
# why:  pausing the sound of alarms is for a moment and can be ended; a lost contact is said; a rehearsal is nobody's record
# rule: domain.md section 5

use dosed
when Nora pause-alarms {"session": $session, "seconds": 60} → done
when Nora end-pause {"session": $session} → done
clock +10m
when Nora record-contact-lost {"session": $session, "until": $now-5m} happened $now-6m → done
