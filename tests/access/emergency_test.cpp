// P23 at every door: what an emergency opens, to whom, of whom, for how long; that every reading under it is marked; and that
// somebody else looks at it. A walk over all routes, random days against a simple model, and planted faults.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "clinic/random.h"
#include "desk/passwords.h"
#include "tests/access/expected.h"
#include "tests/access/house.h"
#include "tests/harness/json_tools.h"

namespace afterglow::access {
namespace {

using harness::parsed;
using harness::Person;
using harness::Reply;
using harness::text_at;

struct Ids {
    PatientId patient;
    CourseId course;
    SessionId session;
};

constexpr const char* kStranger = "Bohdana";  // stands in every page of the other person's record

// A second person, with the same things as the first.
Ids add_stranger(House& house) {
    const Ids ids{{desk::new_uuid()}, {desk::new_uuid()}, {desk::new_uuid()}};
    house.clinic.perform("register-patient",
                         parsed(R"({"patient":")" + ids.patient.value + R"(","details":{"given_name":")" + kStranger +
                                R"(","family_name":"Cizí","birth_date":"1979-05-01","language":"cs"}})"));
    house.clinic.perform("open-course", parsed(R"({"course":")" + ids.course.value + R"(","patient":")" +
                                               ids.patient.value + R"(","indication":"depression","language":"cs"})"));
    clinic::Events events;
    events.add(clinic::stream_of(ids.session),
               clinic::SessionOpened{ids.session, ids.course, ids.patient, {}, {house.expendable}, house.expendable});
    clinic::Decision decision;
    decision.decision.verdict = clinic::Verdict::not_indicated;
    decision.decision.letter = clinic::Letter{{{"because"}}, {{"something else"}}, {}};
    events.add(clinic::stream_of(ids.course), clinic::Recorded<clinic::Decision>{decision, {}, {}});
    house.clinic.desk().append(events.list(), house.administrator);
    house.clinic.desk().writer().perform([](journal::Transaction&) { return true; });
    return ids;
}

std::string name_of(const http::Route& route) {
    return std::string(http::method_name(route.method)) + " " + route.path;
}

std::string opening(const std::string& id, const PatientId& patient) {
    return R"({"emergency":")" + id + R"(","patient":")" + patient.value + R"(","reason":"unconscious"})";
}

class EmergencyDoors {
public:
    explicit EmergencyDoors(harness::ClinicOptions options = {}) : house(std::move(options)) {
        other = add_stranger(house);
        own = {house.patient, house.course, house.session};
    }

    // The routes that are open to this person for the things of one of the two; signing out is left alone.
    std::set<std::string> open_doors(Person& person, const Ids& ids) {
        std::set<std::string> open;
        for (const http::Route& route : house.clinic.app().routes()) {
            if (route.path == "/api/v1/sign-out" || *route.permission == desk::Permission::anyone) continue;
            const Reply reply = knock(person, route, ids);
            if (reply.status != 403 && reply.status != 401) open.insert(name_of(route));
        }
        return open;
    }
    // What a person who opened the record of the one is shown of the other.
    std::string leaks(Person& person) {
        std::string found;
        for (const char* name : kOpensInEmergency) {
            for (const http::Route& route : house.clinic.app().routes()) {
                if (name_of(route) != name) continue;
                const Reply reply = knock(person, route, own);
                for (const std::string& mark : {std::string(kStranger), other.patient.value, other.session.value})
                    if (reply.text.find(mark) != std::string::npos) found += name_of(route) + "\n";
            }
        }
        return found;
    }
    Reply knock(Person& person, const http::Route& route, const Ids& ids) const {
        harness::Request request{std::string(http::method_name(route.method)), path_of(route, ids), person.headers(),
                                 ""};
        if (route.method == http::Method::post) request.body = "{}";
        return person.line.ask(request);
    }

    House house;
    Ids own, other;

private:
    std::string path_of(const http::Route& route, const Ids& ids) const {
        std::string path = house.path_of(route);
        for (const auto& [from, to] :
             {std::pair(house.patient.value, ids.patient.value), std::pair(house.course.value, ids.course.value),
              std::pair(house.session.value, ids.session.value)}) {
            if (const std::size_t at = path.find(from); at != std::string::npos) path.replace(at, from.size(), to);
        }
        return path;
    }
};

