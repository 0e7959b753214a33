#include "tests/stories/teller.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>
#include <thread>

#include "base/hash.h"
#include "journal/postgres/test_server.h"
#include "tests/harness/clinic.h"
#include "tests/harness/fault_proxy.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/openapi.h"
#include "tests/harness/person.h"

namespace afterglow::stories {
namespace {

using namespace harness;
namespace fs = std::filesystem;

constexpr Milliseconds kSignInLasts = desk::kSignInLasts;
constexpr const char* kSomebody = "Somebody";  // has no account

// The same name has the same id in every run.
std::string uuid_of(const std::string& name) {
    const std::string h = sha256_hex(name);
    return h.substr(0, 8) + "-" + h.substr(8, 4) + "-4" + h.substr(13, 3) + "-8" + h.substr(17, 3) + "-" +
           h.substr(20, 12);
}

std::string lower(std::string text) {
    for (char& each : text) each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    return text;
}

Milliseconds span_of(const std::string& text) {
    std::smatch match;
    if (!std::regex_match(text, match, std::regex(R"(([+-]?\d+)(s|m|h|d))")))
        throw StoryError("not a span of time: " + text);
    const std::int64_t count = std::stoll(match[1]);
    const char unit = match[2].str()[0];
    return unit == 's'   ? Milliseconds{count * 1000}
           : unit == 'm' ? minutes(count)
           : unit == 'h' ? hours(count)
                         : days(count);
}

// With each date from 2026 on so many days later; earlier ones are of people's births.
std::string later(const std::string& text, int days) {
    static const std::regex date(R"(20(2[6-9]|3\d)-\d\d-\d\d)");
    std::string out;
    std::size_t end = 0;
    for (std::sregex_iterator each(text.begin(), text.end(), date), last; each != last; ++each) {
        const auto parsed = parse_date(each->str());
        out += text.substr(end, static_cast<std::size_t>(each->position()) - end);
        out += parsed.ok() ? to_text(Date{parsed->days + days}) : each->str();
        end = static_cast<std::size_t>(each->position() + each->length());
    }
    return out + text.substr(end);
}
Instant later(Instant at, int days, const std::string& zone) {
    return to_instant({to_local(at, zone).minutes + days * 1440}, zone).value();
}

constexpr int kTriesOnAFailingDisk = 100;
constexpr auto kBetweenTries = std::chrono::milliseconds(30);

// What a story has reached; kept for the stories that begin where this one ends.
struct Standing {
    std::string pack = "cz-outpatient";
    Instant now = kMonday;
    std::map<std::string, Json> variables;
    struct Account {
        std::string user, cookie, csrf;
        Instant signed_in_at;
    };
    std::map<std::string, Account> accounts;
    int commands = 0;
    std::set<std::string> lost;
};

struct Kept {
    TemporaryFolder folder{"story-part"};
    std::string database = {};
    Standing standing = {};
};

class Teller {
public:
    Teller(const Story& story, How how) : story_(story), how_(std::move(how)) {}
    ~Teller();

    Telling tell();
    void tell_statements();
    const std::string& place() const { return place_; }

private:
    void tell_one(const Statement& statement);
    void given(Cursor cursor);
    void given_clinic(Cursor& cursor);
    void given_people(Cursor& cursor);
    void use(const std::string& part);
    void when(Cursor cursor);
    void then(Cursor cursor);
    void check(Cursor& cursor);
    void check_has(Cursor& cursor);
    void check_outcome(const std::string& outcome);
    void again(Cursor cursor);
    void move_clock(Cursor cursor);
    void restart();
    void set_clock(Instant now);
    void flush_reads();
    void stop();
    std::unique_ptr<Clinic> server(const fs::path& root, const std::string& name) const;
    void keep_signed_in(Milliseconds span);
    void click_again();

