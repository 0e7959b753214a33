#include "clinic/eligibility/eligibility.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

std::vector<CriterionStanding> standing_of(const std::vector<CriterionAnswer>& answers) {
    return with_answers({}, answers, kClinician, kNow);
}

Verdict verdict_of(const std::vector<CriterionAnswer>& answers, const Act& act = {}) {
    return propose(standing_of(answers), act).verdict;
}

std::vector<CriterionAnswer> with(const char* criterion, YesNoUnknown answer) {
    std::vector<CriterionAnswer> answers = answers_in_favour();
    for (CriterionAnswer& each : answers) {
        if (each.criterion.value == criterion) each.answer = answer;
    }
    return answers;
}

TEST(Eligibility, OneIndicationEveryConditionNoContraindication) {
    EXPECT_EQ(verdict_of(answers_in_favour()), Verdict::indicated);
    EXPECT_EQ(verdict_of(with("ex.condition", YesNoUnknown::no)), Verdict::not_indicated);
    EXPECT_EQ(verdict_of(with("ex.somatic", YesNoUnknown::yes)), Verdict::not_indicated);
    EXPECT_EQ(verdict_of(with("ex.psychiatric", YesNoUnknown::yes)), Verdict::not_indicated);
    EXPECT_EQ(verdict_of(with("ex.psychiatric", YesNoUnknown::unknown)), Verdict::cannot_be_said_yet);
}

TEST(Eligibility, WithoutAnIndication) {
    std::vector<CriterionAnswer> answers = with("ex.indication", YesNoUnknown::no);
    const Proposal open = propose(standing_of(answers), Act{});  // the other indication was not asked
    EXPECT_EQ(open.verdict, Verdict::cannot_be_said_yet);
    EXPECT_EQ(open.missing, std::vector<Code>{{"ex.indication-other"}});
    answers.push_back({{"ex.indication-other"}, YesNoUnknown::no, Line{"x"}});
    const Proposal closed = propose(standing_of(answers), Act{});
    EXPECT_EQ(closed.verdict, Verdict::not_indicated);
    EXPECT_EQ(closed.against.size(), 2u);
}

TEST(Eligibility, NothingIsKnownAtFirst) {
    const Proposal proposal = propose({}, Act{});
    EXPECT_EQ(proposal.verdict, Verdict::cannot_be_said_yet);
    EXPECT_EQ(proposal.missing.size(), 5u);  // all but the unverified one
}

TEST(Eligibility, AnUnverifiedCriterionOnlyMakesANote) {
    std::vector<CriterionAnswer> answers = answers_in_favour();
    answers.push_back({{"ex.unverified"}, YesNoUnknown::yes, Line{"x"}});
    const Proposal proposal = propose(standing_of(answers), Act{});
    EXPECT_EQ(proposal.verdict, Verdict::indicated);
    EXPECT_EQ(proposal.notes, std::vector<Code>{{"ex.unverified"}});
    EXPECT_EQ(verdict_of(answers, Act{.confirmed = {"ex.unverified"}}), Verdict::not_indicated);
}

TEST(Eligibility, AnswersAreKnownOnceAndWithEvidence) {
    const auto code = [](std::vector<CriterionAnswer> answers) { return code_of(check(answers, pack(), "")); };
    EXPECT_EQ(code(answers_in_favour()), "ok");
    EXPECT_EQ(code({{{"x"}, YesNoUnknown::yes, Line{"x"}}}), "/0/criterion criterion_unknown");
    EXPECT_EQ(code({{{"ex.somatic"}, YesNoUnknown::yes, {}}}), "/0/evidence evidence_needed");
    EXPECT_EQ(code({{{"ex.somatic"}, YesNoUnknown::unknown, {}}}), "ok");
    EXPECT_EQ(code({{{"ex.somatic"}, YesNoUnknown::unknown, {}}, {{"ex.somatic"}, YesNoUnknown::unknown, {}}}),
              "/1/criterion criterion_twice");
}

