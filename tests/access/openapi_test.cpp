// The interface's description: sound OpenAPI 3.1, the whole route table and nothing else, and a judge that judges. That
// requests and answers agree with it is looked at in every story (tests/stories/teller.cpp).

#include "tests/harness/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/app.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::access {
namespace {

using harness::OpenApi;
using harness::parsed;
using testing::IsEmpty;

Json document() { return parsed(http::openapi_document(http::all_routes())); }

TEST(OpenApiDocument, IsSound) { EXPECT_THAT(OpenApi(document()).mistakes(), IsEmpty()); }
TEST(OpenApiDocument, DescribesEveryRouteAndNothingElse) {
    EXPECT_THAT(OpenApi(document()).differences_from(http::all_routes()), IsEmpty());
}

TEST(OpenApiDocument, IsServed) {
    harness::Clinic clinic;
    harness::Person nobody(clinic.port(), "");
    const harness::Reply reply = nobody.get("/api/openapi.json");
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(harness::equal(reply.json, document()));
    EXPECT_THAT(OpenApi(reply.json).mistakes(), IsEmpty());
}

TEST(OpenApiDocument, PlantedMistakesAreFound) {
    const Json good = document();
    const auto mistakes_with = [&](const std::string& pointer, const std::string& value) {
        return OpenApi(harness::with(good, pointer, parsed(value))).mistakes();
    };
    EXPECT_THAT(mistakes_with("/openapi", R"("3.0.0")"), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/components/schemas/Me/properties/staff", R"({"$ref":"#/components/schemas/Nobody"})"),
                testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/components/schemas/Me/properties/staff", R"({"type":"uuid"})"),
                testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/components/schemas/Me/nullable", "true"), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/components/schemas/Me/required/-", R"("shoe_size")"), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/paths/~1api~1v1~1me/get/operationId", R"("get_healthz")"), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/paths/~1api~1v1~1patients~1{id}/get/parameters", "[]"), testing::Not(IsEmpty()));
    EXPECT_THAT(mistakes_with("/paths/~1api~1v1~1me/get/responses/200", "{}"), testing::Not(IsEmpty()));
    std::vector<http::Route> routes = http::all_routes();
    routes.pop_back();
    EXPECT_EQ(OpenApi(good).differences_from(routes).size(), 1u);
    routes.push_back(http::all_routes().back());
    routes.back().permission = desk::Permission::manage_staff;
    EXPECT_EQ(OpenApi(good).differences_from(routes).size(), 2u);
}

TEST(OpenApiDocument, JudgesAnswers) {
    const OpenApi description(document());
    const auto judge = [&](const std::string& body) {
        return description.judge_answer("GET", "/api/public/clinic", 200, "application/json", parsed(body));
    };
    const std::string good =
        R"({"name":"A","zone":"Europe/Prague","languages":["cs"],"answer_within_hours":48,"indications":[]})";
    EXPECT_EQ(judge(good), "");
    EXPECT_NE(judge(R"({"name":"A","zone":"Europe/Prague","languages":["cs"],"answer_within_hours":48})"), "");
    EXPECT_NE(
        judge(R"({"name":"A","zone":"Europe/Prague","languages":["la"],"answer_within_hours":48,"indications":[]})"),
        "");
    EXPECT_NE(
        judge(R"({"name":"A","zone":"Europe/Prague","languages":["cs"],"answer_within_hours":"48","indications":[]})"),
        "");
    EXPECT_NE(
        judge(
            R"({"name":"A","zone":"Europe/Prague","languages":["cs"],"answer_within_hours":48,"indications":[],"more":1})"),
        "");
    EXPECT_NE(description.judge_answer("GET", "/api/public/clinic", 200, "text/html", parsed(good)), "");
    EXPECT_NE(description.judge_answer("GET", "/api/public/clinic", 404, "application/problem+json", parsed(good)), "");
    EXPECT_NE(description.judge_answer("GET", "/api/v1/nowhere", 200, "application/json", parsed(good)), "");
}

}  // namespace
}  // namespace afterglow::access