    void begin(const fs::path& root);
    void stand_between();
    void put_on_failing_disk(const fs::path& root);
    void take_from_failing_disk();
    Reply ask(Person& sender);
    void lose_the_answer(Person& sender);
    const Reply& send(const std::string& who, const std::string& method, const std::string& path,
                      const std::string& body);
    const Reply& command(const std::string& who, const std::string& name, Cursor& cursor);
    Person person(const std::string& name);
    Person signed_in(const std::string& name);
    Json value(const std::string& text);
    std::string plain(const std::string& text);  // variables in a path or pointer
    std::string variable(const std::string& name);
    void remember(const Reply& reply);
    void judge(const harness::Request& request, const Reply& reply);
    [[noreturn]] void fail(const std::string& what) const { throw StoryError(what); }

    const Story& story_;
    How how_;
    Telling telling_;
    std::string place_;
    Standing standing_;
    TemporaryFolder folder_{"story"};
    std::string database_;  // on PostgreSQL
    std::unique_ptr<Clinic> clinic_;
    std::unique_ptr<Clinic> other_;      // the second server
    std::unique_ptr<FaultProxy> proxy_;  // before the first, where answers are lost
    std::unique_ptr<OpenApi> description_;
    std::map<std::string, std::unique_ptr<Person>> people_;
    std::string description_mistake_;
    harness::Request last_request_;
    std::string last_who_;
    bool is_to_be_done_ = false;  // what is sent now
    Reply last_;
};

Teller::~Teller() {
    stop();
    if (!database_.empty()) journal::TestServer::the().drop_database(database_);
}

void Teller::stop() {
    clinic_.reset();
    other_.reset();
}

// ---- the clinic and its people ------------------------------------------------------------------------------------------------

std::unique_ptr<Clinic> Teller::server(const fs::path& root, const std::string& name) const {
    const std::string place = how_.on_postgres ? journal::TestServer::the().connection(database_) : "";
    return std::make_unique<Clinic>(ClinicOptions{.pack = standing_.pack,
                                                  .root = root,
                                                  .change_routes = how_.change_routes,
                                                  .server = place,
                                                  .name = name,
                                                  .now = standing_.now,
                                                  .vfs = how_.failing_disk ? how_.failing_disk->vfs() : nullptr,
                                                  .files = how_.failing_disk ? &how_.failing_disk->files() : nullptr});
}

void Teller::begin(const fs::path& root) {
    people_.clear();
    if (how_.failing_disk) put_on_failing_disk(root);
    clinic_ = server(root, "clinic");
    stand_between();
    if (how_.two_servers) other_ = server(root, "other");
    description_ = std::make_unique<OpenApi>(parsed(*clinic_->app().openapi()));
}

void Teller::put_on_failing_disk(const fs::path& root) {
    for (const auto& each : fs::recursive_directory_iterator(root)) {
        const std::string path = each.path().string();
        if (!each.is_regular_file() || path.ends_with("lock") || path.ends_with("-shm")) continue;
        std::ifstream file(path, std::ios::binary);
        how_.failing_disk->put(path, {std::istreambuf_iterator<char>(file), {}});
    }
}

// What looks at it in the end has a door of its own to the machine's disk.
void Teller::take_from_failing_disk() {
    for (const auto& [path, bytes] : how_.failing_disk->contents()) {
        fs::create_directories(fs::path(path).parent_path());
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    }
    clinic_->is_on_own_disk();
}

void Teller::stand_between() {
    if (how_.lost_answers) proxy_ = std::make_unique<FaultProxy>(FaultProxyOptions{.upstream = {clinic_->port()}});
}

void Teller::given_clinic(Cursor& cursor) {
    if (clinic_) fail("there is a clinic already");
    standing_.now = later(standing_.now, how_.days_later, pack_named(standing_.pack).zone);
    while (!cursor.at_end()) {
        if (cursor.take("under"))
            standing_.pack = cursor.word();
        else if (cursor.take("on"))
            standing_.now =
                to_instant(parse_local_time(cursor.word()).value(), pack_named(standing_.pack).zone).value();
        else
            fail("a clinic with what? " + std::string(cursor.rest()));
    }
    for (const clinic::ConsentText& text : pack_named(standing_.pack).consents) {
        standing_
            .variables[text.id + "_v" + std::to_string(text.version) + "_" + std::string(enum_name(text.language))] =
            text.sha256;
    }
    if (how_.on_postgres) database_ = journal::TestServer::the().new_database();
    begin(folder_.path());
}

void Teller::given_people(Cursor& cursor) {
    while (!cursor.at_end()) {
        std::vector<clinic::Role> roles;
        const std::string wanted = cursor.word();
        for (std::size_t from = 0; from <= wanted.size();) {
            const std::size_t to = std::min(wanted.find('+', from), wanted.size());
            const auto role = enum_from<clinic::Role>(wanted.substr(from, to - from));
            if (!role) fail("no such role: " + wanted.substr(from, to - from));
            roles.push_back(*role);
            from = to + 1;
        }
        const std::string name = cursor.word();
        const StaffId id{uuid_of("staff " + name)};
        clinic_->hire(id, lower(name), name + " Example", roles);
        standing_.accounts[name] = {lower(name), "", "", {}};
        standing_.variables[name] = id.value;
    }
}

void Teller::given(Cursor cursor) {
    if (cursor.take("clinic"))
        given_clinic(cursor);
    else if (!clinic_)
        fail("no clinic yet");
    else
        given_people(cursor);
}

// The clinic as another story leaves it. Told once; then its folder is copied.
void Teller::use(const std::string& part) {
    static std::map<std::tuple<std::string, bool, bool, int>, Kept> all_kept;
    if (clinic_) fail("a story begins with `use`, or not at all");
    const std::tuple key{part, how_.on_postgres, how_.lost_answers, how_.days_later};
    if (how_.change_routes) all_kept.erase(key);
    auto found = all_kept.find(key);
    if (found == all_kept.end()) {
        const Story story = read_story(source_path("tests/stories/parts/" + part + ".part"));
        Teller teller(story, {.on_postgres = how_.on_postgres,
                              .lost_answers = how_.lost_answers,
                              .change_routes = how_.change_routes,
                              .days_later = how_.days_later});
        try {
            teller.tell_statements();
        } catch (const StoryError& error) {
            throw StoryError("in part " + part + ", " + teller.place() + ": " + error.what());
        }
        teller.standing_.now = teller.clinic_->clock().now();
        teller.stop();
        found = all_kept.try_emplace(key).first;
        found->second.database = std::exchange(teller.database_, "");
        fs::copy(teller.folder_.path(), found->second.folder.path(), fs::copy_options::recursive);
        found->second.standing = teller.standing_;
    }
    fs::copy(found->second.folder.path(), folder_.path(), fs::copy_options::recursive);
    standing_ = found->second.standing;
    if (how_.on_postgres) database_ = journal::TestServer::the().new_database(found->second.database);
    if (how_.change_routes) all_kept.erase(found);  // not for others
    begin(folder_.path());
}

Person Teller::person(const std::string& name) {
    if (other_) std::swap(clinic_, other_);  // by turns
    Person made(proxy_ ? proxy_->port() : clinic_->port(), name == kSomebody ? "" : standing_.accounts.at(name).user);
    made.line.witness = [this](const harness::Request& request, const Reply& reply) { judge(request, reply); };
    if (name != kSomebody) {
        made.cookie = standing_.accounts.at(name).cookie;
        made.csrf = standing_.accounts.at(name).csrf;
    }
    return made;
}

Person Teller::signed_in(const std::string& name) {
    if (name != kSomebody && !standing_.accounts.contains(name)) fail("nobody here is called " + name);
    Person made = person(name);
    if (name == kSomebody || !made.cookie.empty()) return made;
    const Reply reply = made.sign_in();
    if (reply.status != 200) fail(name + " cannot sign in: " + reply.text);
    standing_.accounts[name] = {made.user, made.cookie, made.csrf, clinic_->clock().now()};
    return made;
}

// ---- requests -----------------------------------------------------------------------------------------------------------------

void Teller::judge(const harness::Request& request, const Reply& reply) {
    std::string mistake = description_->judge_answer(request.method, request.path, reply.status,
                                                     reply.header("Content-Type"), reply.json);
    if (mistake.empty() && reply.status == 200 && !request.body.empty()) {
        mistake = description_->judge_request(request.method, request.path, parsed(request.body));
    }
    if (!mistake.empty() && description_mistake_.empty()) description_mistake_ = mistake;
}

void Teller::remember(const Reply& reply) {
    last_ = reply;
    Json json = reply.json;
    for (const char* name : {"sequence", "csrf_token"}) json = without_member(json, name);
    telling_.answers.push_back(place_ + " " + std::to_string(reply.status) + " " + to_text(json));
}

const Reply& Teller::send(const std::string& who, const std::string& method, const std::string& path,
                          const std::string& body) {
    Person sender = signed_in(who);
    last_who_ = who;
    last_request_ = {method, path, sender.headers(), body};
    if (proxy_ && is_to_be_done_ && (path.starts_with("/api/v1/commands/") || path.starts_with("/api/public/")))
        lose_the_answer(sender);
    remember(ask(sender));
    if (!description_mistake_.empty())
        fail("not as the interface is described: " + description_mistake_ + "\n" + last_.text);
    return last_;
}

// What the disk could not do is asked for again; it is said to be the disk's, and nothing else.
Reply Teller::ask(Person& sender) {
    if (!how_.failing_disk) return sender.line.ask(last_request_);
    how_.failing_disk->begin_request();
    Reply reply = sender.line.ask(last_request_);
    how_.failing_disk->end_request();
    for (int tries = 0; reply.status >= 500; ++tries) {
        if (!reply.code().starts_with("storage_")) fail("failed, and not because of the disk: " + reply.text);
        if (tries == kTriesOnAFailingDisk) fail("the disk works again, and this does not: " + reply.text);
        std::this_thread::sleep_for(kBetweenTries);
        reply = sender.line.ask(last_request_);
    }
    return reply;
}

// The request arrives; who sent it learns nothing.
void Teller::lose_the_answer(Person& sender) {
    const std::size_t before = proxy_->swallowed();
    auto witness = std::exchange(sender.line.witness, nullptr);
    sender.line.hang_up();  // over a new connection nothing is tried a second time
    proxy_->set(Fault::swallow_answers);
    const Reply reply = sender.line.ask(last_request_);
    proxy_->set(Fault::none);
    sender.line.witness = std::move(witness);
    if (reply.status != 0 || proxy_->swallowed() != before + 1) fail("the answer was not lost: " + reply.text);
    standing_.lost.insert(last_request_.path);
}

const Reply& Teller::command(const std::string& who, const std::string& name, Cursor& cursor) {
    const desk::CommandType* type = desk::find_command(name);
    if (!type) fail("no such command: " + name);
    if (cursor.at_end() || cursor.rest().front() == '\xe2') fail("a command has data");
    Json data = value(cursor.json_text());
    Extras extras;
    extras.id = uuid_of("command " + std::to_string(++standing_.commands));
    if (type->signing == desk::Signing::password) extras.password = kPassword;
    while (!cursor.at_end()) {
        if (cursor.take("with")) {
            const std::string pointer = plain(cursor.word());
            if (!cursor.take("=")) fail("with <pointer> = <value>");
            data = with(data, pointer, value(cursor.json_text()));
        } else if (cursor.take("without")) {
            data = without(data, plain(cursor.word()));
        } else if (cursor.take("called")) {
            extras.id = *value(cursor.word()).string();
        } else if (cursor.take("expecting version")) {
            extras.expected_version = std::stoll(cursor.word());
        } else if (cursor.take("happened")) {
            extras.happened_at = *value(cursor.word()).string();
        } else if (cursor.take("unsigned")) {
            extras.password.reset();
        } else if (cursor.take("signed wrongly")) {
            extras.password = "not the password of anybody";
        } else if (cursor.take("witnessed by")) {
            const std::string witness = cursor.word();
            if (!standing_.accounts.contains(witness)) fail("nobody here is called " + witness);
            extras.witness = {standing_.accounts.at(witness).user,
                              cursor.take("wrongly") ? "not the password of anybody" : kPassword};
        } else {
            fail("not understood: " + std::string(cursor.rest()));
        }
    }
    if (extras.witness) {
        const Reply proved = signed_in(who).let_witness(name, data, extras);
        if (proved.status != 200) return remember(proved), last_;
        extras.proof = text_at(proved.json, "/proof");
    }
    return send(who, "POST", "/api/v1/commands/" + name, to_text(envelope(data, extras)));
}

void Teller::when(Cursor whole) {
    const std::string_view text = whole.rest();
    const std::size_t arrow = text.rfind("→");
    if (arrow == std::string_view::npos) fail("what comes of it? (→ done, → refused <code>)");
    const std::string outcome(text.substr(arrow + std::string_view("→").size()));
    Cursor cursor(text.substr(0, arrow));
    const std::string who = cursor.word();
    last_request_ = {};
    is_to_be_done_ = Cursor(outcome).take("done");
    if (cursor.take("signs in")) {
        if (!standing_.accounts.contains(who)) fail("nobody here is called " + who);
        Person made = person(who);
        remember(made.sign_in(cursor.take("wrongly") ? "not the password of anybody" : kPassword));
        if (last_.status == 200) standing_.accounts[who] = {made.user, made.cookie, made.csrf, clinic_->clock().now()};
    } else if (cursor.take("signs out")) {
        send(who, "POST", "/api/v1/sign-out", "{}");
    } else if (cursor.take("POST")) {
        const std::string path = plain(cursor.word());
        Json body = value(cursor.json_text());
        if (path.starts_with("/api/public"))
            body = envelope(body,
                            {.id = cursor.take("called") ? *value(cursor.word()).string()
                                                         : uuid_of("command " + std::to_string(++standing_.commands))});
        send(who, "POST", path, to_text(body));
    } else {
        const std::string name = cursor.word();
        command(who, name, cursor);
    }
    check_outcome(outcome);
}

void Teller::check_outcome(const std::string& outcome) {
    Cursor cursor(outcome);
    if (cursor.take("done")) {
        if (last_.status != 200) fail("not done: " + last_.text);
    } else if (cursor.take("refused")) {
        const std::string code = cursor.word();
        if (last_.status < 400) fail("not refused: " + last_.text);
        if (cursor.take("at")) {
            const std::string pointer = plain(cursor.word());
            if (!last_.refuses(code, pointer)) fail("not refused with " + code + " at " + pointer + ": " + last_.text);
        } else if (!last_.refuses(code)) {
            fail("not refused with " + code + ": " + last_.text);
        }
        if (cursor.take("by")) {
            const std::string rule = cursor.word();
            if (text_at(last_.json, "/rule") != rule) fail("not refused by " + rule + ": " + last_.text);
            if (text_at(last_.json, "/rule_text").empty() || text_at(last_.json, "/source").empty())
                fail("a rule that says no is shown with its words and source: " + last_.text);
        }
        if (cursor.take("as") && std::to_string(last_.status) != cursor.word())
            fail("refused as " + std::to_string(last_.status));
        if (text_at(last_.json, "/detail").empty()) fail("a refusal without words: " + last_.text);
    } else {
        fail("not understood: " + outcome);
    }
    if (!cursor.at_end()) fail("not understood: " + std::string(cursor.rest()));
}

// The same click twice.
void Teller::again(Cursor cursor) {
    const Json before = last_.json;
    const int status = last_.status;
    send(last_who_, last_request_.method, last_request_.path, last_request_.body);
    if (!cursor.take("→ same answer")) fail("again → same answer");
    if (last_.status != status || !equal(last_.json, before))
        fail("another answer than " + to_text(before) + ": " + last_.text);
}

// ---- what is so ---------------------------------------------------------------------------------------------------------------

void Teller::then(Cursor cursor) {
    if (!cursor.take("answer")) {
        std::string path = plain(cursor.word());
        if (!path.starts_with("/api") && path != "/healthz") path = "/api/v1" + path;
        if (!cursor.take("as")) fail("then <path> as <who> …");
        if (path.find("/access-log") != std::string::npos) flush_reads();
        send(cursor.word(), "GET", path, "");
    }
    check(cursor);
}

void Teller::check(Cursor& cursor) {
    if (cursor.take("is refused")) return check_outcome("refused " + std::string(cursor.rest()));
    if (last_.status != 200 && !cursor.rest().starts_with("has")) fail("cannot be read: " + last_.text);
    if (cursor.take("has")) return check_has(cursor);
    fail("not understood: " + std::string(cursor.rest()));
}

void Teller::check_has(Cursor& cursor) {
    const bool negated = cursor.take("no");
    if (const std::string first(cursor.rest().substr(0, cursor.rest().find(' ')));
        !first.empty() && std::isdigit(static_cast<unsigned char>(first[0]))) {
        cursor.word();
        if (!cursor.take("in")) fail("has <n> in <pointer>");
        const std::string pointer = plain(cursor.word());
        const Json* found = at(last_.json, pointer);
        if (!found || !found->array()) fail("no list at " + pointer + ": " + last_.text);
        if (std::to_string(found->array()->size()) != first)
            fail(std::to_string(found->array()->size()) + " in " + pointer + ": " + to_text(*found));
        return;
    }
    const std::string pointer = plain(cursor.word());
    const Json* found = at(last_.json, pointer);
    if (cursor.at_end()) {
        if (!found != negated)
            fail((negated ? "there is " : "there is no ") + pointer + ": " + (found ? to_text(*found) : last_.text));
        return;
    }
    if (!found) {
        if (negated) return;
        fail("there is no " + pointer + ": " + last_.text);
    }
    const bool whole = cursor.take("=");
    if (!whole && !cursor.take("with")) fail("has <pointer> = or with <value>");
    const Json wanted = value(cursor.json_text());
    const bool fits = whole ? equal(*found, wanted) : contains(*found, wanted);
    if (fits == negated) fail(pointer + " is " + to_text(*found));
    if (!cursor.at_end()) fail("not understood: " + std::string(cursor.rest()));
}

// ---- time ---------------------------------------------------------------------------------------------------------------------

// People stay at their work: sign-ins end after minutes of silence, and a story's clock leaps.
void Teller::keep_signed_in(Milliseconds span) {
    const Instant until = clinic_->clock().now() + span;
    const Milliseconds step = minutes(14);
    for (bool first = true; span < kSignInLasts && (first || clinic_->clock().now() < until); first = false) {
        for (auto& [name, account] : standing_.accounts) {
            if (account.cookie.empty()) continue;
            person(name).get("/api/v1/me");
            // At both servers: what one saw reaches the other with its next commit, long before the clock leaps again.
            if (other_) person(name).get("/api/v1/me");
        }
        set_clock(std::min(until, clinic_->clock().now() + step));
    }
    set_clock(until);
    for (auto& [name, account] : standing_.accounts) {
        if (span > kSignInLasts || until - account.signed_in_at > kSignInLasts)
            account.cookie.clear(), account.csrf.clear();
    }
}

void Teller::move_clock(Cursor cursor) {
    if (cursor.take("to")) {
        const Instant wanted = to_instant(parse_local_time(cursor.word()).value(), clinic_->desk().pack().zone).value();
        if (wanted < clinic_->clock().now()) fail("the clock does not go back");
        return keep_signed_in(wanted - clinic_->clock().now());
    }
    keep_signed_in(span_of(cursor.word()));
}

void Teller::restart() {
    clinic_->restart();
    stand_between();
    if (other_) other_->restart();
}

void Teller::set_clock(Instant now) {
    clinic_->clock().set(now);
    if (other_) other_->clock().set(now);
}

void Teller::flush_reads() {
    clinic_->desk().flush_reads();
    if (other_) other_->desk().flush_reads();
}

// Whatever command was done is done once, however often it is sent: after a restart, too.
void Teller::click_again() {
    if (last_.status != 200 || !last_request_.path.starts_with("/api/v1/commands/")) return;
    Person sender = signed_in(last_who_);
    const Reply reply =
        sender.line.ask({last_request_.method, last_request_.path, sender.headers(), last_request_.body});
    if (reply.status != 200 || !equal(reply.json, last_.json))
        fail("sent again, another answer than " + last_.text + ": " + reply.text);
}

// ---- values -------------------------------------------------------------------------------------------------------------------

std::string Teller::variable(const std::string& name) {
    if (const auto found = standing_.variables.find(name); found != standing_.variables.end())
        return to_text(found->second);
    if (name.starts_with("now"))
        return "\"" +
               afterglow::to_text(clinic_->clock().now() +
                                  (name.size() > 3 ? span_of(name.substr(3)) : Milliseconds{0})) +
               "\"";
    if (name.starts_with("today")) {
        const Instant at = clinic_->clock().now() + (name.size() > 5 ? span_of(name.substr(5)) : Milliseconds{0});
        return "\"" + afterglow::to_text(to_local(at, clinic_->desk().pack().zone).date()) + "\"";
    }
    if (std::isupper(static_cast<unsigned char>(name[0]))) fail("nobody here is called " + name);
    return "\"" + uuid_of(name) + "\"";  // a new thing, named by the story
}

Json Teller::value(const std::string& text) {
    return parsed(substituted(text, [this](const std::string& name) { return variable(name); }));
}

std::string Teller::plain(const std::string& text) {
    return substituted(text, [this](const std::string& name) {
        const Json json = parsed(variable(name));
        return json.string() ? *json.string() : to_text(json);
    });
}

// ---- telling ------------------------------------------------------------------------------------------------------------------

void Teller::tell_one(const Statement& statement) {
    const std::string text = later(statement.text, how_.days_later);
    Cursor cursor(text);
    const std::string verb = cursor.word();
    if (verb == "given") return given(cursor);
    if (verb == "use") return use(cursor.word());
    if (!clinic_) fail("no clinic yet");
    if (verb == "let") {
        std::string name = cursor.word();
        if (!name.starts_with('$') || !cursor.take("=")) fail("let $name = <value>");
        Json made = value(cursor.json_text());
        while (cursor.take("with")) {
            const std::string pointer = plain(cursor.word());
            if (!cursor.take("=")) fail("with <pointer> = <value>");
            made = with(made, pointer, value(cursor.json_text()));
        }
        standing_.variables[name.substr(1)] = made;
        return;
    }
    ++telling_.steps;
    if (verb == "when")
        when(cursor);
    else if (verb == "then")
        then(cursor);
    else if (verb == "and")
        check(cursor);
    else if (verb == "again")
        again(cursor);
    else if (verb == "clock")
        move_clock(cursor);
    else if (verb == "restart")
        restart();
    else
        fail("a line begins with given, use, let, when, then, and, again, clock or restart");
    if (!how_.restarts || verb == "and") return;
    restart();
    if (verb == "when") click_again();
}

void Teller::tell_statements() {
    for (const Statement& statement : story_.statements) {
        place_ = fs::path(story_.file).filename().string() + ":" + std::to_string(statement.line);
        tell_one(statement);
    }
}

Telling Teller::tell() {
    try {
        tell_statements();
        telling_.lost = standing_.lost;
        if (!clinic_) fail("a story without a clinic");
        for (Clinic* each : {clinic_.get(), other_.get()}) {
            if (each) each->stop();
        }
        if (how_.failing_disk) take_from_failing_disk();
        for (const Clinic* each : {clinic_.get(), other_.get()}) {
            const std::string complaints = each ? each->complaints() : "";
            if (!complaints.empty()) fail("after the story: " + complaints);
        }
    } catch (const std::exception& error) {
        telling_.failure = place_ + ": " + error.what();
    }
    return std::move(telling_);
}

}  // namespace

Telling tell(const Story& story, How how) { return Teller(story, std::move(how)).tell(); }

}  // namespace afterglow::stories
