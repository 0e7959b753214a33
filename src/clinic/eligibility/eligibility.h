#pragma once
// The decision on admission. Each criterion of the policy pack is answered yes, no or unknown, with evidence; the program
// proposes a verdict from the answers; only a physician decides, signs, and may decide otherwise with a reason.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class Verdict { indicated, not_indicated, cannot_be_said_yet };
BOOST_DESCRIBE_ENUM(Verdict, indicated, not_indicated, cannot_be_said_yet)
enum class TreatmentForm { therapy_centred, dose_centred };
BOOST_DESCRIBE_ENUM(TreatmentForm, therapy_centred, dose_centred)

struct CriterionAnswer {
    Code criterion;
    YesNoUnknown answer = YesNoUnknown::unknown;
    std::optional<Line> evidence;  // needed unless unknown
};
BOOST_DESCRIBE_STRUCT(CriterionAnswer, (), (criterion, answer, evidence))

// How one criterion stands now: the latest answer, whose it is and when it was given.
struct CriterionStanding {
    Code criterion;
    YesNoUnknown answer = YesNoUnknown::unknown;
    std::optional<Line> evidence;
    StaffId by;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(CriterionStanding, (), (criterion, answer, evidence, by, at))

struct Proposal {
    Verdict verdict = Verdict::cannot_be_said_yet;
    std::vector<Code> against;  // criteria that speak against
    std::vector<Code> missing;  // criteria without an answer
    std::vector<Code> notes;    // unverified criteria that would speak against, if somebody confirmed them
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (verdict, against, missing, notes))

// Indications: at least one yes. Conditions: every one yes. Contraindications: every one no. Something that speaks against
// outweighs what is missing. Unverified, unconfirmed criteria only make notes.
Proposal propose(const std::vector<CriterionStanding>&, const Context&);

struct Letter {
    std::vector<Line> reasons;       // at least one
    std::vector<Line> alternatives;  // at least one
    std::optional<Prose> words;      // personal words to the person
};
BOOST_DESCRIBE_STRUCT(Letter, (), (reasons, alternatives, words))

struct DecisionForm {
    Verdict verdict = Verdict::cannot_be_said_yet;
    std::optional<TreatmentForm> form;  // needed if indicated
    std::optional<Prose> conditions;
    std::optional<Prose> reason;   // needed if the verdict is not the one proposed
    std::vector<Line> missing;     // needed if it cannot be said yet
    std::optional<Letter> letter;  // needed if not indicated
};
BOOST_DESCRIBE_STRUCT(DecisionForm, (), (verdict, form, conditions, reason, missing, letter))

// As stored and signed: with what was proposed, and under which rules.
struct Decision {
    DecisionForm decision;
    Proposal proposal;
    PackStamp pack;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (decision, proposal, pack))

struct CriteriaAssessed {
    std::vector<CriterionAnswer> answers;
    Proposal proposal;  // after these answers
    PackStamp pack;
};
BOOST_DESCRIBE_STRUCT(CriteriaAssessed, (), (answers, proposal, pack))

// Field errors: "criterion_unknown" "criterion_twice" "evidence_needed"
Done check(const std::vector<CriterionAnswer>&, const Pack&, const std::string& pointer);
// Field errors: "form_needed" "reason_needed" "missing_needed" "letter_needed" "letter_incomplete" "letter_not_wanted"
Done check(const DecisionForm&, const Proposal&, const std::string& pointer);

std::vector<CriterionStanding> with_answers(std::vector<CriterionStanding> standing,
                                            const std::vector<CriterionAnswer>&, const StaffId& by, Instant at);

}  // namespace afterglow::clinic
