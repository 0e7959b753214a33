// Every command with every member of its data missing, of another type, or with one too many: the refusal names the
// place, and nothing is written. The data are made from the interface's own description.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "desk/passwords.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::input {
namespace {

using harness::at;
using harness::Clinic;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::text_at;

class Commands : public testing::Test {
protected:
    Commands() {
        std::vector<clinic::Role> roles;
        for_each_enumerator<clinic::Role>([&](clinic::Role role, std::string_view) {
            if (role != clinic::Role::inspector) roles.push_back(role);
        });
        clinic_.hire("everybody", roles);
        EXPECT_EQ(person_.sign_in().status, 200);
        document_ = parsed(*clinic_.app().openapi());
    }

    const Json& resolved(const Json& schema) const {
        const std::string reference = text_at(schema, "/$ref");
        return reference.empty() ? schema : *at(document_, reference.substr(1));
    }

    // A value that fits the description; objects with all their members.
    Json example(const Json& any, int depth = 0) const {
        const Json& schema = resolved(any);
        if (const Json* names = schema.find("enum")) return names->array()->front();
        const std::string type = text_at(schema, "/type");
        const std::string format = text_at(schema, "/format");
        if (type == "boolean") return Json(true);
        if (type == "integer") return schema.find("minimum") ? *schema.find("minimum") : Json(std::int64_t{1});
        if (type == "number") return Json(1.5);
        if (type == "array")
            return depth > 6 ? Json(Json::Array{}) : Json(Json::Array{example(*schema.find("items"), depth + 1)});
        if (type == "object") {
            Json::Object members;
            if (const Json* properties = schema.find("properties")) {
                for (const auto& [name, each] : *properties->object())
                    members.emplace_back(name, example(each, depth + 1));
            }
            return members;
        }
        if (format == "uuid") return desk::new_uuid();
        if (format == "date-time") return std::string("2026-11-23T07:00:00.000Z");
        if (format == "date") return std::string("2026-11-23");
        return std::string(schema.find("pattern") ? "2026-11-23T10:00" : "x");
    }

    Json data_schema(const desk::CommandType& type) const {
        return *at(document_, "/paths/~1api~1v1~1commands~1" + type.name +
                                  "/post/requestBody/content/application~1json/schema/properties/data");
    }

    std::string refused(const std::string& command, const Json& data, const std::string& code,
                        const std::string& pointer) {
        ++attempts_;
        const Reply reply = person_.command(command, data, {.password = harness::kPassword, .proof = "of nobody"});
        if (reply.status == 422 && reply.refuses(code, pointer)) return "";
        return command + ": not " + code + " at " + pointer + " but " + std::to_string(reply.status) + " " +
               reply.text + "\n";
    }

    // Walks through all objects below `data`.
    void falsify(const std::string& command, const Json& whole, const Json& any, const std::string& pointer,
                 std::string& wrong, int depth = 0) {
        const Json& schema = resolved(any);
        const Json* properties = schema.find("properties");
        if (text_at(schema, "/type") == "array" && depth < 8)
            falsify(command, whole, *schema.find("items"), pointer + "/0", wrong, depth + 1);
        if (!properties || depth >= 8) return;
        wrong += refused(command, harness::with(whole, pointer + "/one_too_many", Json(true)), "unknown_field",
                         "/data" + pointer + "/one_too_many");
        for (const auto& [name, each] : *properties->object()) {
            const std::string member = pointer + "/" + name;
            const Json& inner = resolved(each);
            const std::string type = text_at(inner, "/type");
            const Json* required = schema.find("required");
            const auto is_it = [&](const Json& one) { return harness::equal(one, Json(name)); };
            if (required && type != "array" &&
                std::any_of(required->array()->begin(), required->array()->end(), is_it)) {
                wrong += refused(command, harness::without(whole, member), "required", "/data" + member);
            }
            const Json other = type == "object" || type == "boolean" ? Json(std::string("x")) : Json(Json::Object{});
            const std::string format = text_at(inner, "/format");
            const std::string code = inner.find("enum")      ? "unknown_value"
                                     : format == "uuid"      ? "not_a_uuid"
                                     : format == "date-time" ? "not_an_instant"
                                     : format == "date"      ? "not_a_date"
                                     : inner.find("pattern") ? "not_a_local_time"
                                                             : "wrong_type";
            wrong += refused(command, harness::with(whole, member, other), code, "/data" + member);
            falsify(command, whole, each, member, wrong, depth + 1);
        }
    }

    std::int64_t events() {
        std::int64_t count = 0;
        clinic_.desk().writer().perform([&](journal::Transaction& transaction) {
            count = transaction.journal.length();
            return false;
        });
        return count;
    }

