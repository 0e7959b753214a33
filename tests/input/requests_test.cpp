// Requests that are no requests, too much of everything, the same click many times at once.

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "desk/passwords.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"

namespace afterglow::input {
namespace {

using harness::Clinic;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::text_at;

std::string question(const std::string& id, const std::string& name = "Jana") {
    return R"({"inquiry":")" + id + R"(","channel":"phone","question":{"name":")" + name +
           R"(","phone":"601 234 567","language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})";
}

class Requests : public testing::Test {
protected:
    Requests() {
        clinic_.hire("eva", {clinic::Role::coordinator, clinic::Role::psychiatrist});
        EXPECT_EQ(eva_.sign_in().status, 200);
    }
    Reply send(const std::string& body, const std::string& command = "record-inquiry") {
        return eva_.line.ask({"POST", "/api/v1/commands/" + command, eva_.headers(), body});
    }
    std::int64_t inquiries() {
        return static_cast<std::int64_t>(eva_.get("/api/v1/inquiries").json.find("inquiries")->array()->size());
    }

    Clinic clinic_;
    Person eva_{clinic_.port(), "eva"};
};

TEST_F(Requests, BodiesThatAreNoJson) {
    const std::string deep(200'000, '[');
    const std::string deep_object = R"({"id":"00000000-0000-4000-8000-0000000000aa","data":)" +
                                    std::string(60'000, '[') + std::string(60'000, ']') + "}";
    const std::vector<std::pair<std::string, std::string>> bodies{
        {deep, "json_malformed"},
        {deep + std::string(200'000, ']'), "json_too_deep"},
        {deep_object, "json_too_deep"},
        {R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}})",
         "json_too_deep"},
        {"{\"id\":\"\xff\xfe\"}", "json_not_utf8"},
        {"{\"id\":\"\xc0\xaf\"}", "json_not_utf8"},
        {"{\"id\":\"\xed\xa0\x80\"}", "json_not_utf8"},
        {R"({"id":"\ud800"})", "json_malformed"},
        {R"({"id":1,"id":2})", "json_duplicate_key"},
        {R"({"id":"00000000-0000-4000-8000-0000000000aa","data":{"inquiry":"x","inquiry":"y"}})", "json_duplicate_key"},
        {R"({"id":1,"\u0069d":2})", "json_duplicate_key"},
        {"", "json_malformed"},
        {"   ", "json_malformed"},
        {"{", "json_malformed"},
        {"{\"id\":1", "json_malformed"},
        {"{} {}", "json_malformed"},
        {"{},", "json_malformed"},
        {"{'id':1}", "json_malformed"},
        {"{\"id\":NaN}", "json_malformed"},
        {"{\"id\":1e999}", "json_malformed"},
        {"{\"id\":01}", "json_malformed"},
        {"{\"id\":\"\t\"}", "json_malformed"},
        {"\xef\xbb\xbf{}", "json_malformed"},
        {"[]", "body_not_json"},
        {"null", "body_not_json"},
        {"\"text\"", "body_not_json"},
        {"7", "body_not_json"},
    };
    for (const auto& [body, code] : bodies) {
        const Reply reply = send(body);
        EXPECT_EQ(reply.status, 400) << body.substr(0, 80) << " " << reply.text;
        EXPECT_EQ(reply.code(), code) << body.substr(0, 80);
    }
    EXPECT_EQ(inquiries(), 0);
}

TEST_F(Requests, OtherTypesOfContent) {
    harness::Headers headers = eva_.headers();
    for (const char* type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""}) {
        headers[0].second = type;
        const Reply reply =
            eva_.line.ask({"POST", "/api/v1/commands/record-inquiry", headers, question(desk::new_uuid())});
        EXPECT_EQ(reply.status, 400) << type;
        EXPECT_EQ(reply.code(), "body_not_json");
    }
}

TEST_F(Requests, TooLarge) {
    EXPECT_EQ(send(std::string(http::kMaxBodyBytes + 1, ' ')).status, 413);
    eva_.line.hang_up();
    EXPECT_EQ(eva_.get("/api/v1/me").status, 200);
}

TEST_F(Requests, HalfARequest) {
    const std::string whole =
        "POST /api/v1/commands/record-inquiry HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: "
        "afterglow_session=" +
        eva_.cookie + "\r\nX-CSRF-Token: " + eva_.csrf;
    const std::string body = harness::to_text(harness::envelope(parsed(question(desk::new_uuid())), {}));
    for (const std::size_t cut : {std::size_t{1}, body.size() / 2, body.size() - 1}) {
        http::testing::Client client(clinic_.port());
        client.send(whole + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, cut));
        client.close();
    }
    {
        http::testing::Client client(clinic_.port());
        client.send(whole.substr(0, whole.size() / 2));
        client.reset();
    }
    EXPECT_EQ(inquiries(), 0);
    const Reply reply = send(body);
    EXPECT_EQ(reply.status, 200) << reply.text;
}