std::string lines_of(const char* what, const std::set<std::string>& names, const std::set<std::string>& but) {
    std::string lines;
    for (const std::string& each : names) {
        if (!but.contains(each)) lines += std::string(what) + ": " + each + "\n";
    }
    return lines;
}

// What is wrong with the doors before, under and after an emergency access; empty if nothing is.
std::string wrong_doors(EmergencyDoors& doors, Role role) {
    House& house = doors.house;
    Person person = house.with_roles({role});
    const std::set<std::string> before = [&] {
        std::set<std::string> allowed;
        const Role roles[] = {role};
        for (const auto& [permission, names] : kExpected) {
            if (desk::permissions_of(roles).has(*enum_from<desk::Permission>(permission)))
                allowed.insert(names.begin(), names.end());
        }
        return allowed;
    }();
    std::set<std::string> under = before;
    under.insert(kOpensInEmergency.begin(), kOpensInEmergency.end());

    std::string wrong = lines_of("before", doors.open_doors(person, doors.own), before);
    const std::string first = desk::new_uuid();
    if (person.command("open-emergency-access", parsed(opening(first, doors.own.patient))).status != 200)
        return wrong + "cannot be opened\n";
    const auto opened = doors.open_doors(person, doors.own);
    wrong += lines_of("under it", opened, under);
    for (const char* name : kOpensInEmergency)
        if (!opened.contains(name)) wrong += std::string("not opened: ") + name + "\n";
    wrong += lines_of("another's", doors.open_doors(person, doors.other), before);
    if (const std::string found = doors.leaks(person); !found.empty()) wrong += "another's words: " + found;

    Person colleague = house.with_roles({role});
    wrong += lines_of("a colleague's", doors.open_doors(colleague, doors.own), before);

    house.clinic.restart();
    person = Person(house.clinic.port(), person.user);
    person.sign_in();
    if (doors.open_doors(person, doors.own) != opened) wrong += "another after a restart\n";

    house.clinic.clock().advance(minutes(59));
    person.sign_in();
    if (doors.open_doors(person, doors.own) != opened) wrong += "another after 59 minutes\n";
    house.clinic.clock().advance(minutes(1));
    wrong += lines_of("after its end", doors.open_doors(person, doors.own), before);

    const std::string second = desk::new_uuid();
    person.command("open-emergency-access", parsed(opening(second, doors.own.patient)));
    person.command("close-emergency-access", parsed(R"({"emergency":")" + second + R"("})"));
    wrong += lines_of("closed", doors.open_doors(person, doors.own), before);
    return wrong;
}

TEST(EmergencyAccess, OpensOneRecordForItsTimeAndNothingElse) {
    for (const Role role : {Role::coordinator, Role::billing, Role::manager}) {
        EmergencyDoors doors;
        EXPECT_EQ(wrong_doors(doors, role), "") << enum_name(role);
    }
}

// Doors through which a record can be read under it without a mark of just that reading.
std::string unmarked_doors(EmergencyDoors& doors) {
    Person person = doors.house.with_roles({Role::coordinator});
    Person administrator = doors.house.with_roles({Role::administrator});
    person.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient)));
    const auto marked = [&] {
        doors.house.clinic.desk().flush_reads();
        std::int64_t times = 0;
        const Reply list = administrator.get("/api/v1/emergencies");
        for (const Json& each : *harness::at(list.json, "/emergencies/0/reads")->array())
            times += harness::number_at(each, "/times");
        return times;
    };
    std::string unmarked;
    std::int64_t before = 0;
    for (const http::Route& route : doors.house.clinic.app().routes()) {
        if (std::ranges::find(kOpensInEmergency, name_of(route)) == kOpensInEmergency.end()) continue;
        doors.knock(person, route, doors.own);
        const std::int64_t after = marked();
        if (after != before + 1) unmarked += name_of(route) + "\n";
        before = after;
    }
    return unmarked;
}

