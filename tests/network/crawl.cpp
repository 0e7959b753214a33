#include "tests/network/crawl.h"

#include <cstdio>
#include <fstream>
#include <set>

#include "desk/passwords.h"
#include "http/server/test_client.h"
#include "tests/harness/json_tools.h"

namespace afterglow::network {
namespace {

using harness::Person;
using harness::Reply;

const std::vector<std::string>& kinds() {
    static const std::vector<std::string> all{"patient", "course", "session", "inquiry", "staff",
                                              "stock",   "task",   "waiting", "other",   "command"};
    return all;
}

// An id for a member or a path of this name: of the other clinic, or of nobody.
class Ids {
public:
    explicit Ids(const Marks* marks) : marks_(marks) {}
    std::string for_name(const std::string& name) const {
        if (!marks_) return nobody_;
        for (const std::string& kind : kinds()) {
            if (name.find(kind) != std::string::npos && !marks_->ids_of(kind).empty()) return marks_->ids_of(kind)[0];
        }
        return marks_->ids_of("any")[0];
    }
    const std::string& nobody() const { return nobody_; }

private:
    const Marks* marks_;
    std::string nobody_ = desk::new_uuid();
};

// ---- a body as the interface describes it, with such ids in it ------------------------------------------------------------

class Bodies {
public:
    Bodies(const Json& openapi, const Ids& ids, std::string word)
        : openapi_(openapi), ids_(ids), word_(std::move(word)) {}

    Json of(const http::Route& route) const {
        const Json* schema = harness::at(
            openapi_, "/paths/" + escaped(route.path) + "/post/requestBody/content/application~1json/schema");
        return schema ? made(*schema, "", 0) : Json(Json::Object{});
    }

private:
    static std::string escaped(const std::string& path) {
        std::string out;
        for (const char c : path) out += c == '/' ? std::string("~1") : std::string(1, c);
        return out;
    }
    Json made(const Json& schema, const std::string& name, int depth) const {
        if (const Json* ref = schema.find("$ref")) {
            const std::string& to = *ref->string();
            const Json* found = harness::at(openapi_, to.substr(1));
            return found && depth < 12 ? made(*found, name, depth + 1) : Json(Json::Object{});
        }
        if (const Json* values = schema.find("enum")) return values->array()->front();
        for (const char* choice : {"anyOf", "oneOf"}) {
            if (const Json* list = schema.find(choice)) return made(list->array()->front(), name, depth + 1);
        }
        const std::string type = harness::text_at(schema, "/type");
        if (type == "object") return object(schema, depth);
        if (type == "array") {
            const Json* items = schema.find("items");
            return Json::Array{items && depth < 12 ? made(*items, name, depth + 1) : Json()};
        }
        if (type == "boolean") return Json(true);
        if (type == "integer" || type == "number") {
            const Json* least = schema.find("minimum");
            return least ? *least : Json(std::int64_t{1});
        }
        return text(harness::text_at(schema, "/format"), name);
    }
    Json object(const Json& schema, int depth) const {
        Json::Object members;
        const Json* properties = schema.find("properties");
        const Json* required = schema.find("required");
        if (!properties || !properties->object()) return members;
        for (const auto& [name, each] : *properties->object()) {
            bool needed = name == "patient" || name == "course" || name == "session";
            for (const Json& one : required && required->array() ? *required->array() : Json::Array{})
                needed = needed || (one.string() && *one.string() == name);
            if (needed) members.emplace_back(name, made(each, name, depth + 1));
        }
        return members;
    }
    Json text(const std::string& format, const std::string& name) const {
        if (format == "uuid") return name == "id" ? desk::new_uuid() : ids_.for_name(name);
        if (format == "date") return "2026-11-23";
        if (format == "date-time") return "2026-11-23T07:30:00.000Z";
        if (name == "password" || name == "old_password") return harness::kPassword;
        return name.find("_at") != std::string::npos ? "2026-11-23T09:30" : word_;
    }

    const Json& openapi_;
    const Ids& ids_;
    std::string word_;
};

// ---- what is answered -------------------------------------------------------------------------------------------------------

void replace_all(std::string& text, const std::string& part) {
    if (part.empty()) return;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) text.replace(at, part.size(), "*");
}

// Without what was asked for, which comes back in some refusals.
std::string plain(const Reply& reply, const std::vector<std::string>& asked) {
    std::string text = std::to_string(reply.status) + " " + reply.text;
    for (const std::string& each : asked) replace_all(text, each);
    return text;
}

std::string readable(const Reply& reply) {
    if (!reply.text.starts_with("%PDF")) return reply.head + reply.text;
    const std::filesystem::path file = std::filesystem::temp_directory_path() / (desk::new_uuid() + ".pdf");
    std::ofstream(file, std::ios::binary) << reply.text;
    std::string text = reply.head;
    if (FILE* pipe = ::popen(("pdftotext '" + file.string() + "' - 2>/dev/null").c_str(), "r")) {
        char piece[4096];
        for (std::size_t n = 0; (n = ::fread(piece, 1, sizeof piece, pipe)) > 0;) text.append(piece, n);
        ::pclose(pipe);
    }
    std::filesystem::remove(file);
    return text;
}

class Walk {
public:
    Walk(const Scene& scene, const Side& side, Findings& findings)
        : scene_(scene),
          side_(side),
          findings_(findings),
          foreign_(side.marks),
          nobodys_(nullptr),
          openapi_(harness::parsed(*side.house->clinic.app().openapi())),
          with_foreign_(openapi_, foreign_, "some words"),
          with_nobodys_(openapi_, nobodys_, "some words") {}

