// The program can vouch for signatures and witnesses when it makes the demo. Nobody else can.

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <sstream>

#include "desk/passwords.h"
#include "tests/demo/made.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "views/queries.h"

namespace afterglow::demo {
namespace {

using harness::parsed;

// A copy of the demo clinic, open and served.
struct Copy {
    harness::TemporaryFolder folder{"vouched"};
    std::optional<harness::Clinic> clinic;
    Copy() {
        for (const char* each : {"clinic", "clinic.key", "clinic.anchors"}) {
            std::filesystem::copy(made().folder.path() / each, folder.path() / each,
                                  std::filesystem::copy_options::recursive);
        }
        clinic.emplace(harness::ClinicOptions{.root = folder.path()});
        clinic->clock().set(*parse_instant(kNow));
    }
    StaffId staff(const char* user) { return views::staff_by_user(clinic->desk().reader(), user)->id; }
    Result<desk::Answer> vouch(const char* command, const char* user, const Json& data,
                               std::optional<StaffId> witness = {}) {
        std::promise<Result<desk::Answer>> answer;
        clinic->desk().submit_vouched(*desk::find_command(command), {.staff = staff(user), .name = user, .address = ""},
                                      {.now = clinic->clock().now(), .witness = witness}, {.id = {desk::new_uuid()}},
                                      data, [&](Result<desk::Answer> given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }
    CourseId course(clinic::Phase phase) {
        for (const auto& each : views::running_courses(clinic->desk().reader(), 100)) {
            if (each.phase == phase && each.status == clinic::CourseStatus::active) return each.id;
        }
        return {};
    }
};

Json decision(const CourseId& course) {
    return parsed(R"({"course":")" + course.value +
                  R"(","form":{"verdict":"cannot_be_said_yet","reason":"r","missing":["m"]}})");
}

TEST(Vouched, SignsForTheProgramAlone) {
    Copy copy;
    const Json data = decision(copy.course(clinic::Phase::decision));
    EXPECT_TRUE(copy.vouch("decide", "psychiatrist", data).ok());

    harness::Person psychiatrist(copy.clinic->port(), "psychiatrist");
    ASSERT_EQ(psychiatrist.sign_in(made().passwords.at("psychiatrist")).status, 200);
    EXPECT_TRUE(psychiatrist.command("decide", data).refuses("signature_needed"));
    for (const char* member : {"vouched", "now", "recorded_at", "reauthenticated", "signed"}) {
        Json body = harness::envelope(data, {});
        body = harness::with(body, std::string("/") + member, Json(true));
        EXPECT_TRUE(psychiatrist.post("/api/v1/commands/decide", body).refuses("unknown_field")) << member;
    }
}

TEST(Vouched, WitnessIsNeverJustNamed) {
    Copy copy;
    harness::Person nurse(copy.clinic->port(), "nurse");
    ASSERT_EQ(nurse.sign_in(made().passwords.at("nurse")).status, 200);
    const auto session = views::running_sessions(copy.clinic->desk().reader()).front().id;
    const Json data = parsed(
        R"({"session":")" + session.value +
        R"(","form":{"identity":true,"consent":true,"allergies":true,"medicine_and_dose":true,"monitoring_ready":true}})");
    EXPECT_TRUE(nurse.command("take-time-out", data).refuses("witness_needed"));
    const std::string therapist = copy.staff("therapist1").value;
    EXPECT_TRUE(nurse.command("take-time-out", data, {.proof = therapist}).refuses("witness_proof_spent"));
    Json body = harness::envelope(data, {});
    body = harness::with(body, "/witness", Json(therapist));
    EXPECT_TRUE(nurse.post("/api/v1/commands/take-time-out", body).refuses("wrong_type"));
}

TEST(Vouched, RightsAreLookedAtAllTheSame) {
    Copy copy;
    const Json data = decision(copy.course(clinic::Phase::decision));
    EXPECT_EQ(copy.vouch("decide", "therapist1", data).refusal().code, "not_permitted");
    EXPECT_EQ(copy.vouch("decide", "psychiatrist", data, copy.staff("billing")).refusal().errors.front().code,
              "witness_not_permitted");
}

TEST(Vouched, HttpDoesNotKnowTheWord) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(harness::source_path("src/http"))) {
        std::stringstream text;
        if (each.is_regular_file()) text << std::ifstream(each.path()).rdbuf();
        EXPECT_EQ(text.str().find("submit_vouched"), std::string::npos) << each.path();
    }
}

// What the demo found: the desk did not tell a new course of the doses of the earlier ones.
TEST(Vouched, ACourseOpenedAgainKnowsOfEarlierDoses) {
    Copy copy;
    std::optional<PatientId> treated;
    for (const auto& each : views::find_patients(copy.clinic->desk().reader(), "", 100)) {
        const auto courses = views::courses_of(copy.clinic->desk().reader(), each.id);
        if (courses.size() == 1 && courses.front().ending == clinic::Ending::completed) treated = each.id;
    }
    ASSERT_TRUE(treated);
    const Json data = parsed(R"({"course":")" + desk::new_uuid() + R"(","patient":")" + treated->value +
                             R"(","indication":"depression","language":"cs"})");
    EXPECT_EQ(copy.vouch("open-course", "coordinator", data).refusal().errors.front().code, "repetition_needed");
}

}  // namespace
}  // namespace afterglow::demo
