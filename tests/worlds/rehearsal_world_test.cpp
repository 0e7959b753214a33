// A rehearsal beside work that matters: while the journal has no time, its simulated person does not stand in everybody's way.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "background/rehearsals.h"
#include "desk/passwords.h"
#include "pharmacology/library.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/temporary.h"

namespace afterglow::worlds {
namespace {

using namespace std::chrono_literals;

int readings(harness::Clinic& clinic) {
    int count = 0;
    journal::JournalReader(clinic.desk().reader()).for_each_name(1, [&](const journal::EventName& event) {
        count += event.name == "ReadingReceived";
    });
    return count;
}

Json rehearsal(const std::string& session) {
    return harness::parsed(R"({"session":")" + session + R"(","course":")" + desk::new_uuid() + R"(","patient":")" +
                           desk::new_uuid() + R"(","form":{"name":"Simulated Person","sex":"female","age_years":40,
                           "weight_kg":70,"agreed_touch":"hand","speed":10,"troubles":[],"seed":1}})");
}

TEST(RehearsalWorld, TwelveGoOnAtOnceAndNoMore) {
    harness::Clinic clinic;
    const StaffId tereza = clinic.hire("tereza", {clinic::Role::therapist});
    const std::string first = desk::new_uuid();
    clinic.perform("open-rehearsal", rehearsal(first), tereza);
    for (int i = 1; i < 12; ++i) clinic.perform("open-rehearsal", rehearsal(desk::new_uuid()), tereza);
    const auto open_another = [&] { clinic.perform("open-rehearsal", rehearsal(desk::new_uuid()), tereza); };
    EXPECT_THAT(open_another, testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("too_many_rehearsals")));
    clinic.perform("cancel-session", harness::parsed(R"({"session":")" + first + R"(","reason":"enough"})"), tereza);
    EXPECT_NO_THROW(open_another());
}

TEST(RehearsalWorld, OneReadingOfAPersonWaitsAtTheMost) {
    harness::Clinic clinic;
    const StaffId tereza = clinic.hire("tereza", {clinic::Role::therapist});
    clinic.perform("open-rehearsal", rehearsal(desk::new_uuid()), tereza);
    auto reading = pharmacology::read_library(harness::source_path("models"));
    ASSERT_TRUE(reading.library);

    std::promise<void> busy, go_on;
    clinic.desk().with_transaction(
        [&](journal::Transaction&) {
            busy.set_value();
            go_on.get_future().wait();
            return false;
        },
        {});
    busy.get_future().wait();
    {
        background::Rehearsals rehearsals(clinic.desk(),
                                          std::make_shared<const pharmacology::Library>(std::move(*reading.library)));
        std::this_thread::sleep_for(3500ms);  // four seconds of the simulated person's
    }
    EXPECT_EQ(readings(clinic), 0);
    go_on.set_value();
    clinic.desk().flush_reads();  // returns after all that was queued before
    EXPECT_EQ(readings(clinic), 1);
}

}  // namespace
}  // namespace afterglow::worlds
