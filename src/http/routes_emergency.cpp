// Records that are opened in an emergency: one's own, which every screen shows while it is open, and those to be reviewed.

#include "http/app.h"
#include "views/queries.h"

namespace afterglow::http {

using desk::Permission;

struct OwnEmergency {
    Instant now;
    std::optional<views::EmergencyRow> open;  // holds at this moment
};
BOOST_DESCRIBE_STRUCT(OwnEmergency, (), (now, open))

struct EmergencyList {
    Instant now;
    bool mail = false;  // the privacy lead has an address to be written to
    std::vector<views::EmergencyRow> emergencies;
};
BOOST_DESCRIBE_STRUCT(EmergencyList, (), (now, mail, emergencies))

namespace {

constexpr std::int64_t kMostShown = 200;

Result<std::string> own(const Call& call) {
    const Instant now = call.app.desk().now();
    return to_json(OwnEmergency{now, views::open_emergency(call.app.reader(), call.person->staff.id, now)});
}

// Who reviews without knowing the clinic's people sees who opened a record, why and what they read, and not whose it is.
Result<std::string> all(const Call& call) {
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    EmergencyList list{call.app.desk().now(), call.app.pack().privacy_email.has_value(),
                       views::emergencies(db, kMostShown)};
    if (!call.person->permissions.has(Permission::read_people)) {
        for (views::EmergencyRow& each : list.emergencies) each.patient_name.reset();
    }
    return to_json(list);
}

template <Result<std::string> (*Make)(const Call&)>
void answer(const Call& call) {
    call.answer_json(Make(call));
}

}  // namespace

void add_emergency_routes(std::vector<Route>& routes) {
    routes.push_back({.path = "/api/v1/me/emergency",
                      .permission = Permission::signed_in,
                      .summary = "One's own emergency access, while it is open",
                      .response = schema_maker<OwnEmergency>,
                      .handle = answer<own>});
    routes.push_back({.path = "/api/v1/emergencies",
                      .permission = Permission::review_emergency_access,
                      .summary = "Records that were opened in an emergency, those not reviewed first",
                      .response = schema_maker<EmergencyList>,
                      .handle = answer<all>});
}

}  // namespace afterglow::http
