# name: inquiry/what_came_of_it
# why:  whoever opens an old question must see that the person is registered already, or stands on the waiting list
# rule: issue section 4.1

use clinic
when Somebody POST /api/public/inquiries {"question": {"name": "Adam Malý", "email": "adam@example.org", "language": "cs", "question": "Léčíte úzkost?",
    "answer_by": "email", "consent_to_contact": true}} called $one → done
then /inquiries/$one as Eva has no /patient
and has no /waiting
when Eva join-waiting-list {"waiting": $place, "person": {"name": "Adam Malý", "email": "adam@example.org", "language": "cs",
    "indication": "eating_disorders", "consent_to_be_told": true, "inquiry": $one}} → done
then /inquiries/$one as Eva has /waiting = $place
when Eva register-patient {"patient": $adam, "details": $details, "inquiry": $one} → done
then /inquiries/$one as Eva has /patient = $adam