TEST(EmergencyAccess, EveryReadingUnderItIsMarked) {
    EmergencyDoors doors;
    EXPECT_EQ(unmarked_doors(doors), "");
}

TEST(EmergencyAccess, OthersCannotOpenAnything) {
    EmergencyDoors doors;
    for (const Role role : all_roles_there_are()) {
        Person person = doors.house.with_roles({role});
        const Reply reply =
            person.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient)));
        const bool may = role == Role::coordinator || role == Role::billing || role == Role::manager;
        EXPECT_EQ(reply.status, may ? 200 : 403) << enum_name(role) << reply.text;
    }
    // Who reads everything anyway needs none; who inspects opens none, whatever else they are.
    Person both = doors.house.with_roles({Role::coordinator, Role::nurse});
    EXPECT_EQ(both.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient))).code(),
              "emergency_not_needed");
    Person inspector = doors.house.with_roles({Role::coordinator, Role::inspector});
    EXPECT_EQ(inspector.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient))).status,
              403);
}

TEST(EmergencyAccess, IsLostWithTheRole) {
    EmergencyDoors doors;
    Person person = doors.house.with_roles({Role::coordinator});
    const std::string record = "/api/v1/patients/" + doors.own.patient.value + "/record";
    const std::string staff = text_at(person.get("/api/v1/me").json, "/staff");
    person.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient)));
    EXPECT_EQ(person.get(record).status, 200);
    doors.house.clinic.perform("change-roles", parsed(R"({"staff":")" + staff + R"(","roles":["custodian"]})"),
                               doors.house.administrator);
    EXPECT_EQ(person.get(record).status, 403);
}

TEST(EmergencyAccess, ARoomThatIsListenedToFallsSilentAtItsEnd) {
    EmergencyDoors doors;
    Person person = doors.house.with_roles({Role::coordinator});
    const std::string first = desk::new_uuid();
    const auto listen = [&] {
        http::testing::Client client(doors.house.clinic.port());
        client.send("GET /api/v1/sessions/" + doors.own.session.value +
                    "/live HTTP/1.1\r\nHost: localhost\r\nCookie: afterglow_session=" + person.cookie + "\r\n\r\n");
        EXPECT_EQ(client.receive().status, 200);
        return client;
    };
    const auto falls_silent = [&] {
        const auto begin = std::chrono::steady_clock::now();
        while (doors.house.clinic.app().live().subscribers() > 0) {
            if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(10)) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return true;
    };
    person.command("open-emergency-access", parsed(opening(first, doors.own.patient)));
    {
        const auto client = listen();
        EXPECT_EQ(doors.house.clinic.app().live().subscribers(), 1u);
        doors.house.clinic.clock().advance(minutes(14));
        person.get("/api/v1/me");
        std::this_thread::sleep_for(std::chrono::milliseconds(2500));  // a beat passes, and it is still there
        EXPECT_EQ(doors.house.clinic.app().live().subscribers(), 1u);
        person.command("close-emergency-access", parsed(R"({"emergency":")" + first + R"("})"));
        EXPECT_TRUE(falls_silent());
    }
    person.command("open-emergency-access", parsed(opening(desk::new_uuid(), doors.own.patient)));
    const auto client = listen();
    for (int i = 0; i < 5; ++i) {
        doors.house.clinic.clock().advance(minutes(12));
        person.get("/api/v1/me");  // stays signed in
    }
    EXPECT_EQ(person.get("/api/v1/me").status, 200);
    EXPECT_TRUE(falls_silent());
}

// ---- planted faults -------------------------------------------------------------------------------------------------------------

harness::ClinicOptions with_fault(const char* path, std::function<void(http::Route&)> plant) {
    return {.change_routes = [path, plant](std::vector<http::Route>& routes) {
        for (http::Route& route : routes) {
            if (route.path == path) plant(route);
        }
    }};
}

TEST(EmergencyAccessPlanted, ATimeLimitIgnoredOnOneRoute) {
    EmergencyDoors doors(with_fault("/api/v1/patients/{id}/record", [](http::Route& route) {
        route.permission = desk::Permission::open_in_emergency;
    }));
    EXPECT_NE(wrong_doors(doors, Role::coordinator).find("after its end: GET /api/v1/patients/{id}/record\n"),
              std::string::npos);
}