    Clinic clinic_;
    Person person_{clinic_.port(), "everybody"};
    Json document_;
    int attempts_ = 0;
};

// What the program gives itself is refused to everybody before its data are looked at: the access matrix holds that.
std::vector<desk::CommandType> commands_of_people() {
    std::vector<desk::CommandType> commands = desk::command_types();
    std::erase_if(commands, [](const auto& each) { return each.permission == desk::Permission::act_as_program; });
    return commands;
}

TEST_F(Commands, EveryMemberMissingWrongOrTooMany) {
    const std::int64_t before = events();
    std::string wrong;
    for (const desk::CommandType& type : commands_of_people()) {
        const Json schema = data_schema(type);
        const Json whole = example(schema);
        ASSERT_TRUE(whole.object()) << type.name;
        falsify(type.name, whole, schema, "", wrong);
    }
    EXPECT_EQ(wrong, "");
    EXPECT_EQ(events(), before);
    EXPECT_GT(attempts_, 800);
    std::printf("%d falsified commands\n", attempts_);
}

TEST_F(Commands, DataOfNoKind) {
    const std::int64_t before = events();
    for (const desk::CommandType& type : commands_of_people()) {
        for (const char* data : {"null", "[]", "\"x\"", "1", "true", "[{}]"}) {
            EXPECT_EQ(refused(type.name, parsed(data), "wrong_type", "/data"), "");
        }
        const Reply without =
            person_.post("/api/v1/commands/" + type.name, parsed(R"({"id":")" + desk::new_uuid() + "\"}"));
        EXPECT_TRUE(without.refuses("required", "/data")) << type.name << without.text;
    }
    EXPECT_EQ(events(), before);
}

TEST_F(Commands, Envelopes) {
    const std::int64_t before = events();
    const auto refuses = [&](const std::string& envelope, const std::string& code, const std::string& pointer) {
        const Reply reply = person_.post("/api/v1/commands/close-task", parsed(envelope));
        EXPECT_TRUE(reply.status == 422 && reply.refuses(code, pointer)) << envelope << "\n"
                                                                         << reply.status << " " << reply.text;
    };
    const std::string data = R"("data":{"task":"00000000-0000-4000-8000-000000000001","what_was_done":"x"})";
    const std::string id = R"("id":"00000000-0000-4000-8000-0000000000aa",)";
    refuses("{" + data + "}", "required", "/id");
    refuses(R"({"id":1,)" + data + "}", "not_a_uuid", "/id");
    refuses(R"({"id":"1",)" + data + "}", "not_a_uuid", "/id");
    refuses(R"({"id":"00000000-0000-4000-8000-0000000000AA",)" + data + "}", "not_a_uuid", "/id");
    refuses("{" + id + R"("expected_version":"1",)" + data + "}", "wrong_type", "/expected_version");
    refuses("{" + id + R"("expected_version":1.5,)" + data + "}", "wrong_type", "/expected_version");
    refuses("{" + id + R"("happened_at":"yesterday",)" + data + "}", "not_an_instant", "/happened_at");
    refuses("{" + id + R"("happened_at":"2026-02-30T10:00:00Z",)" + data + "}", "not_an_instant", "/happened_at");
    refuses("{" + id + R"("happened_at":"2026-11-23T10:00:00",)" + data + "}", "not_an_instant", "/happened_at");
    refuses("{" + id + R"("happened_at":"2026-11-23T08:05:01Z",)" + data + "}", "in_future", "/happened_at");
    refuses("{" + id + R"("happened_at":"2126-11-23T08:05:01Z",)" + data + "}", "in_future", "/happened_at");
    refuses("{" + id + R"("hurry":true,)" + data + "}", "unknown_field", "/hurry");
    refuses("{" + id + R"("witness":{"user":"x","password":"y"},)" + data + "}", "required", "/witness/proof");
    EXPECT_EQ(events(), before);
}

