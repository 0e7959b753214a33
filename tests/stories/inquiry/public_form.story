# name: inquiry/public_form
# why:  anybody may ask without an account; a person cannot be reached without a contact and consent; robots and floods are held off
# rule: issue section 4.1

use clinic
let $question = {"name": "Adam Malý", "email": "adam@example.org", "language": "cs", "question": "Kolik to stojí?", "answer_by": "email", "consent_to_contact": true}
when Somebody POST /api/public/inquiries {"question": {"name": "Adam", "language": "cs", "question": "?", "answer_by": "email", "consent_to_contact": true}} → refused contact_needed at /data/question/email
when Somebody POST /api/public/inquiries {"question": {"name": "Adam", "email": "adam", "language": "cs", "question": "?", "answer_by": "email", "consent_to_contact": true}} → refused not_an_email at /data/question/email
when Somebody POST /api/public/inquiries {"question": {"name": "Adam", "email": "a@b.cz", "language": "cs", "question": "?", "answer_by": "email", "consent_to_contact": false}} → refused consent_to_contact_needed at /data/question/consent_to_contact
when Somebody POST /api/public/inquiries {"question": {"name": " ", "email": "a@b.cz", "language": "cs", "question": "?", "answer_by": "email", "consent_to_contact": true}} → refused blank at /data/question/name
when Somebody POST /api/public/inquiries {"question": $question, "website": "http://example.org"} → refused looks_like_spam at /data/website
when Somebody POST /api/public/inquiries {"question": $question} called $one → done
again → same answer
then /inquiries as Eva has 1 in /inquiries
clock +61m
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
when Somebody POST /api/public/inquiries {"question": $question} → done
