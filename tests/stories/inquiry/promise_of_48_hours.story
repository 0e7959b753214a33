# name: inquiry/promise_of_48_hours
# why:  the promise of an answer is only worth something if everybody sees when it is about to break, and that it broke
# rule: domain.md section 2, step 1

use clinic
when Somebody POST /api/public/inquiries {"question": {"name": "Adam Malý", "email": "adam@example.org", "language": "cs", "question": "Kolik to stojí?",
    "answer_by": "email", "consent_to_contact": true}} called $one → done
clock +1h
when Eva record-inquiry {"inquiry": $two, "channel": "phone", "question": {"name": "Zuzana Velká", "phone": "+420 603 111 222", "language": "en",
    "question": "Do you treat in English?", "answer_by": "phone", "consent_to_contact": true}} happened $now-10h → done
then /today as Eva has 2 in /inquiries
and has /inquiries/0/id = $two
and has /inquiries/0/due_at = $now+38h
and has /inquiries/1/due_at = $now+47h
clock +38h
when Eva answer-inquiry {"inquiry": $two, "by": "phone", "answer": "Yes, we do."} → done
then /inquiries/$two as Eva has /inquiry/in_time = true
clock +10h
then /figures as Milan has /inquiries_late = 1
and has /inquiries_open = 1
when Eva answer-inquiry {"inquiry": $one, "by": "email", "answer": "It depends; a range is attached."} → done
then /inquiries/$one as Eva has /inquiry/in_time = false
# A second answer does not make the first one timely.
when Eva answer-inquiry {"inquiry": $one, "by": "email", "answer": "And once more."} → done
then /inquiries/$one as Eva has 2 in /inquiry/answers
and has /inquiry/in_time = false
then /figures as Milan has /inquiries_late = 0
and has /inquiries_open = 0
and has /weeks with {"answered": 2, "in_time": 1}