    void everything() {
        std::vector<Person> people;
        people.push_back(scene_.at(side_.host));
        for (const std::string& user : side_.users) {
            people.push_back(scene_.at(side_.host, user));
            if (people.back().sign_in().status != 200) findings_.add(user + " cannot sign in at " + side_.host);
        }
        who_ = "people of the other clinic, ";
        foreigners();
        for (Person& each : people) reads(each);
        // From here on, ids of the other clinic stand in this one, where they were written by these people.
        for (Person& each : people) writes(each);
        for (Person& each : people) with_the_cookie_elsewhere(each);
    }

private:
    Reply ask(Person& person, const harness::Request& request) {
        ++findings_.requests;
        Reply reply = person.line.ask(request);
        const std::string mark = side_.marks->in(without_what_was_sent(reply, request));
        if (!mark.empty())
            findings_.add(who_ + request.method + " " + request.path + " shows " + mark + " (" +
                          std::to_string(reply.status) + ")");
        return reply;
    }
    // What one sends may come back: an id in the refusal, the filter at the top of a paper, what was written before.
    std::string without_what_was_sent(const Reply& reply, const harness::Request& request) {
        std::string text = readable(reply);
        note_ids(request.body, sent_);
        std::set<std::string> sent = sent_;
        note_ids(request.path, sent);
        if (reply.text.starts_with("%PDF")) {
            if (const std::size_t value = request.path.find('='); value != std::string::npos)
                sent.insert(request.path.substr(value + 1));
        }
        for (const std::string& each : sent) replace_all(text, each);
        return text;
    }
    static void note_ids(const std::string& text, std::set<std::string>& ids) {
        for (std::size_t at = 0; at + 36 <= text.size(); ++at) {
            if (text[at + 8] == '-' && is_uuid(text.substr(at, 36))) ids.insert(text.substr(at, 36));
        }
    }

    void reads(Person& person) {
        go_as(person);
        for (const http::Route& route : side_.house->clinic.app().routes()) {
            if (route.path == "/api/v1/sign-out") continue;
            own(person, route);
            if (route.path.find('{') != std::string::npos) foreign_path(person, route);
            for (const std::string& name : route.query) foreign_parameter(person, route, name);
        }
    }
    void writes(Person& person) {
        go_as(person);
        for (const http::Route& route : side_.house->clinic.app().routes()) {
            if (route.path == "/api/v1/sign-out" || route.path == "/api/v1/me/password") continue;
            if (route.method == http::Method::post) foreign_body(person, route);
        }
    }
    void go_as(const Person& person) {
        who_ = (person.user.empty() ? "nobody" : person.user) + " at " + side_.host + ": ";
    }

    void own(Person& person, const http::Route& route) {
        const std::string path = side_.house->path_of(route);
        for (const char* method : {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})
            ask(person, {method, path, person.headers(), ""});
    }

    void foreign_path(Person& person, const http::Route& route) {
        const std::string method(http::method_name(route.method));
        const std::string body = route.method == http::Method::post ? "{}" : "";
        const auto at = [&](const Ids& ids) {
            return ask(person, {method, path_with(route.path, ids), person.headers(), body});
        };
        const Reply foreign = at(foreign_), nobodys = at(nobodys_);
        ++findings_.with_foreign_ids;
        compare(route, foreign, nobodys);
        if (route.method != http::Method::get || route.path.ends_with("/live")) return;
        const Reply own = ask(person, {"GET", side_.house->path_of(route), person.headers(), ""});
        if (own.status != 200) return;
        ++findings_.not_found_instead;
        if (foreign.status != 404)
            findings_.add(who_ + route.path + " of the other clinic answers " + std::to_string(foreign.status));
    }

