# name: decision/outdated_by_something_new
# why:  what is found after the decision must be looked at by a physician before anything is given
# rule: domain.md section 3

use arrived
when Tereza assess-criteria {"course": $course, "answers": [{"criterion": "cz.contraindication.infection", "answer": "yes", "evidence": "a fever since yesterday"}]} → done
when Marek order-dose {"session": $session, "form": $order} → refused decision_outdated
when Petr decide {"course": $course, "form": {"verdict": "indicated", "form": "therapy_centred", "reason": "a cold, no fever today"}} → done
when Marek order-dose {"session": $session, "form": $order} → done
