// Random commands, made from the interface's own description, given to the same clinic on SQLite and on PostgreSQL (there by
// turns to two servers): every answer, every refusal and every page read in between must be the same, byte for byte.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "desk/passwords.h"
#include "journal/postgres/test_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::worlds {
namespace {

using harness::Clinic;
using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::run_program;
using harness::TemporaryFolder;
namespace fs = std::filesystem;
using journal::TestServer;

constexpr double kSigned = 0.03;    // of commands that want a password; checking one takes long on purpose
constexpr double kRepeated = 0.05;  // sent again, as it was or with other data
constexpr double kNewId = 0.15;
constexpr std::int64_t kIdsKept = 40;  // of one kind

class Requests {
public:
    Requests(Json document, std::uint64_t seed, Instant now)
        : document_(std::move(document)), random_(seed), now_(now) {
        for (const auto& [path, item] : *document_.find("paths")->object()) {
            if (path.starts_with("/api/v1/commands/")) commands_.push_back(path);
            const Json* reading = item.find("get");
            if (reading && path.starts_with("/api/v1/") && !path.ends_with("/live") && !path.ends_with("/pdf") &&
                path.find("papers") == std::string::npos && !path.ends_with("/letter") && !path.ends_with("/guide") &&
                path != "/api/v1/me" && path != "/api/v1/access-log" && path != "/api/v1/me/factors")
                pages_.push_back(path);
        }
    }

    struct Command {
        std::string path;
        Json body;
    };
    Command command() {
        if (!given_.empty() && chance(kRepeated)) {
            Command again = one_of(given_);
            if (chance(0.5)) again.body = harness::with(again.body, "/data", data_of(again.path));
            return again;
        }
        Command made{one_of(commands_), {}};
        Json::Object body{{"id", Json(uuid())}, {"data", data_of(made.path)}};
        if (envelope_of(made.path).find("properties")->find("password") && chance(kSigned))
            body.emplace_back("password", Json(std::string(harness::kPassword)));
        if (chance(0.1)) body.emplace_back("expected_version", Json(std::int64_t{number(0, 3)}));
        made.body = Json(std::move(body));
        if (given_.size() < 500) given_.push_back(made);
        return made;
    }

