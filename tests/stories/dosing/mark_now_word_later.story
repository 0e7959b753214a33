# name: dosing/mark_now_word_later
# why:  in the dark room one tap keeps the true time; the words come afterwards and once
# rule: domain.md section 5

use dosed
clock +10m
when Tereza record-mark {"session": $session, "form": {"kind": "touch_offered"}} called $tap → done
clock +2h
when Tereza word-mark {"session": $session, "mark": $nothing, "words": "…"} → refused mark_unknown at /data/mark
when Tereza word-mark {"session": $session, "mark": $tap, "words": "She took my hand and wept."} → done
when Tereza word-mark {"session": $session, "mark": $tap, "words": "Other words."} → refused mark_worded at /data/mark
then /sessions/$session as Tereza has /session/marks/0/happened_at = $now-2h
and has /session/marks/0/data/words = "She took my hand and wept."