TEST(EmergencyAccessPlanted, ARecordThatOpensAnothers) {
    static std::string other;
    EmergencyDoors doors(with_fault("/api/v1/patients/{id}/record", [](http::Route& route) {
        route.handle = [handle = route.handle](const http::Call& call) {
            http::Call wrong = call;
            wrong.parameters[0] = other;
            handle(wrong);
        };
    }));
    other = doors.other.patient.value;
    EXPECT_NE(wrong_doors(doors, Role::coordinator).find("another's words: GET /api/v1/patients/{id}/record"),
              std::string::npos);
}

TEST(EmergencyAccessPlanted, ACourseTakenForAPatient) {
    EmergencyDoors doors(with_fault("/api/v1/courses/{id}/guide",
                                    [](http::Route& route) { route.record_of = http::RecordOf::patient; }));
    EXPECT_NE(wrong_doors(doors, Role::coordinator).find("not opened: GET /api/v1/courses/{id}/guide\n"),
              std::string::npos);
}

TEST(EmergencyAccessPlanted, AReadingThatIsNotMarked) {
    EmergencyDoors doors(with_fault("/api/v1/patients/{id}/story", [](http::Route& route) {
        route.handle = [handle = route.handle](const http::Call& call) {
            http::Call forgetful = call;
            forgetful.pass.reset();
            handle(forgetful);
        };
    }));
    EXPECT_EQ(unmarked_doors(doors), "GET /api/v1/patients/{id}/story\n");
}

// ---- random days against a model -------------------------------------------------------------------------------------------------

struct Opened {
    std::string id, user;
    int patient = 0;
    Instant at;
    bool closed = false, reviewed = false;
    std::map<std::string, std::int64_t> reads;
    bool open(Instant now) const { return !closed && now - at < minutes(60); }
};

class Day {
public:
    explicit Day(std::uint64_t seed) : dice_(seed) {
        for (const auto& [user, role] : {std::pair("eva", Role::coordinator), std::pair("bill", Role::billing),
                                         std::pair("milan", Role::manager), std::pair("adam", Role::administrator)}) {
            doors_.house.clinic.hire(user, {role});
            sign_in(user);
        }
    }

    // What the program did otherwise than the model says.
    std::string live(int steps) {
        for (int i = 0; i < steps && wrong_.empty(); ++i) step();
        if (wrong_.empty()) compare();
        return wrong_;
    }

private:
    Instant now() { return doors_.house.clinic.desk().now(); }
    int pick(int n) { return static_cast<int>(dice_.random() % static_cast<unsigned>(n)); }
    void sign_in(const std::string& user) {
        Person person(doors_.house.clinic.port(), user);
        if (person.sign_in().status != 200) wrong_ = user + " cannot sign in";
        people_.insert_or_assign(user, std::move(person));
    }
    Person& person(const std::string& user) {
        if (people_.at(user).get("/api/v1/me").status != 200) sign_in(user);
        return people_.at(user);
    }
    const PatientId& patient(int which) const { return which == 0 ? doors_.own.patient : doors_.other.patient; }
    Opened* open_of(const std::string& user) {
        for (Opened& each : opened_) {
            if (each.user == user && each.open(now())) return &each;
        }
        return nullptr;
    }
    void expect(const std::string& what, const Reply& reply, int status) {
        if (reply.status != status)
            wrong_ += what + " answered " + std::to_string(reply.status) + " and not " + std::to_string(status) + " " +
                      reply.text + "\n";
    }

