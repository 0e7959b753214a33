#pragma once
// What the invented people and the clinic write, in each language. Nothing here was ever said by a real person.
// Sentences speak of nobody's sex, so that any of them fits anybody.

#include <string>
#include <vector>

#include "clinic/pack/pack.h"

namespace afterglow::demo {

using Sentences = std::vector<std::string>;

// A question and the answer to it.
struct Talk {
    std::string question, answer;
    std::string complaint;  // may be empty
};

struct Diagnosis {
    std::string indication, icd10, name;
};

struct Drug {
    std::string name, dose, note;
};

struct Theme {
    std::string themes, insights, difficult, everyday;
};

struct Named {
    std::string given, family, written;  // as in documents; as the person writes it
};

struct Tongue {
    std::vector<Named> women, men;
    Sentences relations_women, relations_men;  // partner, sister, friend

    std::vector<Talk> depression, anxiety, trauma, eating;  // questions of people who go on
    std::vector<Talk> asking;                               // of people who only ask
    std::string waiting_answer, no_question;

    Sentences expectations, interview_notes;
    std::vector<Diagnosis> diagnoses;
    Sentences psychotherapies, medicines, results;
    std::vector<Drug> drugs;
    std::string pause_when;
    Sentences summaries, personalities, passive_thoughts;
    Sentences examinations;
    std::string abnormal_finding;
    Sentences allergies;

    std::string evidence_indication, evidence_psychiatric, evidence_somatic, evidence_condition, evidence_pressure;
    Sentences conditions;
    Sentences refusal_reasons, refusal_alternatives;
    std::string refusal_words;
    Sentences missing;
    std::string addendum;
    Sentences plan_notes;

    Sentences intentions, fears, techniques, distances, stop_signs, calming_plans, preparation_notes;

    Sentences drugs_taken, mental_states, rescue, observations, said, music, touch_offered, touch_accepted,
        touch_declined, toilet, notes, close_outs, dosing_ends;
    std::string nausea, nausea_action, site;
    std::vector<Theme> themes;
    Theme worse;
    Sentences verdicts_better, verdicts_same, verdicts_worse, outcome_summaries;
    std::string outcome_worse;

    std::string completed, not_indicated, abandoned, stopped, referred, referred_to, on_hold, postponed, step_back,
        resumed;
    std::string remainder, poured_away;  // of a dose, with a witness
    std::string session_cancelled, repetition_reason, repetition_changed;
    std::string wrong_weight, wrong_pressure, moved, cancelled, nobody_came;
    std::string safety_talk, worse_talk;
};

const Tongue& czech();
const Tongue& english();
const Tongue& ukrainian();
const Tongue& tongue(clinic::Language language);

}  // namespace afterglow::demo