    std::string page() {
        std::string path = one_of(pages_);
        if (const std::size_t open = path.find('{'); open != std::string::npos) {
            const std::size_t singular = path.rfind('/', open - 2) + 1;  // "/patients/{id}" asks for a "patient"
            path.replace(open, path.find('}') - open + 1, known(path.substr(singular, open - 2 - singular)));
        }
        return path;
    }
    // An id that is there, of a "patient", a "course" …
    void remember(const std::string& name, const std::string& id) {
        std::vector<std::string>& ids = ids_[name];
        if (ids.size() < kIdsKept)
            ids.push_back(id);
        else
            ids[static_cast<std::size_t>(number(0, kIdsKept - 1))] = id;
    }
    void remember(const Json& body) {
        for (const auto& [name, value] : *body.find("data")->object()) {
            if (value.string() && value.string()->size() == 36) remember(name, *value.string());
        }
    }
    bool chance(double share) { return std::uniform_real_distribution<>(0, 1)(random_) < share; }
    std::int64_t number(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }

private:
    template <class T>
    const T& one_of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(all.size()) - 1))];
    }
    std::string uuid() {
        char text[37];
        std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(random_()),
                      static_cast<unsigned>(random_() & 0xffff), static_cast<unsigned>(random_() & 0xfff),
                      static_cast<unsigned>(random_() & 0xfff),
                      static_cast<unsigned long long>(random_() & 0xffffffffffff));
        return text;
    }
    // Of a member with this name: mostly one that is there.
    std::string known(const std::string& name) {
        const auto found = ids_.find(name);
        return found == ids_.end() || chance(kNewId) ? uuid() : one_of(found->second);
    }

    const Json& resolved(const Json& schema) const {
        const Json* reference = schema.find("$ref");
        if (!reference) return schema;
        return *harness::at(document_, reference->string()->substr(1));
    }
    const Json& envelope_of(const std::string& path) const {
        const Json* post = document_.find("paths")->find(path)->find("post");
        return resolved(*post->find("requestBody")->find("content")->find("application/json")->find("schema"));
    }
    Json data_of(const std::string& path) { return value(*envelope_of(path).find("properties")->find("data"), "data"); }

    Json value(const Json& pointer, const std::string& name) {
        const Json& schema = resolved(pointer);
        if (const Json* values = schema.find("enum")) return one_of(*values->array());
        const Json* type = schema.find("type");
        const std::string kind = type && type->string() ? *type->string() : "object";
        if (kind == "boolean") return Json(chance(0.7));
        if (kind == "integer") return Json(one_of<std::int64_t>({0, 1, 2, 3, 10, 70, 120, number(0, 300)}));
        if (kind == "number") return Json(static_cast<double>(one_of<std::int64_t>({0, 1, 25, 35, 50, 70, 98})) / 1.0);
        if (kind == "string") return Json(text(schema, name));
        if (kind == "array") {
            Json::Array items;
            for (std::int64_t i = number(0, 2); i > 0; --i) items.push_back(value(*schema.find("items"), name));
            return Json(std::move(items));
        }
        return object(schema);
    }
    Json object(const Json& schema) {
        std::set<std::string> required;
        if (const Json* names = schema.find("required")) {
            for (const Json& each : *names->array()) required.insert(*each.string());
        }
        Json::Object made;
        if (const Json* properties = schema.find("properties")) {
            for (const auto& [name, property] : *properties->object()) {
                if (required.contains(name) ? !chance(0.01) : chance(0.3))
                    made.emplace_back(name, value(property, name));
            }
        }
        return Json(std::move(made));
    }
    std::string text(const Json& schema, const std::string& name) {
        const std::string format = harness::text_at(schema, "/format");
        if (format == "uuid") return known(name);
        const Instant when = now_ + Milliseconds{number(-3, 2) * 3'600'000};
        const std::string local = to_text(to_local(when + hours(24 * number(0, 1)), "Europe/Prague"));
        if (format == "date-time") return to_text(when);
        if (format == "date")
            return chance(0.5) ? one_of<std::string>({"1980-02-29", "1991-05-17"}) : local.substr(0, 10);
        if (schema.find("pattern")) return local.substr(0, 14) + "00";
        return one_of<std::string>({"Žofie", "áno", "Zeta", "a", "B", "čtvrtek", "ch", "hora", "Ґанок", "dny 1",
                                    "601 234 567", "x@example.org", "treatment_resistant_depression", "room-1",
                                    "PHQ-9"});
    }

    Json document_;
    std::mt19937_64 random_;
    Instant now_;
    std::vector<std::string> commands_, pages_;
    std::vector<Command> given_;
    std::map<std::string, std::vector<std::string>> ids_;
};

std::vector<clinic::Role> all_working_roles() {
    std::vector<clinic::Role> roles;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<clinic::Role>>([&](const auto& role) {
        if (role.value != clinic::Role::inspector) roles.push_back(role.value);  // only looks
    });
    return roles;
}

// The same person with the same account at one server.
struct Seat {
    explicit Seat(Clinic& clinic) : person(clinic.port(), "eva") { person.sign_in(); }
    Seat(Clinic& clinic, const Seat& signed_in) : person(clinic.port(), "eva") {
        person.cookie = signed_in.person.cookie;
        person.csrf = signed_in.person.csrf;
    }
    Person person;
};

const StaffId kEva{"11111111-1111-4111-8111-111111111111"};

// Without what hangs on when a server wrote down who had read: its events come between the others.
std::string comparable(const Reply& reply) {
    return reply.json.is_null() ? reply.text : harness::to_text(harness::without_member(reply.json, "sequence"));
}

struct Compared {
    std::int64_t commands = 0, done = 0, pages = 0;
    std::string difference;  // the first; empty: none
};

// A clinic with people on every step of the path, once in a folder and once moved to PostgreSQL.
struct Beginning {
    TemporaryFolder folder{"beginning"};
    std::string database = TestServer::the().new_database();
    Instant now = journal::system_now();

    Beginning() {
        const fs::path made = folder.path() / "clinic";
        expect_well(run_program({"demo", "--data", made.string(), "--seed", "7"}));
        fs::create_directories(folder.path() / "moved");
        for (const char* each : {"clinic", "clinic.key", "clinic.anchors"})
            fs::copy(folder.path() / each, folder.path() / "moved" / each, fs::copy_options::recursive);
        expect_well(run_program({"move", "--from", (folder.path() / "moved" / "clinic").string(), "--to",
                                 TestServer::the().connection(database)}));
    }
    static void expect_well(const harness::Output& output) {
        if (output.status != 0) throw std::runtime_error(output.out);
    }
    void copy_to(const fs::path& root) const {
        for (const char* each : {"clinic", "clinic.key", "clinic.anchors"})
            fs::copy(folder.path() / each, root / each, fs::copy_options::recursive);
    }
    static const Beginning& the() {
        static const Beginning beginning;
        return beginning;
    }
};

