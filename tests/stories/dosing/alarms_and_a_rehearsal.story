# name: dosing/alarms_and_a_rehearsal
# why:  an alarm ends with a person; pausing the sound is for a moment; a lost contact is said; a rehearsal is nobody's record
# rule: domain.md section 5

use dosed
clock +10m
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 196, "diastolic_mmhg": 112, "heart_rate_bpm": 96, "spo2_percent": 97}}} → done
when Nora pause-alarms {"session": $session, "seconds": 60} → done
when Nora end-pause {"session": $session} → done
when Nora acknowledge-alarm {"session": $session, "alarm": 1, "actionable": true} → done
clock +10m
when Nora record-contact-lost {"session": $session, "until": $now-5m} happened $now-6m → done
when Tereza open-rehearsal {"session": $rehearsal, "course": $rehearsal_course, "patient": $simulated, "form": {"name": "Simulated Person", "sex": "female", "age_years": 40,
    "weight_kg": 70, "agreed_touch": "hand", "speed": 10, "troubles": [], "seed": 1}} → done
