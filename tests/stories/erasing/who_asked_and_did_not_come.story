# name: erasing/who_asked_and_did_not_come
# why:  a question and a place on the waiting list can be erased at any time; they belong to the record of who became a patient
# rule: GDPR art. 17(1); issue 5 section 2

use clinic
when Somebody POST /api/public/inquiries {"question": {"name": "Adam Malý", "email": "adam@example.org", "language": "cs", "question": "Kolik to stojí?",
    "answer_by": "email", "consent_to_contact": true}} called $asked → done
when Eva join-waiting-list {"waiting": $waits, "person": {"name": "Zuzana Velká", "phone": "+420 603 111 222", "language": "cs", "indication": "eating_disorders",
    "consent_to_be_told": true}} → done
when Milan erase-inquiry {"inquiry": $asked} unsigned → refused signature_needed
when Eva erase-inquiry {"inquiry": $asked} → refused not_permitted
when Milan erase-inquiry {"inquiry": $nobody} → refused inquiry_unknown as 404
when Milan erase-inquiry {"inquiry": $asked} → done
then /inquiries as Eva has 0 in /inquiries
then /inquiries/$asked as Eva is refused not_found
when Eva take-inquiry {"inquiry": $asked} → refused inquiry_unknown as 404
when Milan erase-waiting {"waiting": $waits} → done
then /waiting-list as Eva has 0 in /waiting

when Somebody POST /api/public/inquiries {"question": {"name": "Jana Nováková", "email": "jana@example.org", "language": "cs", "question": "Kolik to stojí?",
    "answer_by": "email", "consent_to_contact": true}} called $hers → done
when Eva register-patient {"patient": $jana, "details": $details, "not_the_same_as": [], "inquiry": $hers} → done
when Milan erase-inquiry {"inquiry": $hers} → refused belongs_to_patient
clock to 2032-01-15T09:00
when Milan erase-patient {"patient": $jana} witnessed by Petr → done
then /inquiries/$hers as Eva is refused not_found
then /erasures as Milan has 3 in /erasures