    void step() {
        static constexpr const char* kOpeners[] = {"eva", "bill", "milan"};
        const std::string user = kOpeners[pick(3)];
        switch (pick(8)) {
            case 0:
            case 1: return open(user, pick(2));
            case 2: return close(user);
            case 3:
            case 4: return read(user, pick(2));
            case 5: doors_.house.clinic.clock().advance(minutes(5 + pick(35))); return;
            case 6: return review(pick(2) ? "milan" : "adam");
            case 7: return pick(4) == 0 ? restart() : read(user, pick(2));
        }
    }
    void open(const std::string& user, int which) {
        Person& who = person(user);
        const bool allowed = !open_of(user);
        const std::string id = desk::new_uuid();
        expect(user + " opens", who.command("open-emergency-access", parsed(opening(id, patient(which)))),
               allowed ? 200 : 422);
        if (allowed) opened_.push_back({id, user, which, now(), false, false, {}});
    }
    void close(const std::string& user) {
        if (opened_.empty()) return;
        Opened& one = opened_[static_cast<std::size_t>(pick(static_cast<int>(opened_.size())))];
        const int status = one.user != user ? 403 : one.open(now()) ? 200 : 422;
        expect(user + " closes",
               person(user).command("close-emergency-access", parsed(R"({"emergency":")" + one.id + R"("})")), status);
        if (status == 200) one.closed = true;
    }
    void read(const std::string& user, int which) {
        static constexpr std::pair<const char*, const char*> kRoutes[] = {
            {"/record", "record"}, {"/story", "story"}, {"", "patient"}};
        const auto& [path, what] = kRoutes[pick(3)];
        Person& who = person(user);
        Opened* one = open_of(user);
        const bool theirs = one && one->patient == which;
        const bool anyway = std::string(path).empty();  // who the person is, they may know
        expect(user + " reads" + path, who.get("/api/v1/patients/" + patient(which).value + path),
               theirs || anyway ? 200 : 403);
        if (theirs) ++one->reads[what];
    }
    void review(const std::string& user) {
        if (opened_.empty()) return;
        Opened& one = opened_[static_cast<std::size_t>(pick(static_cast<int>(opened_.size())))];
        const int status = one.user == user ? 403 : one.reviewed || one.open(now()) ? 422 : 200;
        expect(user + " reviews",
               person(user).command("review-emergency-access",
                                    parsed(R"({"emergency":")" + one.id + R"(","finding":"was right"})")),
               status);
        if (status == 200) one.reviewed = true;
    }
    void restart() {
        doors_.house.clinic.restart();
        for (const char* user : {"eva", "bill", "milan", "adam"}) sign_in(user);
    }
    void compare() {
        doors_.house.clinic.desk().flush_reads();
        const Reply list = person("adam").get("/api/v1/emergencies");
        expect("the list", list, 200);
        const Json::Array& rows = *list.json.find("emergencies")->array();
        if (rows.size() != opened_.size()) wrong_ += "the list has another length\n";
        std::int64_t unreviewed = 0;
        for (const Opened& one : opened_) {
            unreviewed += !one.reviewed;
            for (const Json& row : rows) {
                if (text_at(row, "/id") != one.id) continue;
                std::map<std::string, std::int64_t> reads;
                for (const Json& each : *row.find("reads")->array())
                    reads[text_at(each, "/what")] = harness::number_at(each, "/times");
                if (reads != one.reads) wrong_ += "other readings are marked: " + harness::to_text(row) + "\n";
                if ((harness::at(row, "/reviewed_at") != nullptr) != one.reviewed) wrong_ += "reviewed or not\n";
                if (harness::at(row, "/patient_name")) wrong_ += "the administrator sees a name\n";
            }
        }
        if (harness::number_at(person("adam").get("/api/v1/today").json, "/emergencies") != unreviewed)
            wrong_ += "today says otherwise\n";
    }

    EmergencyDoors doors_;
    clinic::example::Dice dice_;
    std::map<std::string, Person> people_;
    std::vector<Opened> opened_;
    std::string wrong_;
};

TEST(EmergencyAccess, RandomDaysAgreeWithTheModel) {
    const int days = clinic::example::is_long() ? 200 : 12;
    for (int i = 0; i < days; ++i) {
        const std::uint64_t seed = clinic::example::seed() + static_cast<std::uint64_t>(i);
        ASSERT_EQ(Day(seed).live(60), "") << "AFTERGLOW_SEED=" << seed;
    }
    std::printf("%d days of 60 steps\n", days);
}

}  // namespace
}  // namespace afterglow::access