TEST_F(Requests, AClientThatStopsReading) {
    http::testing::Client greedy(clinic_.port(), 4096);
    const std::string request =
        "GET /api/v1/policy HTTP/1.1\r\nHost: localhost\r\nCookie: afterglow_session=" + eva_.cookie + "\r\n\r\n";
    for (int i = 0; i < 200; ++i) greedy.send(request);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) EXPECT_EQ(eva_.get("/api/v1/me").status, 200);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    EXPECT_EQ(send(harness::to_text(harness::envelope(parsed(question(desk::new_uuid())), {}))).status, 200);
}

TEST_F(Requests, StoppingDoesNotWaitForThoseWhoHaveLeft) {
    eva_.line.hang_up();
    std::chrono::duration<double> fastest(1e9);
    for (int i = 0; i < 5; ++i) {
        Person(clinic_.port(), "").get("/healthz");
        const auto begin = std::chrono::steady_clock::now();
        clinic_.stop();
        fastest = std::min(fastest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin));
        clinic_.start();
    }
    EXPECT_LT(fastest.count(), 0.3);
}

// ---- doing it twice does it once ------------------------------------------------------------------------------------------------

TEST_F(Requests, SixtyFourClicksAtOnce) {
    const std::string id = desk::new_uuid();
    const std::string body = harness::to_text(harness::envelope(parsed(question(desk::new_uuid())), {.id = id}));
    std::vector<std::future<Reply>> clicks;
    for (int i = 0; i < 64; ++i) {
        clicks.push_back(std::async(std::launch::async, [&] {
            harness::Line line(clinic_.port());
            return line.ask({"POST", "/api/v1/commands/record-inquiry", eva_.headers(), body});
        }));
    }
    std::set<std::string> answers;
    for (auto& click : clicks) {
        const Reply reply = click.get();
        EXPECT_EQ(reply.status, 200) << reply.text;
        answers.insert(reply.text);
    }
    EXPECT_EQ(answers.size(), 1u);
    EXPECT_EQ(inquiries(), 1);
    // The same id for something else, or by somebody else
    EXPECT_EQ(send(harness::to_text(harness::envelope(parsed(question(desk::new_uuid())), {.id = id}))).code(),
              "command_reused");
    clinic_.hire("ota", {clinic::Role::coordinator});
    Person ota(clinic_.port(), "ota");
    ota.sign_in();
    EXPECT_EQ(ota.line.ask({"POST", "/api/v1/commands/record-inquiry", ota.headers(), body}).code(), "command_reused");
    EXPECT_EQ(inquiries(), 1);
}

