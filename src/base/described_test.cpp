#include "base/described.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace afterglow {
namespace {

enum class Route { oral, intramuscular };
BOOST_DESCRIBE_ENUM(Route, oral, intramuscular)

struct Given {
    Route route = Route::oral;
    Milligrams dose_mg;
    std::optional<Line> site;
    std::vector<Ranged<0, 3>> answers;
};
BOOST_DESCRIBE_STRUCT(Given, (), (route, dose_mg, site, answers))

std::vector<std::string> codes(const Result<Given>& result) {
    std::vector<std::string> found;
    for (const auto& error : result.refusal().errors) found.push_back(error.pointer + " " + error.code);
    return found;
}

TEST(Described, ReadsAndWritesTheSameText) {
    const std::string text = R"({"route":"intramuscular","dose_mg":70.5,"site":"levý hýžďový sval","answers":[0,3]})";
    const auto given = from_json<Given>(text);
    ASSERT_TRUE(given.ok());
    EXPECT_EQ(given->dose_mg.micrograms, 70'500);
    EXPECT_EQ(to_json(*given), text);
}

TEST(Described, ReportsEveryWrongField) {
    const auto given = from_json<Given>(R"({"route":"nasal","dose_mg":70.55555,"site":" ","answers":[4],"lot":"A"})");
    ASSERT_FALSE(given.ok());
    EXPECT_EQ(codes(given), (std::vector<std::string>{"/route unknown_value", "/dose_mg too_precise", "/site blank",
                                                      "/answers/0 out_of_range", "/lot unknown_field"}));
}

TEST(Described, MissingMembersAreNamed) {
    EXPECT_EQ(codes(from_json<Given>("{}")), (std::vector<std::string>{"/route required", "/dose_mg required"}));
}

TEST(Described, CountsCharactersNotBytes) {
    std::string word;
    for (int i = 0; i < Line::kMax; ++i) word += "ї";
    EXPECT_TRUE(from_json<Given>(R"({"route":"oral","dose_mg":1,"site":")" + word + R"("})").ok());
    EXPECT_FALSE(from_json<Given>(R"({"route":"oral","dose_mg":1,"site":")" + word + R"(ї"})").ok());
}

TEST(Described, SchemaNamesTypesAndRequirements) {
    SchemaBook book;
    EXPECT_EQ(book.schema<Given>(), R"({"$ref":"#/components/schemas/Given"})");
    EXPECT_NE(book.schemas().at("Given").find(R"("required":["route","dose_mg","answers"])"), std::string::npos);
    EXPECT_EQ(book.schemas().at("Route"), R"({"type":"string","enum":["oral","intramuscular"]})");
}

TEST(Json, RefusesWhatIsNotStrict) {
    EXPECT_EQ(parse_json(std::string(200'000, '[') + std::string(200'000, ']')).refusal().code, "json_too_deep");
    EXPECT_EQ(parse_json("{\"a\":1,\"a\":2}").refusal().code, "json_duplicate_key");
    EXPECT_EQ(parse_json("\"\xff\"").refusal().code, "json_not_utf8");
    EXPECT_EQ(parse_json("{} {}").refusal().code, "json_malformed");
    EXPECT_EQ(parse_json("").refusal().code, "json_malformed");
    EXPECT_EQ(parse_json("{\"a\":").refusal().code, "json_malformed");
}

RC_GTEST_PROP(Json, WritingThenReadingGivesTheSame, (const std::string& bytes)) {
    std::string ascii;
    for (const char byte : bytes) ascii += static_cast<char>(byte & 0x7f);
    std::string text;
    write_json_string(text, ascii);
    const auto back = parse_json(text);
    RC_ASSERT(back.ok());
    RC_ASSERT(*back->string() == ascii);
}

TEST(TypeName, DropsNamespacesAndJoinsArguments) { EXPECT_EQ(type_name<Given>(), "Given"); }

}  // namespace
}  // namespace afterglow