TEST_F(Commands, WhatTheSecondPersonConfirms) {
    const std::int64_t before = events();
    const std::string stock = desk::new_uuid();
    const Json whole = harness::witness_request(
        "waste-stock", parsed(R"({"stock":")" + stock + R"(","place":"safe","amount_mg":1,"reason":"r","method":"m"})"),
        {.id = desk::new_uuid(), .witness = {{"nobody", "seven slow herons over land"}}});
    const auto refuses = [&](const Json& request, const std::string& code, const std::string& pointer) {
        const Reply reply = person_.post("/api/v1/witness", request);
        EXPECT_TRUE(reply.status == 422 && reply.refuses(code, pointer)) << harness::to_text(request) << "\n"
                                                                         << reply.text;
    };
    for (const char* member : {"/command", "/id", "/witness", "/witness/user", "/witness/password", "/data",
                               "/data/stock", "/data/amount_mg"})
        refuses(harness::without(whole, member), "required", member);
    refuses(harness::with(whole, "/command", Json(std::string("waste"))), "unknown_value", "/command");
    refuses(harness::with(whole, "/command", Json(std::string("give-dose"))), "unknown_value",
            "/command");  // nobody witnesses that
    refuses(harness::with(whole, "/id", Json(std::string("1"))), "not_a_uuid", "/id");
    refuses(harness::with(whole, "/happened_at", Json(std::string("2126-11-23T08:05:01Z"))), "in_future",
            "/happened_at");
    refuses(harness::with(whole, "/password", Json(std::string("x"))), "unknown_field", "/password");
    refuses(harness::with(whole, "/data/more", Json(true)), "unknown_field", "/data/more");
    refuses(whole, "wrong_password", "/witness/password");
    EXPECT_EQ(events(), before);
}

TEST_F(Commands, Texts) {
    const auto ask = [&](const std::string& question) {
        return person_.command(
            "record-inquiry",
            parsed(
                R"({"inquiry":")" + desk::new_uuid() +
                R"(","channel":"phone","question":{"name":"Jana","phone":"601 234 567","language":"cs","question":)" +
                question + R"(,"answer_by":"phone","consent_to_contact":true}})"));
    };
    const std::string at = "/data/question/question";
    const auto times = [](const std::string& text, int n) {
        std::string out;
        for (int i = 0; i < n; ++i) out += text;
        return out;
    };
    EXPECT_TRUE(ask("\"" + times("č", 4001) + "\"").refuses("too_long", at));
    EXPECT_EQ(ask("\"" + times("č", 4000) + "\"").status, 200);
    EXPECT_EQ(ask("\"" + times("🙂", 4000) + "\"").status, 200);
    EXPECT_TRUE(ask(R"("")").refuses("blank", at));
    EXPECT_TRUE(ask(R"("  \n\t ")").refuses("blank", at));
    EXPECT_TRUE(ask("\"\u00a0\u00a0\"").refuses("blank", at));
    EXPECT_TRUE(ask(R"("a\u0000b")").refuses("control_character", at));
    EXPECT_TRUE(ask(R"("a\u001bb")").refuses("control_character", at));
    EXPECT_TRUE(ask(R"("a\u007fb")").refuses("control_character", at));
    EXPECT_EQ(ask(R"("two\nlines\tand a tab, <script>alert('x')</script>, =1+1, \"quoted\" \\ {{x}} ${y} %00")").status,
              200);
    EXPECT_EQ(ask("\"مرحبا שלום 你好 – Äß\"").status, 200);
}

TEST_F(Commands, UnknownOnes) {
    for (const char* name : {"fly", "give_dose", "give-dose/", "..%2Fhealthz", "", "GIVE-DOSE"}) {
        const Reply reply = person_.post(std::string("/api/v1/commands/") + name,
                                         parsed(R"({"id":"00000000-0000-4000-8000-0000000000aa","data":{}})"));
        EXPECT_TRUE(reply.status == 404 || reply.status == 400) << name << " " << reply.status;
    }
}

TEST_F(Commands, TooManyItems) {
    Json::Array many(1001, Json(std::string("penicillin")));
    Json details = parsed(R"({"given_name":"A","family_name":"B","birth_date":"1990-01-01","language":"cs"})");
    details = harness::with(details, "/allergies", many);
    const Reply reply =
        person_.command("register-patient", Json::Object{{"patient", desk::new_uuid()}, {"details", details}});
    EXPECT_TRUE(reply.refuses("too_many_items", "/data/details/allergies")) << reply.text;
}

// The interface speaks the reader's language; the code stays the same.
TEST_F(Commands, RefusalsInThreeLanguages) {
    std::set<std::string> words;
    for (const char* language : {"cs", "en", "uk"}) {
        harness::Headers headers = person_.headers();
        headers.emplace_back("Accept-Language", language);
        const Reply reply = person_.line.ask({"POST", "/api/v1/commands/close-task", headers, "{}"});
        EXPECT_EQ(reply.code(), "invalid_fields");
        EXPECT_EQ(reply.header("Content-Language"), language);
        words.insert(text_at(reply.json, "/errors/0/text"));
    }
    EXPECT_EQ(words.size(), 3u);
}

}  // namespace
}  // namespace afterglow::input
