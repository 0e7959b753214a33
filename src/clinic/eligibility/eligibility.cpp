#include "clinic/eligibility/eligibility.h"

namespace afterglow::clinic {
namespace {

YesNoUnknown answer_to(const std::vector<CriterionStanding>& standing, const std::string& id) {
    for (const CriterionStanding& each : standing) {
        if (each.criterion.value == id) return each.answer;
    }
    return YesNoUnknown::unknown;
}

bool is_contraindication(CriterionKind kind) {
    return kind == CriterionKind::psychiatric_contraindication || kind == CriterionKind::other_contraindication;
}

}  // namespace

Proposal propose(const std::vector<CriterionStanding>& standing, const Context& context) {
    Proposal proposal;
    std::vector<Code> indications_no, indications_unknown;
    bool indicated = false;
    for (const Criterion& criterion : context.pack.criteria) {
        const YesNoUnknown answer = answer_to(standing, criterion.id);
        const YesNoUnknown wanted = is_contraindication(criterion.kind) ? YesNoUnknown::no : YesNoUnknown::yes;
        if (!holds_back(criterion, context)) {
            if (answer != wanted && answer != YesNoUnknown::unknown) proposal.notes.push_back({criterion.id});
        } else if (criterion.kind == CriterionKind::indication) {
            indicated = indicated || answer == YesNoUnknown::yes;
            if (answer == YesNoUnknown::no) indications_no.push_back({criterion.id});
            if (answer == YesNoUnknown::unknown) indications_unknown.push_back({criterion.id});
        } else if (answer == YesNoUnknown::unknown) {
            proposal.missing.push_back({criterion.id});
        } else if (answer != wanted) {
            proposal.against.push_back({criterion.id});
        }
    }
    if (!indicated) {
        auto& where = indications_unknown.empty() ? proposal.against : proposal.missing;
        const auto& which = indications_unknown.empty() ? indications_no : indications_unknown;
        where.insert(where.begin(), which.begin(), which.end());
    }
    proposal.verdict = !proposal.against.empty()   ? Verdict::not_indicated
                       : !proposal.missing.empty() ? Verdict::cannot_be_said_yet
                       : indicated                 ? Verdict::indicated
                                                   : Verdict::cannot_be_said_yet;
    return proposal;
}

Done check(const std::vector<CriterionAnswer>& answers, const Pack& pack, const std::string& pointer) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const CriterionAnswer& answer = answers[i];
        const std::string at = pointer + "/" + std::to_string(i);
        if (!find_criterion(pack, answer.criterion.value)) return refuse_field(at + "/criterion", "criterion_unknown");
        if (!seen.insert(answer.criterion.value).second) return refuse_field(at + "/criterion", "criterion_twice");
        if (answer.answer != YesNoUnknown::unknown && !answer.evidence)
            return refuse_field(at + "/evidence", "evidence_needed");
    }
    return done();
}

Done check(const DecisionForm& decision, const Proposal& proposal, const std::string& pointer) {
    if (decision.verdict != proposal.verdict && !decision.reason)
        return refuse_field(pointer + "/reason", "reason_needed");
    if (decision.verdict == Verdict::indicated && !decision.form) return refuse_field(pointer + "/form", "form_needed");
    if (decision.verdict == Verdict::cannot_be_said_yet && decision.missing.empty())
        return refuse_field(pointer + "/missing", "missing_needed");
    if (decision.verdict == Verdict::not_indicated) {
        if (!decision.letter) return refuse_field(pointer + "/letter", "letter_needed");
        if (decision.letter->reasons.empty()) return refuse_field(pointer + "/letter/reasons", "letter_incomplete");
        if (decision.letter->alternatives.empty())
            return refuse_field(pointer + "/letter/alternatives", "letter_incomplete");
    } else if (decision.letter) {
        return refuse_field(pointer + "/letter", "letter_not_wanted");
    }
    return done();
}

std::vector<CriterionStanding> with_answers(std::vector<CriterionStanding> standing,
                                            const std::vector<CriterionAnswer>& answers, const StaffId& by,
                                            Instant at) {
    for (const CriterionAnswer& answer : answers) {
        std::erase_if(standing, [&](const CriterionStanding& each) { return each.criterion == answer.criterion; });
        standing.push_back({answer.criterion, answer.answer, answer.evidence, by, at});
    }
    return standing;
}

}  // namespace afterglow::clinic
