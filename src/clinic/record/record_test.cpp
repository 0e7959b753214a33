#include "clinic/record/record.h"

#include "clinic/testing.h"

namespace afterglow::clinic {
namespace {

using namespace example;

const EntryId kFirst = id<EntryId>(1), kLater = id<EntryId>(2), kNone = id<EntryId>(3);

Meta meta(const EntryId& command) { return {command, kClinician, kNow, kNow + minutes(1)}; }

std::vector<Entry<Interview>> one_entry(std::optional<Signature> signature = {}) {
    std::vector<Entry<Interview>> entries;
    add_entry(entries, Recorded<Interview>{interview(), {}, signature}, meta(kFirst));
    return entries;
}

TEST(Entries, ACorrectionShowsBoth) {
    auto entries = one_entry();
    Interview better = interview();
    better.expectations = {"Others"};
    add_entry(entries, Recorded<Interview>{better, Correction{kFirst, {"misheard"}}, {}}, meta(kLater));
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].data.expectations.value, "Example expectations");
    EXPECT_EQ(entries[0].corrected_by, kLater);
    EXPECT_EQ(entries[1].correction->reason.value, "misheard");
    EXPECT_EQ(standing(entries)->id, kLater);
    EXPECT_EQ(entries[1].happened_at, kNow);
    EXPECT_EQ(entries[1].recorded_at, kNow + minutes(1));
}

TEST(Entries, OnlyAStandingUnsignedEntryIsCorrected) {
    const auto check = [](const auto& entries, const EntryId& entry) {
        return code_of(check_correction(entries, Correction{entry, {"x"}}));
    };
    auto entries = one_entry();
    EXPECT_EQ(code_of(check_correction(entries, {})), "ok");
    EXPECT_EQ(check(entries, kNone), "/correction/entry entry_unknown");
    EXPECT_EQ(check(entries, kFirst), "ok");
    entries[0].corrected_by = kLater;
    EXPECT_EQ(check(entries, kFirst), "/correction/entry entry_already_corrected");
    EXPECT_EQ(check(one_entry(Signature{}), kFirst), "/correction/entry entry_is_signed");
}

TEST(Entries, AnAddendumIsShownWithItsEntry) {
    auto entries = one_entry();
    EXPECT_TRUE(add_addendum(entries, AddendumAdded{kFirst, {"Also"}}, meta(kLater)));
    EXPECT_FALSE(add_addendum(entries, AddendumAdded{kNone, {"Also"}}, meta(kLater)));
    ASSERT_EQ(entries[0].addenda.size(), 1u);
    EXPECT_EQ(entries[0].addenda[0].text.value, "Also");
}

TEST(Signing, IsOverTheTextAndNeedsThePassword) {
    EXPECT_EQ(code_of(sign(interview(), "test", Act{})), "signature_needed");
    const Signature signature = *sign(interview(), "test", signing());
    EXPECT_EQ(signature.by, kClinician);
    EXPECT_EQ(signature.name, "Example Person");
    EXPECT_EQ(signature.meaning, "test");
    EXPECT_EQ(signature.content_sha256, sha256_hex(to_json(interview())));
}

TEST(Rules, UnverifiedOnesHoldNothingBackUntilConfirmed) {
    const Rule& unverified = *find_rule(pack(), "ex.unverified");
    EXPECT_TRUE(holds_back(*find_rule(pack(), "ex.somatic"), Act{}));
    EXPECT_FALSE(holds_back(unverified, Act{}));
    EXPECT_TRUE(holds_back(unverified, Act{.confirmed = {"ex.unverified"}}));
}

// Such an event in the journal would stop every fold after it.
TEST(Events, OneThatCannotBeReadAgainIsNotWritten) {
    EXPECT_THROW(one_event("access:2026-11-23", SignedIn{kClinician, "\x01"}), std::logic_error);
    EXPECT_THROW(one_event("task:x", TaskClosed{{" "}}), std::logic_error);
    EXPECT_NO_THROW(one_event("task:x", TaskClosed{{"done"}}));
}

}  // namespace
}  // namespace afterglow::clinic
