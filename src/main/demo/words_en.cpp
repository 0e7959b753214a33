#include "main/demo/words.h"

namespace afterglow::demo {

const Tongue& english() {
    static const Tongue words{
        .women = {{"Harriet", "Fenwickham", ""},
                  {"Imogen", "Larkspur", ""},
                  {"Rosalind", "Thornybrook", ""},
                  {"Beatrice", "Copsewood", ""},
                  {"Phoebe", "Millbanks", ""},
                  {"Esther", "Wrenfield", ""}},
        .men = {{"Duncan", "Ashgrovely", ""},
                {"Malcolm", "Riverstoke", ""},
                {"Gareth", "Elmsworthy", ""},
                {"Tobias", "Hollowmere", ""},
                {"Alistair", "Brackenby", ""},
                {"Rupert", "Stonecroft", ""}},
        .relations_women = {"wife", "sister", "friend", "mother", "partner"},
        .relations_men = {"husband", "brother", "friend", "father", "partner"},

        .depression = {{"Hello, I live in Prague and my depression has come back for the third time. Do you offer the "
                        "therapy in English?",
                        "Hello, thank you for writing. Yes, two of our therapists work in English. We suggest a short "
                        "online interview to go through the next steps.",
                        "recurrent depression"},
                       {"I have tried two antidepressants and talking therapy. How long does the whole treatment take?",
                        "Hello, from the first interview to the last meeting it is about two months. Preparation, the "
                        "ketamine session and integration take two to five weeks of that.",
                        "depression"},
                       {"My mood has been low for years and I sleep badly. Is someone with me during the session?",
                        "Hello, a therapist is with you the whole time and a physician is on the premises.",
                        "long-standing low mood"}},
        .anxiety = {{"I worry all day about everything and my chest feels tight. My heart has been checked. Would this "
                     "be something for me?",
                     "Hello, please bring the report from the cardiologist. A psychiatrist will see with you whether "
                     "the treatment fits.",
                     "generalised anxiety"},
                    {"Meetings at work have become unbearable for me. Do you treat social anxiety?",
                     "Hello, we do. We can begin online, so that you do not have to travel at once.", "social phobia"}},
        .trauma = {{"I have nightmares since an accident four years ago. Do I have to tell the whole story?",
                    "Hello, you do not. You decide what to talk about and when.", "PTSD"}},
        .eating = {{"Do you treat bulimia? I would rather wait for you than begin somewhere else again.", "",
                    "bulimia"},
                   {"Is the programme open for eating disorders yet?", "", "anorexia"}},
        .asking = {{"What does the treatment cost for somebody with foreign insurance?",
                    "Hello, we send you the price range; the final price depends on the form the physician chooses.",
                    ""},
                   {"Can I drive home after a session?",
                    "Hello, no driving for 24 hours after a dose. Somebody close to you takes you home.", ""},
                   {"Is there a waiting time?", "Hello, the online interview is usually possible within a week.", ""},
                   {"Can I pay by bank transfer?", "Hello, yes, after each step of the treatment.", ""}},
        .waiting_answer =
            "Hello, thank you for your question. We do not treat eating disorders yet. With your consent we put you on "
            "the waiting list and write as soon as we begin. We also send you the contacts of specialised clinics.",
        .no_question = "advertisement, no question",

        .expectations = {"Hopes to feel interest in people and work again. Expects no miracle, but some movement.",
                         "Wants to understand why the low periods keep returning and what to lean on in them.",
                         "Looks for rest from constant worry. Safety and a slow pace are important."},
        .interview_notes = {"Questions about the course of the therapy and the price answered.",
                            "Will bring reports from the treating psychiatrist."},
        .diagnoses = {{"depression", "F33.1", "Recurrent depressive disorder, current episode moderate"},
                      {"depression", "F32.1", "Moderate depressive episode"},
                      {"depression", "F34.1", "Dysthymia"},
                      {"anxiety", "F41.1", "Generalised anxiety disorder"},
                      {"anxiety", "F40.1", "Social phobia"},
                      {"ptsd", "F43.1", "Post-traumatic stress disorder"},
                      {"chronic_pain", "G43.7", "Chronic migraine"}},
        .psychotherapies = {"Cognitive behavioural therapy, 16 sessions", "Individual psychotherapy, one year"},
        .medicines = {"Sertraline 100 mg, 6 months", "Escitalopram 20 mg, 5 months", "Venlafaxine 150 mg, 4 months"},
        .results = {"partial improvement", "no lasting effect", "stopped because of side effects"},
        .drugs = {{"Sertraline", "100 mg in the morning", "leave out the day before the session"},
                  {"Escitalopram", "10 mg in the morning", "leave out the day before the session"}},
        .pause_when = "one day before each session, again the day after",
        .summaries = {"Well oriented, good contact. Low mood, narrowed interests, broken sleep. No psychotic symptoms. "
                      "Well motivated for therapeutic work.",
                      "Inner tension and worry in the foreground, concentration varies. Coherent thinking. Full "
                      "insight, very good cooperation.",
                      "Long depressive episode, worse in the mornings. Two earlier treatments in this episode with "
                      "partial effect. Supportive family."},
        .personalities = {"Conscientious, high demands on oneself.", "Rather reserved, stable friendships."},
        .passive_thoughts = {"Sometimes the thought that it would be easier not to wake up. No intent, no plan. Crisis "
                             "plan written, knows whom to call."},
        .examinations =
            {"No somatic obstacle. Blood count, liver tests and ECG within normal limits.",
             "Normal findings, good resting blood pressure. Enough fluids advised on the day before the session."},
        .abnormal_finding =
            "Blood pressure repeatedly 158/98, 162/100 and 156/96 mmHg. Advised to see the general practitioner and "
            "adjust treatment.",
        .allergies = {"penicillin", "pollen"},

        .evidence_indication = "Psychiatric evaluation and questionnaires",
        .evidence_psychiatric = "Psychiatric evaluation, report of the treating physician",
        .evidence_somatic = "Physical examination, ECG and blood tests",
        .evidence_condition = "Interview and medical records",
        .evidence_pressure = "Repeated resting measurements above 155/95 mmHg",
        .conditions = {"Leave out the antidepressant the day before the session as planned. Come with an escort.",
                       "Blood pressure at every visit."},
        .refusal_reasons = {"Your blood pressure is too high at present and varies; ketamine raises it for a while.",
                            "Its treatment is only being adjusted, so the coming weeks would not be safe."},
        .refusal_alternatives = {"Adjusting the blood pressure treatment with your general practitioner, and a new "
                                 "assessment in three months.",
                                 "Going on with psychotherapy; we enclose two therapists with free places.",
                                 "Talking with your psychiatrist about changing the antidepressant."},
        .refusal_words =
            "We know how much effort the examinations were. When the blood pressure is under control we will gladly "
            "return to your request, and you need not begin from the start.",
        .missing = {"result of the echocardiography", "report of the treating psychiatrist on earlier treatment"},
        .addendum =
            "Addition: the cardiologist's report came after signing; echocardiography is normal. The decision stays as "
            "it is.",
        .plan_notes = {"First session with a lower dose, then by tolerance.",
                       "Integration in the afternoons if possible."},

        .intentions = {"To look at what keeps me working past my strength, and to allow myself rest.",
                       "To let go of constant control, at least for a while.",
                       "To meet the sadness without chasing it away.",
                       "To find a kinder voice than the one that blames."},
        .fears = {"Afraid that it will not stop. We talked about how long the effect lasts and what helps.",
                  "Afraid of nausea and of losing control.", "Afraid that nothing will happen at all."},
        .techniques = {"breathing 4–6", "feet on the ground", "naming five colours", "hand on the chest"},
        .distances = {"therapist beside the couch, about a metre away", "therapist in the armchair, nearer if asked"},
        .stop_signs = {"raised palm", "the word “enough”"},
        .calming_plans =
            {"First reassuring words and a reminder of the breath, then the music lower. Touch only after asking.",
             "Say where we are and how long the effect will last. Add a blanket, dim the light."},
        .preparation_notes = {"Tried the breathing lying down with an eye mask.",
                              "Went through the day, food and escort."},

        .drugs_taken = {"No medication this morning; the antidepressant left out yesterday and today as planned.",
                        "Nothing taken today."},
        .mental_states = {"Calm, a little expectant. Slept well.",
                          "Some tension in the shoulders, the breathing helps. Stable mood."},
        .rescue = {"Ondansetron 4 mg", "Captopril 12.5 mg"},
        .observations = {"Calm breath, relaxed face.", "Eyes closed, fingers moving with the music.",
                         "Tears, breath stays regular."},
        .said = {"“It is like lying on water.”", "“My hands are far away, but that is fine.”",
                 "“Can I stay here a little longer?”"},
        .music = {"Second part of the list, lower.", "Quiet piano."},
        .touch_offered = {"Hand on the shoulder offered."},
        .touch_accepted = {"Accepted with a nod, for about two minutes."},
        .touch_declined = {"Declined with a raised palm; therapist stays in the armchair."},
        .toilet = {"Accompanied to the toilet, walking with support."},
        .notes = {"Blanket added.", "Curtains drawn."},
        .close_outs = {"The session went as planned. The effect has worn off; leaves with the escort, written "
                       "instructions given.",
                       "Quiet session, well oriented when leaving. We call tomorrow morning."},
        .dosing_ends = {"fully oriented, would like some tea"},
        .nausea = "Nausea without vomiting",
        .nausea_action = "Lying on the side, cold compress, no drug needed",
        .site = "left upper outer quadrant of the buttock",
        .themes = {{"The house of childhood, and relief that sadness has its place in it.",
                    "I need not apologise for being tired.", "A memory of a quarrel; heavy breathing for a while.",
                    "Ten minutes without the phone each day, a walk with a friend once a week."},
                   {"Space and silence, then a sadness that came and went.", "Sadness has an end.", "",
                    "Go to bed by eleven, write three sentences each evening."},
                   {"Fear as a figure behind glass.", "Fear protects me, but it need not decide.",
                    "Back to work the next day was too soon.", "One evening a week with friends."}},
        .worse = {"More anxiety and worse sleep in the week after the session; memories come back more vividly.", "",
                  "A feeling that too much opened at once.",
                  "Shorter working hours, daily contact by phone, an extra meeting."},
        .verdicts_better = {"I feel like being among people again. Not every day, but it shows.",
                            "I get up without that weight.", "Better, though I wait to see whether it lasts."},
        .verdicts_same = {"It was interesting, but I feel no difference in everyday life."},
        .verdicts_worse = {"I feel worse than at the beginning, mostly in the mornings."},
        .outcome_summaries = {"Clear improvement of mood and sleep; psychotherapy to go on.",
                              "Improvement by one band in both questionnaires. Follow-up in three months."},
        .outcome_worse =
            "Worse in the questionnaires and in the person's own view. Handed over to the treating psychiatrist, seen "
            "within a week.",

        .completed = "Treatment completed as planned",
        .not_indicated = "Decision of the physician, letter handed over in person",
        .abandoned = "No answer after the interview, three attempts to get in touch",
        .stopped = "At the person's own wish after the first session; feels well and wants no more",
        .referred = "Treatment of alcohol dependence has to come first",
        .referred_to = "Outpatient addiction service",
        .on_hold = "Acute sinusitis, finishing antibiotics",
        .postponed = "Moving house and a new start at work",
        .step_back = "Blood pressure 168/102 before the dose; treatment and a new examination first",
        .resumed = "The infection is over",
        .remainder = "Remainder of the dose, cannot be kept",
        .poured_away = "Poured into the medicine waste",
        .session_cancelled = "Blood pressure repeatedly above 160/100, no dose today",
        .repetition_reason =
            "The improvement lasted ten weeks, now the morning heaviness returns. The person, the therapist and the "
            "psychiatrist agree to repeat.",
        .repetition_changed = "New part-time work, regular psychotherapy every other week.",
        .wrong_weight = "slip when typing the weight",
        .wrong_pressure = "value of the measurement before",
        .moved = "at the person's wish, illness in the family",
        .cancelled = "illness",
        .nobody_came = "no word",
        .safety_talk =
            "We spoke the same day. Thoughts without intent or plan, crisis plan gone through, somebody close knows. "
            "Next contact by phone tomorrow.",
        .worse_talk = "Call and an extra meeting within two days, closer contact agreed."};
    return words;
}

}  // namespace afterglow::demo
