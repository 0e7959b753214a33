# name: safety/other_tasks
# why:  active thoughts of suicide, feeling worse afterwards, a serious adverse event: each asks for somebody to act
# rule: domain.md sections 4 and 5

use closed
when Tereza record-integration {"course": $course, "form": {"session": $session, "themes": "It has become heavier.", "feels_worse": true, "length_min": 60}} called $heavier → done
then /tasks as Petr has /tasks with {"kind": "feels_worse", "because_of": $heavier}
when Tereza record-outcome {"course": $course, "form": {"time_point": "after_session", "change": "slightly_worse", "summary": "…"}} called $worse → done
then /tasks as Petr has /tasks with {"kind": "feels_worse", "because_of": $worse}
when Petr record-evaluation {"course": $course, "form": $evaluation} with /form/suicidality = "active_thoughts" → refused note_needed
when Petr record-evaluation {"course": $course, "form": $evaluation} with /form/suicidality = "active_thoughts" with /form/suicidality_note = "thinks of it daily" called $thoughts → done
then /tasks as Petr has /tasks with {"kind": "suicidality", "because_of": $thoughts}
when Nora record-adverse-event {"session": $session, "form": {"what": "admitted to hospital", "onset_at": $now-1h, "grade": 3, "action": "called", "outcome": "ongoing", "serious": true}} called $serious → done
then /tasks as Petr has 4 in /tasks
and has /tasks with {"kind": "adverse_event", "because_of": $serious}
