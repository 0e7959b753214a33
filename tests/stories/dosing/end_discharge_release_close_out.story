# name: dosing/end_discharge_release_close_out
# why:  ending the dosing, judging the discharge, releasing the person and closing out are four acts, not one button
# rule: domain.md section 5 (bugs that a comparable product had)

use dosed
when Nora record-discharge {"session": $session, "form": $discharge} → refused dosing_not_ended
when Marek release-patient {"session": $session, "form": $release} → refused dosing_not_ended
when Tereza close-out {"session": $session, "form": $close_out} → refused session_not_over
when Tereza end-dosing {"session": $session} happened $now-1m → refused before_dose at /happened_at
clock +60m
when Tereza end-dosing {"session": $session} → done
when Tereza end-dosing {"session": $session} → refused dosing_is_over
when Nora give-dose {"session": $session, "form": $dose} → refused dosing_is_over
when Marek release-patient {"session": $session, "form": $release} → refused discharge_missing
when Nora record-discharge {"session": $session, "form": $discharge} → done
when Marek release-patient {"session": $session, "form": $release} → refused observation_too_short by cz.observation
clock +60m
when Nora release-patient {"session": $session, "form": $release} → refused not_permitted
when Marek release-patient {"session": $session, "form": $release} unsigned → refused signature_needed
when Marek release-patient {"session": $session, "form": $release} with /form/instructions_given = false → refused instructions_needed at /data/form/instructions_given
when Marek release-patient {"session": $session, "form": $release} without /form/patient_signature → refused required at /data/form/patient_signature
when Tereza close-out {"session": $session, "form": $close_out} → refused session_not_over
when Marek release-patient {"session": $session, "form": $release} called $released → done
then /sessions/$session as Tereza has /session/stage = "released"
and has /session/releases/0/data/no_driving_until = $now+22h
and has /session/releases/0/signature/meaning = "release"
and has /session/releases/0/data/release/patient_signature = "Jana Nováková"
when Marek release-patient {"session": $session, "form": $release} → refused session_over
when Tereza move-course {"course": $course, "to": "integration"} → refused session_open
when Tereza close-out {"session": $session, "form": $close_out} with /form/adverse_events = 1 → refused adverse_events_miscounted at /data/form/adverse_events
when Tereza close-out {"session": $session, "form": $close_out} → done
when Tereza close-out {"session": $session, "form": $close_out} → refused session_over
when Nora record-vitals {"session": $session, "form": $baseline} → refused session_over
when Tereza record-mark {"session": $session, "form": {"kind": "note", "words": "…"}} → refused session_over
when Tereza move-course {"course": $course, "to": "integration"} → done
