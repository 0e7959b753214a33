# name: consent/over_the_text_shown
# why:  a person consents to a text, in a language, in a version: to exactly the one that was shown
# rule: issue section 4.5

use indicated
when Tereza sign-consent {"course": $course, "form": $consent} with /form/text_sha256 = "0000000000000000000000000000000000000000000000000000000000000000" → refused consent_text_differs at /data/form/text_sha256
when Tereza sign-consent {"course": $course, "form": $consent} with /form/language = "en" → refused consent_text_differs at /data/form/text_sha256
when Tereza sign-consent {"course": $course, "form": $consent} with /form/version = 2 → refused consent_text_unknown
when Tereza sign-consent {"course": $course, "form": $consent} with /form/text = "everything" → refused consent_text_unknown
when Tereza sign-consent {"course": $course, "form": $consent} with /form/understood = false → refused understanding_needed at /data/form/understood
when Tereza sign-consent {"course": $course, "form": $consent} with /form/questions_answered = false → refused understanding_needed at /data/form/questions_answered
when Tereza sign-consent {"course": $course, "form": $consent} with /form/signed_name = " " → refused blank at /data/form/signed_name
when Tereza sign-consent {"course": $course, "form": $consent} unsigned → refused signature_needed
when Eva sign-consent {"course": $course, "form": $consent} → refused not_permitted
when Tereza sign-consent {"course": $course, "form": $consent} called $consented → done
then /patients/$jana/record as Petr has /courses/0/consents/0/signature/meaning = "consent"
and has /courses/0/consents/0/data/text_sha256 = $treatment_v1_cs
and has /courses/0/consents/0/data/signed_name = "Jana Nováková"
when Tereza sign-consent {"course": $course, "form": $consent} with /form/language = "uk" with /form/text_sha256 = $treatment_v1_uk → done
