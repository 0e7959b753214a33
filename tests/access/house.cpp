#include "tests/access/house.h"

#include "clinic/morning/morning.h"
#include "desk/links.h"
#include "desk/passwords.h"
#include "tests/harness/json_tools.h"

namespace afterglow::access {
namespace {

using harness::parsed;

std::string name_of(const std::vector<Role>& roles) {
    std::string name;
    for (const Role role : roles) name += std::string(enum_name(role)).substr(0, 5);
    return name.substr(0, 30);
}

}  // namespace

std::vector<Role> all_roles_there_are() {
    std::vector<Role> roles;
    for_each_enumerator<Role>([&](Role role, std::string_view) { roles.push_back(role); });
    return roles;
}

House::House(harness::ClinicOptions options)
    : clinic(std::move(options)),
      patient{desk::new_uuid()},
      course{desk::new_uuid()},
      session{desk::new_uuid()},
      inquiry{desk::new_uuid()} {
    administrator = clinic.hire("root-of-all", {Role::administrator});
    expendable = clinic.hire("expendable", {Role::custodian});
    clinic.perform("record-inquiry", parsed(R"({"inquiry":")" + inquiry.value +
                                            R"(","channel":"phone","question":{"name":"Jana","phone":"+420 601 234 567",
        "language":"cs","question":"?","answer_by":"phone","consent_to_contact":true}})"));
    clinic.perform(
        "register-patient",
        parsed(
            R"({"patient":")" + patient.value +
            R"(","details":{"given_name":"Jana","family_name":"Nováková","birth_date":"1986-03-14","language":"cs"}})"));
    clinic.perform("open-course", parsed(R"({"course":")" + course.value + R"(","patient":")" + patient.value +
                                         R"(","indication":"depression","language":"cs"})"));
    // The session and the decision are put into the journal as events: what leads to them is not the matter here.
    clinic::Events events;
    events.add(clinic::stream_of(session),
               clinic::SessionOpened{session, course, patient, {}, {expendable}, expendable});
    events.add(clinic::stream_of(course), clinic::CourseSessionOpened{session});
    clinic::Decision decision;
    decision.decision.verdict = clinic::Verdict::not_indicated;
    decision.decision.letter = clinic::Letter{{{"because"}}, {{"something else"}}, {}};
    events.add(clinic::stream_of(course), clinic::Recorded<clinic::Decision>{decision, {}, {}});
    const Instant tomorrow = clinic.desk().now() + hours(20);
    events.add(
        clinic::morning_stream(session),
        clinic::MorningPlanned{session, patient, course, clinic::Language::cs, {}, tomorrow, tomorrow + hours(4)});
    clinic.desk().append(events.list(), administrator);
    morning_token = desk::morning_token(clinic.desk().store().keys(), session);
}

harness::Person House::with_roles(const std::vector<Role>& roles) {
    const std::string user = name_of(roles) + "-" + std::to_string(++hired_);
    clinic.hire(user, roles);
    harness::Person person(clinic.port(), user);
    if (person.sign_in().status != 200) throw std::runtime_error(user + " cannot sign in");
    return person;
}

std::string House::path_of(const http::Route& route) const {
    if (const std::size_t token = route.path.find("{token}"); token != std::string::npos)
        return route.path.substr(0, token) + morning_token;
    const std::size_t at = route.path.find("{id}");
    if (at == std::string::npos) return route.path;
    const std::string& path = route.path;
    const std::string id = path.find("/patients/") != std::string::npos    ? patient.value
                           : path.find("/courses/") != std::string::npos   ? course.value
                           : path.find("/sessions/") != std::string::npos  ? session.value
                           : path.find("/inquiries/") != std::string::npos ? inquiry.value
                           : path.find("/staff/") != std::string::npos     ? expendable.value
                                                                           : std::string();
    if (id.empty()) throw std::runtime_error("this house has nothing for " + path);
    std::string whole = path.substr(0, at) + id + path.substr(at + 4);
    const std::size_t kind = whole.find("{kind}");
    return kind == std::string::npos ? whole : whole.substr(0, kind) + "record" + whole.substr(kind + 6);
}

harness::Reply House::knock(harness::Person& person, const http::Route& route) const {
    harness::Request request{std::string(http::method_name(route.method)), path_of(route), person.headers(), ""};
    if (route.method == http::Method::post) request.body = "{}";
    return person.line.ask(request);
}

}  // namespace afterglow::access
