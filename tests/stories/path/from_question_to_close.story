# name: path/from_question_to_close
# why:  a person's whole path, from the first question to the closed course and its repetition, every step by those who may
# rule: domain.md section 2

use clinic

# 1. The question
when Somebody POST /api/public/inquiries {"question": {"name": "Jana Nováková", "email": "jana@example.org", "language": "cs",
    "question": "Léčíte i dlouhou depresi?", "complaint": "deprese", "answer_by": "email", "consent_to_contact": true}} called $inquiry → done
then answer has /answer_within_hours = 48
then /today as Eva has /inquiries/0/due_at = $now+48h
then /inquiries/$inquiry as Eva has /inquiry/status = "open"
when Eva take-inquiry {"inquiry": $inquiry} → done
clock +20h
when Eva answer-inquiry {"inquiry": $inquiry, "by": "email", "answer": "Ano. Ráda Vám řeknu víc."} → done
then /inquiries/$inquiry as Eva has /inquiry/in_time = true
and has /inquiry/owner = $Eva
then /today as Eva has 0 in /inquiries

# 2. The patient and the course; the first interview
when Eva register-patient {"patient": $jana, "details": $details, "inquiry": $inquiry} → done
when Eva open-course {"course": $course, "patient": $jana, "indication": "depression", "language": "cs"} → done
then /patients?search=novak as Eva has /patients/0/id = $jana
and has /patients/0/phase = "interview"
when Eva book {"booking": $first, "appointment": {"kind": "interview", "starts": "2026-11-24T10:00", "length_min": 25, "staff": [$Eva],
    "patient": $jana, "course": $course}} → done
then /calendar?from=2026-11-24&to=2026-11-24 as Tereza has /bookings/0/patient_name = "Jana Nováková"
clock to 2026-11-24T10:30
when Eva record-interview {"course": $course, "form": $interview} → done

# 3. Evaluation and examination
when Petr move-course {"course": $course, "to": "evaluation"} → done
when Eva book {"booking": $second, "appointment": {"kind": "evaluation", "starts": "2026-11-25T09:00", "length_min": 90, "staff": [$Petr],
    "room": "consulting-1", "patient": $jana, "course": $course}} → done
clock to 2026-11-25T10:20
when Petr record-evaluation {"course": $course, "form": $evaluation} → done
when Nora record-scale {"course": $course, "form": $phq9} → done
when Nora record-scale {"course": $course, "form": $gad7} → done
then /patients/$jana/record as Petr has /courses/0/scales/0/data/total = 15
and has /courses/0/scales/0/data/severity = "moderately_severe"
and has /courses/0/scales/1/data/total = 7
and has /courses/0/scales/1/data/severity = "mild"
when Petr move-course {"course": $course, "to": "examination"} → done
when Marek record-examination {"course": $course, "form": $examination} → done
when Marek move-course {"course": $course, "to": "decision"} → done

# 4. The decision
when Petr assess-criteria {"course": $course, "answers": $criteria} → done
then /patients/$jana/record as Petr has /courses/0/proposal/verdict = "indicated"
when Petr decide {"course": $course, "form": {"verdict": "indicated", "form": "therapy_centred"}} → done
then /patients/$jana/record as Petr has /courses/0/decisions/0/signature/meaning = "decision"
and has /courses/0/decisions/0/signature/name = "Petr Example"
and has /courses/0/decisions/0/data/pack/id = "cz-outpatient"
when Petr move-course {"course": $course, "to": "preparation"} → done

# 5. Consent and plan
when Tereza sign-consent {"course": $course, "form": $consent} → done
when Petr record-plan {"course": $course, "form": $plan} → done

# 6. Preparation, dosing session, integration, outcome
when Tereza record-preparation {"course": $course, "form": $preparation} → done
clock to 2026-11-30T09:00
when Tereza open-session {"session": $session, "course": $course, "room": "session-1", "therapists": [$Tereza], "physician_on_site": $Marek} → done
then /patients/$jana/record as Petr has /courses/0/phase = "preparation"
when Nora record-readiness {"session": $session, "form": $readiness} → done
when Nora record-vitals {"session": $session, "form": $baseline} → done
clock +5m
when Marek order-dose {"session": $session, "form": $order} → done
when Nora take-time-out {"session": $session, "form": $time_out} witnessed by Tereza → done
clock +5m
when Nora give-dose {"session": $session, "form": $dose} called $dosed → done
then /patients/$jana/record as Petr has /courses/0/phase = "dosing"
and has /courses/0/doses/0/dose_mg = 250
then /sessions as Tereza has /sessions/0/stage = "dosed"
clock +30m
when Nora record-vitals {"session": $session, "form": {"vitals": {"systolic_mmhg": 138, "diastolic_mmhg": 86, "heart_rate_bpm": 80, "spo2_percent": 97, "dissociation_0_10": 7}}} → done
when Tereza record-mark {"session": $session, "form": {"kind": "said", "words": "It is so wide here."}} → done
clock +60m
when Tereza end-dosing {"session": $session} → done
clock +60m
when Nora record-discharge {"session": $session, "form": $discharge} → done
when Marek release-patient {"session": $session, "form": $release} → done
then /sessions/$session as Tereza has /session/releases/0/data/no_driving_until = "2026-12-01T08:10:00.000Z"
when Tereza close-out {"session": $session, "form": $close_out} → done
then /sessions/$session as Tereza has /session/stage = "closed"
then /sessions as Tereza has 0 in /sessions
when Tereza move-course {"course": $course, "to": "integration"} → done
clock +7d
when Tereza record-integration {"course": $course, "form": {"session": $session, "themes": "Grief and lightness.", "insights": "It may be put down.",
    "everyday": "A walk each morning.", "feels_worse": false, "length_min": 60}} → done
when Tereza move-course {"course": $course, "to": "outcome"} → done
when Nora record-scale {"course": $course, "form": $phq9} with /form/time_point = "end" with /form/answers/1/value = 0 with /form/answers/0/value = 0 → done
when Tereza record-outcome {"course": $course, "form": {"time_point": "end", "change": "better", "own_words": "I sleep.", "summary": "Sleeps, works half days."}} → done
when Petr end-course {"course": $course, "ending": "completed", "reason": "as planned"} → done
then /figures as Milan has /endings with {"ending": "completed", "courses": 1}
and has /changes with {"change": "better", "people": 1}
and has /scales with {"instrument": "phq-9", "people": 1, "before_mean": 15, "after_mean": 10}
and has /weeks with {"answered": 1, "in_time": 1}

# 7. The repetition
clock +60d
when Eva open-course {"course": $again, "patient": $jana, "indication": "depression", "language": "cs",
    "repetition": {"of": $course, "reason": "The spring was good, the autumn is heavy.", "what_has_changed": "A new job."}} → done
then /patients/$jana/record as Petr has 2 in /courses
and has /courses/0/cycle = 2
and has /courses/0/repetition/of = $course
then /patients/$jana/story as Petr has /entries with {"name": "DoseRecorded"}