TEST_F(Requests, TheAnswerWasLost) {
    for (int i = 0; i < 20; ++i) {
        const std::string body = harness::to_text(harness::envelope(parsed(question(desk::new_uuid())), {}));
        {
            http::testing::Client client(clinic_.port());
            std::string bytes = "POST /api/v1/commands/record-inquiry HTTP/1.1\r\nHost: localhost\r\n";
            for (const auto& [name, value] : eva_.headers())
                bytes.append(name).append(": ").append(value).append("\r\n");
            client.send(bytes + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            client.reset();  // and nobody knows whether it was done
        }
        EXPECT_EQ(send(body).status, 200);
        EXPECT_EQ(send(body).status, 200);
        EXPECT_EQ(inquiries(), i + 1);
    }
}

TEST_F(Requests, OneOfManyEditorsWins) {
    const std::string patient = desk::new_uuid();
    const std::string details =
        R"({"given_name":"Jana","family_name":"Nováková","birth_date":"1986-03-14","language":"cs","phone":")";
    ASSERT_EQ(eva_.command("register-patient",
                           parsed(R"({"patient":")" + patient + R"(","details":)" + details + "601000000\"}}"))
                  .status,
              200);
    std::vector<std::future<Reply>> editors;
    for (int i = 0; i < 16; ++i) {
        editors.push_back(std::async(std::launch::async, [&, i] {
            Person editor(clinic_.port(), "eva");
            editor.cookie = eva_.cookie, editor.csrf = eva_.csrf;
            return editor.command("amend-patient",
                                  parsed(R"({"patient":")" + patient + R"(","reason":"moved","details":)" + details +
                                         std::to_string(602000000 + i) + "\"}}"),
                                  {.expected_version = 1});
        }));
    }
    int done = 0;
    for (auto& each : editors) {
        const Reply reply = each.get();
        done += reply.status == 200;
        if (reply.status == 200) continue;
        EXPECT_EQ(reply.status, 409) << reply.text;
        EXPECT_EQ(harness::number_at(reply.json, "/current/version"), 2);
        EXPECT_NE(text_at(reply.json, "/current/state/details/phone"), "");
    }
    EXPECT_EQ(done, 1);
}

// P10, in small: whoever books at once, nobody is in two places.
TEST_F(Requests, ManyBookersOfOneRoom) {
    const std::string staff = text_at(eva_.get("/api/v1/me").json, "/staff");
    std::vector<std::future<int>> bookers;
    for (int i = 0; i < 16; ++i) {
        bookers.push_back(std::async(std::launch::async, [&, i] {
            Person booker(clinic_.port(), "eva");
            booker.cookie = eva_.cookie, booker.csrf = eva_.csrf;
            int booked = 0;
            for (int n = 0; n < 8; ++n) {
                const int minute = (i * 7 + n * 13) % 60;
                const std::string starts = "2026-11-24T" + std::to_string(10 + (i + n) % 4) + ":" +
                                           (minute < 10 ? "0" : "") + std::to_string(minute);
                booked += booker
                              .command("book", parsed(R"({"booking":")" + desk::new_uuid() +
                                                      R"(","appointment":{"kind":"other","starts":")" + starts +
                                                      R"(","length_min":30,"staff":[")" + staff +
                                                      R"("],"room":"consulting-1"}})"))
                              .status == 200;
            }
            return booked;
        }));
    }
    int booked = 0;
    for (auto& each : bookers) booked += each.get();
    const Json page = eva_.get("/api/v1/calendar?from=2026-11-24&to=2026-11-24").json;
    std::vector<std::pair<std::string, std::string>> times;
    for (const Json& each : *page.find("bookings")->array())
        times.emplace_back(text_at(each, "/booking/starts_at"), text_at(each, "/booking/ends_at"));
    EXPECT_EQ(static_cast<int>(times.size()), booked);
    EXPECT_GT(booked, 2);
    std::sort(times.begin(), times.end());
    for (std::size_t i = 1; i < times.size(); ++i) EXPECT_LE(times[i - 1].second, times[i].first);
}

TEST_F(Requests, PublicFormIsSlowedDown) {
    Person somebody(clinic_.port(), "");
    const auto ask = [&] {
        return somebody.post(
            "/api/public/inquiries",
            harness::envelope(
                parsed(
                    R"({"question":{"name":"A","email":"a@example.org","language":"cs","question":"?","answer_by":"email","consent_to_contact":true}})"),
                {}));
    };
    for (std::size_t i = 0; i < http::kPublicTurnsPerHour; ++i) EXPECT_EQ(ask().status, 200);
    EXPECT_EQ(ask().code(), "too_many_inquiries");
    EXPECT_EQ(ask().status, 429);
    clinic_.clock().advance(minutes(61));
    EXPECT_EQ(ask().status, 200);
}

}  // namespace
}  // namespace afterglow::input