TEST(Decision, IsWholeInItself) {
    Proposal proposal;
    proposal.verdict = Verdict::indicated;
    const auto code = [&](Verdict verdict, auto change) {
        DecisionForm form = decision(verdict);
        change(form);
        return code_of(check(form, proposal, ""));
    };
    const auto as_it_is = [](DecisionForm&) {};
    for (const Verdict each : {Verdict::indicated, Verdict::not_indicated, Verdict::cannot_be_said_yet})
        EXPECT_EQ(code(each, as_it_is), "ok");
    EXPECT_EQ(code(Verdict::indicated, [](DecisionForm& f) { f.reason.reset(); }), "ok");
    EXPECT_EQ(code(Verdict::not_indicated, [](DecisionForm& f) { f.reason.reset(); }), "/reason reason_needed");
    EXPECT_EQ(code(Verdict::indicated, [](DecisionForm& f) { f.form.reset(); }), "/form form_needed");
    EXPECT_EQ(code(Verdict::cannot_be_said_yet, [](DecisionForm& f) { f.missing.clear(); }), "/missing missing_needed");
    EXPECT_EQ(code(Verdict::not_indicated, [](DecisionForm& f) { f.letter.reset(); }), "/letter letter_needed");
    EXPECT_EQ(code(Verdict::not_indicated, [](DecisionForm& f) { f.letter->reasons.clear(); }),
              "/letter/reasons letter_incomplete");
    EXPECT_EQ(code(Verdict::not_indicated, [](DecisionForm& f) { f.letter->alternatives.clear(); }),
              "/letter/alternatives letter_incomplete");
    EXPECT_EQ(code(Verdict::indicated, [](DecisionForm& f) { f.letter.emplace(); }), "/letter letter_not_wanted");
}

// ---- properties -------------------------------------------------------------------------------------------------------------

int goodness(Verdict verdict) {
    return verdict == Verdict::indicated ? 2 : verdict == Verdict::cannot_be_said_yet ? 1 : 0;
}

std::vector<CriterionAnswer> any_answers() {
    std::vector<CriterionAnswer> answers;
    for (const Criterion& each : pack().criteria) {
        if (*rc::gen::arbitrary<bool>()) continue;
        answers.push_back(
            {{each.id}, *rc::gen::element(YesNoUnknown::yes, YesNoUnknown::no, YesNoUnknown::unknown), Line{"x"}});
    }
    return answers;
}

Act any_confirmation() { return *rc::gen::arbitrary<bool>() ? Act{.confirmed = {"ex.unverified"}} : Act{}; }

RC_GTEST_PROP(Eligibility, AContraindicationNeverMakesItBetter, ()) {
    const auto before = standing_of(any_answers());
    const Act act = any_confirmation();
    const std::string which = *rc::gen::element<std::string>("ex.psychiatric", "ex.somatic", "ex.unverified");
    const auto after = with_answers(before, {{{which}, YesNoUnknown::yes, Line{"x"}}}, kClinician, kNow);
    RC_ASSERT(goodness(propose(after, act).verdict) <= goodness(propose(before, act).verdict));
}

RC_GTEST_PROP(Eligibility, WhatIsUnknownNeverYieldsIndicated, ()) {
    const auto answers = any_answers();
    const Act act = any_confirmation();
    const Proposal proposal = propose(standing_of(answers), act);
    if (proposal.verdict != Verdict::indicated) return;
    bool an_indication = false;
    for (const Criterion& criterion : pack().criteria) {
        const auto answer = std::find_if(answers.begin(), answers.end(), [&](const CriterionAnswer& each) {
            return each.criterion.value == criterion.id;
        });
        const bool known = answer != answers.end() && answer->answer != YesNoUnknown::unknown;
        if (criterion.kind == CriterionKind::indication)
            an_indication = an_indication || (known && answer->answer == YesNoUnknown::yes);
        else if (holds_back(criterion, act))
            RC_ASSERT(known);
    }
    RC_ASSERT(an_indication && proposal.missing.empty() && proposal.against.empty());
}

RC_GTEST_PROP(Eligibility, AnUnverifiedUnconfirmedCriterionChangesNoVerdict, ()) {
    const auto before = standing_of(any_answers());
    const auto answer = *rc::gen::element(YesNoUnknown::yes, YesNoUnknown::no, YesNoUnknown::unknown);
    const auto after = with_answers(before, {{{"ex.unverified"}, answer, Line{"x"}}}, kClinician, kNow);
    RC_ASSERT(propose(after, Act{}).verdict == propose(before, Act{}).verdict);
}

RC_GTEST_PROP(Eligibility, WhatIsNotIndicatedSaysWhyAndWhatIsOpenSaysWhatIsMissing, ()) {
    const Proposal proposal = propose(standing_of(any_answers()), any_confirmation());
    if (proposal.verdict == Verdict::not_indicated) RC_ASSERT(!proposal.against.empty());
    if (proposal.verdict == Verdict::cannot_be_said_yet) RC_ASSERT(!proposal.missing.empty());
}

}  // namespace
}  // namespace afterglow::clinic
