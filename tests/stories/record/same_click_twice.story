# name: record/same_click_twice
# why:  a button pressed twice, or again after the line broke, does the thing once
# rule: promises.md P4

use ordered
when Nora give-dose {"session": $session, "form": $dose} called $click → done
again → same answer
restart
again → same answer
then /sessions/$session as Nora has 1 in /session/doses
when Nora give-dose {"session": $session, "form": $dose} with /form/lot = "B999" called $click → refused command_reused
when Tereza record-mark {"session": $session, "form": {"kind": "note", "words": "…"}} called $click → refused command_reused
then /sessions/$session as Nora has 1 in /session/doses
and has 0 in /session/marks
