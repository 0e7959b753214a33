#include "tests/harness/person.h"

#include "desk/passwords.h"
#include "http/app.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"

namespace afterglow::harness {

std::string Reply::code() const { return text_at(json, "/code"); }

bool Reply::refuses(const std::string& wanted) const {
    if (status < 400) return false;
    if (code() == wanted) return true;
    const Json* errors = at(json, "/errors");
    return errors && contains(*errors, Json::Object{{"code", wanted}});
}

bool Reply::refuses(const std::string& wanted, const std::string& pointer) const {
    const Json* errors = at(json, "/errors");
    if (status < 400 || !errors || !errors->array()) return false;
    for (const Json& each : *errors->array()) {
        if (text_at(each, "/code") == wanted && text_at(each, "/pointer") == pointer) return true;
    }
    return false;
}

std::string Reply::header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
}

Reply Line::ask(const Request& request) {
    std::string bytes = request.method + " " + request.path + " HTTP/1.1\r\nHost: " + host + "\r\n";
    for (const auto& [name, value] : request.headers) bytes.append(name).append(": ").append(value).append("\r\n");
    if (!request.body.empty() || request.method == "POST")
        bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    bytes += "\r\n" + request.body;
    http::testing::Answer answer;
    for (int attempt = 0; attempt < 2 && answer.status == 0; ++attempt) {
        const bool fresh = !client_ || !client_->is_connected();
        if (fresh) client_ = std::make_unique<http::testing::Client>(port_, 0, from_);
        client_->send(bytes);
        answer = client_->receive(request.method == "HEAD");
        if (answer.status == 0 || answer.has("Connection: close")) client_.reset();
        if (fresh) break;  // an old connection may have been closed meanwhile; a new one has not
    }
    Reply reply{answer.status, "\r\n" + answer.head, answer.body, {}};
    if (auto json = parse_json(reply.text); json.ok()) reply.json = std::move(*json);
    if (witness) witness(request, reply);
    return reply;
}

Json envelope(const Json& data, const Extras& extras) {
    Json::Object body{{"id", extras.id.value_or(desk::new_uuid())}};
    if (extras.expected_version) body.emplace_back("expected_version", *extras.expected_version);
    if (extras.happened_at) body.emplace_back("happened_at", *extras.happened_at);
    if (extras.password) body.emplace_back("password", *extras.password);
    if (extras.proof) body.emplace_back("witness", Json::Object{{"proof", *extras.proof}});
    body.emplace_back("data", data);
    return body;
}

Json witness_request(const std::string& command, const Json& data, const Extras& extras) {
    Json::Object body{{"command", command}, {"id", extras.id.value()}};
    if (extras.happened_at) body.emplace_back("happened_at", *extras.happened_at);
    body.emplace_back("witness", Json::Object{{"user", extras.witness->first}, {"password", extras.witness->second}});
    body.emplace_back("data", data);
    return body;
}

Headers Person::headers() const {
    Headers list{{"Content-Type", "application/json"}};
    if (!cookie.empty()) list.emplace_back("Cookie", std::string(http::kCookie) + "=" + cookie);
    if (!csrf.empty()) list.emplace_back("X-CSRF-Token", csrf);
    return list;
}

Reply Person::sign_in(const std::string& password) {
    const Json body = Json::Object{{"user", user}, {"password", password}};
    return signed_in(line.ask({"POST", "/api/v1/sign-in", {{"Content-Type", "application/json"}}, to_text(body)}));
}

Reply Person::signed_in(Reply reply) {
    if (reply.status != 200) return reply;
    const std::string set = reply.header("Set-Cookie");
    const std::size_t from = set.find('=') + 1;
    cookie = set.substr(from, set.find(';') - from);
    csrf = text_at(reply.json, "/csrf_token");
    return reply;
}

Reply Person::sign_in() { return sign_in(kPassword); }
Reply Person::get(const std::string& path) { return line.ask({"GET", path, headers(), ""}); }
Reply Person::post(const std::string& path, const Json& body) {
    return line.ask({"POST", path, headers(), to_text(body)});
}
Reply Person::let_witness(const std::string& name, const Json& data, const Extras& extras) {
    return post("/api/v1/witness", witness_request(name, data, extras));
}
Reply Person::command(const std::string& name, const Json& data, Extras extras) {
    if (extras.witness) {
        if (!extras.id) extras.id = desk::new_uuid();
        const Reply proved = let_witness(name, data, extras);
        if (proved.status != 200) return proved;
        extras.proof = text_at(proved.json, "/proof");
    }
    return post("/api/v1/commands/" + name, envelope(data, extras));
}

}  // namespace afterglow::harness
