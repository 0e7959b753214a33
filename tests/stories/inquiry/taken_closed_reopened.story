# name: inquiry/taken_closed_reopened
# why:  a question has an owner; one that was closed by mistake comes back; nothing happens to a question that is not open
# rule: issue section 4.1

use clinic
when Somebody POST /api/public/inquiries {"question": {"name": "Adam Malý", "email": "adam@example.org", "language": "uk", "question": "Чи лікуєте ви тривогу?",
    "answer_by": "email", "consent_to_contact": true}} called $one → done
when Milan take-inquiry {"inquiry": $one, "owner": $Eva} → done
then /inquiries/$one as Eva has /inquiry/owner = $Eva
when Eva close-inquiry {"inquiry": $one, "reason": "twice the same"} → done
then /today as Eva has 0 in /inquiries
when Eva close-inquiry {"inquiry": $one, "reason": "again"} → refused inquiry_not_open
when Eva answer-inquiry {"inquiry": $one, "by": "email", "answer": "Yes."} → refused inquiry_not_open
when Eva reopen-inquiry {"inquiry": $one, "reason": "it was another person"} → done
when Eva reopen-inquiry {"inquiry": $one, "reason": "it was another person"} → refused inquiry_is_open
then /today as Eva has 1 in /inquiries
when Eva answer-inquiry {"inquiry": $nothing, "by": "email", "answer": "Yes."} → refused inquiry_unknown as 404
when Petr answer-inquiry {"inquiry": $one, "by": "email", "answer": "Yes."} → refused not_permitted as 403