void remember_what_is_there(Clinic& clinic, Requests& requests) {
    auto streams = clinic.desk().reader().prepare("SELECT stream FROM document ORDER BY stream");
    while (streams.step()) {
        const std::string stream = streams.string(0);
        const std::size_t colon = stream.find(':');
        if (stream.size() - colon == 37) requests.remember(stream.substr(0, colon), stream.substr(colon + 1));
    }
}

Compared compare(std::uint64_t seed, std::int64_t commands, bool planted = false) {
    const Beginning& beginning = Beginning::the();
    const std::string database = TestServer::the().new_database(beginning.database);
    const TemporaryFolder here_root("sqlite"), there_root("postgres");
    beginning.copy_to(here_root.path());
    beginning.copy_to(there_root.path());
    const std::string server = TestServer::the().connection(database);
    Compared compared;
    {
        Clinic sqlite({.root = here_root.path(), .now = beginning.now});
        Clinic first({.root = there_root.path(), .server = server, .now = beginning.now});
        Clinic second({.root = there_root.path(), .server = server, .name = "second", .now = beginning.now});
        sqlite.hire(kEva, "eva", "Eva", all_working_roles());
        first.hire(kEva, "eva", "Eva", all_working_roles());
        Seat here(sqlite), there(first), over_there(second, there);
        Requests requests(parsed(*sqlite.app().openapi()), seed, beginning.now);
        remember_what_is_there(sqlite, requests);
        const auto differs = [&](const std::string& what, const Reply& one, const Reply& other) {
            if (one.status == other.status && comparable(one) == comparable(other)) return false;
            compared.difference = what + "\nSQLite:     " + std::to_string(one.status) + " " + one.text +
                                  "\nPostgreSQL: " + std::to_string(other.status) + " " + other.text;
            return true;
        };
        for (std::int64_t i = 0; i < commands && compared.difference.empty(); ++i) {
            Seat& seat = i % 2 == 0 ? there : over_there;
            Requests::Command given = requests.command();
            const Reply one = here.person.post(given.path, given.body);
            if (planted && i >= commands / 20) given.body = harness::with(given.body, "/id", Json(desk::new_uuid()));
            const Reply other = seat.person.post(given.path, given.body);
            ++compared.commands;
            if (one.status == 200) requests.remember(given.body);
            compared.done += one.status == 200;
            if (differs(given.path + " " + harness::to_text(given.body), one, other)) break;
            if (i % 10 != 0) continue;
            const std::string page = requests.page();
            ++compared.pages;
            differs(page, here.person.get(page), seat.person.get(page));
            if (i % 50 != 0) continue;
            for (Clinic* each : {&sqlite, &first, &second}) each->clock().advance(Milliseconds{20'000});
        }
        for (Clinic* each : {&sqlite, &first, &second}) each->stop();
        for (Clinic* each : {&sqlite, &first}) {
            const std::string complaints = each->complaints();
            if (!complaints.empty() && compared.difference.empty()) compared.difference = complaints;
        }
    }
    TestServer::the().drop_database(database);
    return compared;
}

TEST(TwoDatabases, AnswerTheSame) {
    const bool all = std::getenv("AFTERGLOW_LONG") != nullptr;
    Compared sum;
    for (std::uint64_t seed = 1; sum.commands < (all ? 100'000 : 2'000); ++seed) {
        const Compared compared = compare(seed, all ? 10'000 : 1'000);
        ASSERT_EQ(compared.difference, "") << "seed " << seed << ", command " << compared.commands;
        sum.commands += compared.commands, sum.done += compared.done, sum.pages += compared.pages;
    }
    EXPECT_GT(sum.done, sum.commands / 50) << "too few are done";
    std::printf("%lld random commands, %lld of them done, %lld pages: 0 differences\n",
                static_cast<long long>(sum.commands), static_cast<long long>(sum.done),
                static_cast<long long>(sum.pages));
}

TEST(TwoDatabases, APlantedDifferenceIsFound) {
    EXPECT_NE(compare(1, 1'000, true).difference, "") << "commands under other ids";
}

}  // namespace
}  // namespace afterglow::worlds
