# name: inquiry/answer_cannot_precede_the_question
# why:  the kept-rate is a figure people rely on; a time typed wrongly must not make a late answer timely
# rule: domain.md section 2, step 1

use clinic
when Somebody POST /api/public/inquiries {"question": {"name": "Adam Malý", "email": "adam@example.org", "language": "cs", "question": "Kolik to stojí?",
    "answer_by": "email", "consent_to_contact": true}} called $one → done
clock +60h
when Eva answer-inquiry {"inquiry": $one, "by": "email", "answer": "…"} happened $now-61h → refused before_question at /happened_at
when Eva answer-inquiry {"inquiry": $one, "by": "email", "answer": "…"} happened $now-59h → done
then /inquiries/$one as Eva has /inquiry/in_time = true
