# name: safety/item_nine_raises_a_task
# why:  an answer about suicide above zero must reach somebody, whatever the total says, and stays until somebody has acted
# rule: issue section 4.3

use registered
when Nora record-scale {"course": $course, "form": $phq9} → done
then /tasks as Petr has 0 in /tasks
when Nora record-scale {"course": $course, "form": $phq9} with /form/answers/8/value = 1 called $filled → done
then answer has /events with {"name": "TaskRaised"}
then /tasks as Petr has 1 in /tasks
and has /tasks/0/kind = "suicidality"
and has /tasks/0/patient_name = "Jana Nováková"
and has /tasks/0/because_of = $filled
then /today as Tereza has 1 in /tasks
when Nora close-task {"task": $filled, "what_was_done": "I looked"} → refused not_permitted
when Petr close-task {"task": $filled, "what_was_done": " "} → refused blank at /data/what_was_done
when Petr close-task {"task": $filled, "what_was_done": "Called her; no plan, no intent; crisis line and an appointment tomorrow."} → done
when Petr close-task {"task": $filled, "what_was_done": "again"} → refused task_closed
when Petr close-task {"task": $nothing, "what_was_done": "again"} → refused task_unknown as 404
then /tasks as Petr has 0 in /tasks
then /patients/$jana/record as Petr has /tasks/0/closed_by = $Petr
and has /tasks/0/what_was_done with "no intent"
