#pragma once
// Rules whose source nobody has verified inform, and hold nothing back, until a clinician of this clinic confirms them.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct ConfirmRule {
    Code rule;
    Line grounds;  // on what the clinician relies
};
BOOST_DESCRIBE_STRUCT(ConfirmRule, (), (rule, grounds))
struct WithdrawConfirmation {
    Code rule;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawConfirmation, (), (rule, reason))

struct RuleConfirmed {
    Code rule;
    Line grounds;
    PackStamp pack;
};
BOOST_DESCRIBE_STRUCT(RuleConfirmed, (), (rule, grounds, pack))
struct ConfirmationWithdrawn {
    Code rule;
    Line reason;
};
BOOST_DESCRIBE_STRUCT(ConfirmationWithdrawn, (), (rule, reason))

struct Confirmation {
    Code rule;
    StaffId by;
    Instant at;
    Line grounds;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (rule, by, at, grounds))

struct Confirmations {
    static constexpr const char* kKind = "confirmations";
    using Event = std::variant<RuleConfirmed, ConfirmationWithdrawn>;
    std::vector<Confirmation> rules;
};
BOOST_DESCRIBE_STRUCT(Confirmations, (), (rules))

inline const std::string kConfirmationsStream = "confirmations:clinic";
std::set<std::string> confirmed_rules(const Confirmations&);

// Refusals: "rule_unknown" "rule_verified" "rule_confirmed" "rule_not_confirmed"
Result<Events> decide(const Confirmations&, const ConfirmRule&, const Context&);
Result<Events> decide(const Confirmations&, const WithdrawConfirmation&, const Context&);
void evolve(Confirmations&, const RuleConfirmed&, const Meta&);
void evolve(Confirmations&, const ConfirmationWithdrawn&, const Meta&);

}  // namespace afterglow::clinic
