#include "clinic/confirmation/confirmation.h"

namespace afterglow::clinic {

std::set<std::string> confirmed_rules(const Confirmations& confirmations) {
    std::set<std::string> rules;
    for (const Confirmation& each : confirmations.rules) rules.insert(each.rule.value);
    return rules;
}

Result<Events> decide(const Confirmations& confirmations, const ConfirmRule& command, const Context& context) {
    const Rule* rule = find_rule(context.pack, command.rule.value);
    if (!rule) return refuse_field("/rule", "rule_unknown");
    if (rule->evidence != Evidence::M) return refuse_field("/rule", "rule_verified");
    if (confirmed_rules(confirmations).contains(command.rule.value)) return refuse_field("/rule", "rule_confirmed");
    return one_event(kConfirmationsStream, RuleConfirmed{command.rule, command.grounds, stamp_of(context.pack)});
}

Result<Events> decide(const Confirmations& confirmations, const WithdrawConfirmation& command, const Context&) {
    if (!confirmed_rules(confirmations).contains(command.rule.value))
        return refuse_field("/rule", "rule_not_confirmed");
    return one_event(kConfirmationsStream, ConfirmationWithdrawn{command.rule, command.reason});
}

void evolve(Confirmations& confirmations, const RuleConfirmed& event, const Meta& meta) {
    confirmations.rules.push_back({event.rule, meta.who, meta.recorded_at, event.grounds});
}
void evolve(Confirmations& confirmations, const ConfirmationWithdrawn& event, const Meta&) {
    std::erase_if(confirmations.rules, [&](const Confirmation& each) { return each.rule == event.rule; });
}

}  // namespace afterglow::clinic
