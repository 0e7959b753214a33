# name: record/signed_texts_never_change
# why:  a signature is over a text; the text stays, and what is to be added stands beside it
# rule: issue section 4.7; promises.md P17b

use released
when Petr record-plan {"course": $course, "form": $plan, "correction": {"entry": $decided, "reason": "…"}} → refused entry_unknown at /data/correction/entry
when Petr add-course-addendum {"course": $course, "entry": $nothing, "text": "…"} → refused entry_unknown at /data/entry
when Eva add-course-addendum {"course": $course, "entry": $decided, "text": "…"} → refused not_permitted
when Petr add-course-addendum {"course": $course, "entry": $decided, "text": "Told the family doctor."} → done
then /patients/$jana/record as Petr has /courses/0/decisions/0/addenda/0/text = "Told the family doctor."
and has /courses/0/decisions/0/addenda/0/by = $Petr
and has /courses/0/decisions/0/data/decision/verdict = "indicated"
when Marek add-session-addendum {"session": $session, "entry": $ordered, "text": "Ordered after reading the ECG."} → done
when Tereza close-out {"session": $session, "form": $close_out} → done
when Marek add-session-addendum {"session": $session, "entry": $released, "text": "Her husband called: all well."} → done
then /sessions/$session as Marek has /session/releases/0/addenda/0/text = "Her husband called: all well."
# What is not signed may be put right, also when the session is over.
when Nora record-vitals {"session": $session, "form": $baseline, "correction": {"entry": $measured, "reason": "the other arm"}} with /form/vitals/systolic_mmhg = 126 → done
then /sessions/$session as Marek has 2 in /session/vitals
