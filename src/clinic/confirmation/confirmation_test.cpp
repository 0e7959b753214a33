#include "clinic/confirmation/confirmation.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

TEST(Confirmation, AnUnverifiedRuleIsConfirmedAndWithdrawn) {
    World world;
    const auto confirmations = [&]() -> const Confirmations& { return world.get<Confirmations>(kConfirmationsStream); };
    const ConfirmRule confirm{{"ex.unverified"}, {"read in the source"}};
    world.apply(decide(confirmations(), confirm, Act{}), Act{});
    EXPECT_EQ(confirmed_rules(confirmations()), std::set<std::string>{"ex.unverified"});
    EXPECT_EQ(code_of(decide(confirmations(), confirm, Act{})), "/rule rule_confirmed");
    const WithdrawConfirmation withdraw{{"ex.unverified"}, {"was mistaken"}};
    world.apply(decide(confirmations(), withdraw, Act{}), Act{});
    EXPECT_TRUE(confirmed_rules(confirmations()).empty());
    EXPECT_EQ(code_of(decide(confirmations(), withdraw, Act{})), "/rule rule_not_confirmed");
}

TEST(Confirmation, OnlyRulesThatNeedIt) {
    EXPECT_EQ(code_of(decide(Confirmations{}, ConfirmRule{{"ex.nothing"}, {"x"}}, Act{})), "/rule rule_unknown");
    EXPECT_EQ(code_of(decide(Confirmations{}, ConfirmRule{{"ex.somatic"}, {"x"}}, Act{})), "/rule rule_verified");
}

TEST(Pack, EveryKindOfRuleIsFoundByItsId) {
    for (const char* rule : {"ex.somatic", "ex.dose.oral", "ex.plausible.weight_kg", "ex.start.hold",
                             "ex.ready.fasting", "ex.leave.walks", "ex.appointment.dosing", "ex.answer", "ex.driving",
                             "ex.observation", "ex.skew", "ex.age", "ex.sessions", "ex.days-between"}) {
        ASSERT_NE(find_rule(pack(), rule), nullptr) << rule;
        EXPECT_EQ(find_rule(pack(), rule)->id, rule);
    }
    EXPECT_EQ(find_rule(pack(), "ex"), nullptr);
}

}  // namespace
}  // namespace afterglow::clinic