    std::string path_with(const std::string& path, const Ids& ids) const {
        const std::string kind = path.find("/patients/") != std::string::npos    ? "patient"
                                 : path.find("/courses/") != std::string::npos   ? "course"
                                 : path.find("/sessions/") != std::string::npos  ? "session"
                                 : path.find("/inquiries/") != std::string::npos ? "inquiry"
                                                                                 : "staff";
        std::string whole = path;
        const auto put = [&](const std::string& name, const std::string& value) {
            if (const std::size_t at = whole.find(name); at != std::string::npos) whole.replace(at, name.size(), value);
        };
        put("{id}", ids.for_name(kind));
        put("{kind}", "record");
        put("{token}",
            &ids == &foreign_ ? side_.other->morning_token : ids.nobody() + side_.other->morning_token.substr(36));
        return whole;
    }

    void foreign_parameter(Person& person, const http::Route& route, const std::string& name) {
        const std::string path = side_.house->path_of(route) + "?" + name + "=";
        const auto with = [&](const std::string& value) {
            return ask(person, {"GET", path + value, person.headers(), ""});
        };
        for (const char* kind : {"patient", "stock", "other"}) {
            const Reply foreign = with(foreign_.for_name(kind)), nobodys = with(nobodys_.nobody());
            ++findings_.with_foreign_ids;
            if (!foreign.text.starts_with("%PDF")) compare(route, foreign, nobodys);
        }
        for (const char* term : {"Zbrumova", "Qvalenta", "Z", "Q", "1"}) with(term);
    }

    void foreign_body(Person& person, const http::Route& route) {
        const auto with = [&](const Bodies& bodies) {
            return ask(person,
                       {"POST", path_with(route.path, nobodys_), person.headers(), harness::to_text(bodies.of(route))});
        };
        const Reply foreign = with(with_foreign_), nobodys = with(with_nobodys_);
        ++findings_.with_foreign_ids;
        // Not refused for who asks, or for how it is written: it came to look for the thing.
        const bool came_through = nobodys.status == 200 || nobodys.status == 404 || nobodys.status == 409 ||
                                  (nobodys.status == 422 && nobodys.code() != "invalid_fields");
        if (came_through) ++findings_.commands_decided;
        // What makes something new, makes it.
        if (foreign.status != 200) compare(route, foreign, nobodys);
    }

    // An id of the other clinic and an id of nobody are the same.
    void compare(const http::Route& route, const Reply& foreign, const Reply& nobodys) {
        std::vector<std::string> ids = side_.marks->ids_of("any");
        if (foreign.status == 429 || nobodys.status == 429) return;  // too many questions, whatever is in them
        if (foreign.text == nobodys.text && foreign.status == nobodys.status) return;
        ids.push_back(nobodys_.nobody());
        if (plain(foreign, ids) != plain(nobodys, ids))
            findings_.add(who_ + route.path + " tells an id of the other clinic from one of nobody: " +
                          plain(foreign, ids).substr(0, 200) + " / " + plain(nobodys, ids).substr(0, 200));
    }

    // The other clinic's people at home, so that whatever is kept of their answers is kept; then with the same name and
    // password here.
    void foreigners() {
        for (const std::string& user : side_.other_users) {
            Person at_home = scene_.at(side_.other_host, user);
            if (at_home.sign_in().status != 200) findings_.add(user + " cannot sign in at " + side_.other_host);
            for (const http::Route& route : side_.other->clinic.app().routes()) {
                if (route.method != http::Method::get || route.path.ends_with("/live")) continue;
                ++findings_.requests;
                at_home.line.ask({"GET", side_.other->path_of(route), at_home.headers(), ""});
            }
        }
        Person here = scene_.at(side_.host, side_.other_users.back());
        if (here.sign_in().status == 401) return;
        findings_.add(here.user + " of the other clinic is let in at " + side_.host);
        who_ = here.user + " at " + side_.host + ": ";
        ask(here, {"GET", "/api/v1/patients", here.headers(), ""});
    }

    // A cookie of this clinic at the other one's name, and the other way round: nobody.
    void with_the_cookie_elsewhere(Person& person) {
        if (person.user.empty()) return;
        who_ = person.user + " of " + side_.host + " at " + side_.other_host + ": ";
        person.line.host = side_.other_host;
        for (const http::Route& route : side_.other->clinic.app().routes()) {
            if (route.path.ends_with("/live") || *route.permission == desk::Permission::anyone) continue;
            harness::Request request{std::string(http::method_name(route.method)), side_.other->path_of(route),
                                     person.headers(), route.method == http::Method::post ? "{}" : ""};
            const Reply reply = ask(person, request);
            if (reply.status != 401) findings_.add(who_ + route.path + " answers " + std::to_string(reply.status));
        }
        person.line.host = side_.host;
    }

    const Scene& scene_;
    const Side& side_;
    Findings& findings_;
    Ids foreign_, nobodys_;
    Json openapi_;
    Bodies with_foreign_, with_nobodys_;
    std::string who_;
    std::set<std::string> sent_;  // ids in bodies
};

}  // namespace

void crawl(const Scene& scene, const Side& side, Findings& findings) { Walk(scene, side, findings).everything(); }

}  // namespace afterglow::network
