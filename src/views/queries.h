#pragma once
// The named queries: everything that is ever read from the views. Each runs on a reading connection and answers rows or
// JSON text. No SQL is put together from what came from outside.

#include <optional>
#include <string>
#include <vector>

#include "clinic/erasure/erasure.h"
#include "journal/db.h"
#include "views/rows.h"

namespace afterglow::views {

struct Document {
    std::int64_t version = 0;
    std::string body;
};
std::optional<Document> document(journal::Db& db, std::string_view stream);

std::vector<InquiryRow> open_inquiries(journal::Db& db);                                 // by due time
std::vector<InquiryRow> recent_inquiries(journal::Db& db, std::int64_t limit);           // newest first, all states
std::optional<PatientId> patient_of_inquiry(journal::Db& db, const InquiryId& inquiry);  // registered from it
std::optional<WaitingId> waiting_of_inquiry(journal::Db& db, const InquiryId& inquiry);
std::vector<WaitingRow> waiting_list(journal::Db& db);
std::vector<WaitingRow> notices_due(journal::Db& db);  // waiting for an indication that has been opened
bool indication_open(journal::Db& db, const clinic::Indication& indication);

// People whose name has words beginning with every word of `search`; all, by name, if it is empty.
std::vector<PatientRow> find_patients(journal::Db& db, std::string_view search, std::int64_t limit);
std::vector<clinic::LookAlike> look_alikes(journal::Db& db, const clinic::PatientDetails& details);

std::vector<CourseRow> courses_of(journal::Db& db, const PatientId& patient);  // newest first
std::vector<CourseRow> running_courses(journal::Db& db, std::int64_t limit);   // longest untouched first
std::vector<SessionRow> running_sessions(journal::Db& db);
std::vector<TaskRow> open_tasks(journal::Db& db);
std::vector<TaskRow> tasks_of(journal::Db& db, const PatientId& patient);
std::vector<BookingRow> bookings(journal::Db& db, Date from, Date to);  // both days included, all states
std::vector<BookingRow> bookings_of(journal::Db& db, const PatientId& patient);
std::vector<StaffRow> all_staff(journal::Db& db);
std::optional<StaffRow> staff_by_user(journal::Db& db, std::string_view user);
std::optional<StaffRow> staff_by_id(journal::Db& db, std::string_view id);
// Whose account here the account `elsewhere` of another clinic is linked with.
std::optional<StaffRow> staff_linked_with(journal::Db& db, const std::string& clinic, const StaffId& elsewhere);
bool another_administrator(journal::Db& db, const StaffId& beside);

// What has to be known of a person before anything is erased; `persons`: theirs first.
clinic::AtTheEnd at_the_end(journal::Db& db, const PatientId& patient);
clinic::AtTheEnd at_the_end(journal::Db& db, const InquiryId& inquiry);
clinic::AtTheEnd at_the_end(journal::Db& db, const WaitingId& waiting);
std::vector<ErasureRow> erasures(journal::Db& db);  // asked for and held first, then done; newest first

// Newest first, below `before` (0: from the newest).
std::vector<StoryEntry> story(journal::Db& db, const PatientId& patient, std::int64_t before, std::int64_t limit);
std::vector<AccessRow> access_log(journal::Db& db, const std::optional<PatientId>& patient, std::int64_t before,
                                  std::int64_t limit);
// From one moment until before another, in order; of one person of staff or one patient, if they are named.
std::vector<AccessRow> access_between(journal::Db& db, Instant from, Instant until, const std::optional<StaffId>& staff,
                                      const std::optional<PatientId>& patient);
// Their opening that holds at this moment.
std::optional<EmergencyRow> open_emergency(journal::Db& db, const StaffId& staff, Instant now);
// With what was read under each: those that nobody has looked at, oldest first; then the latest others.
std::vector<EmergencyRow> emergencies(journal::Db& db, std::int64_t limit);
std::vector<EmergencyRow> emergencies_between(journal::Db& db, Instant from, Instant until,
                                              const std::optional<StaffId>& staff,
                                              const std::optional<PatientId>& patient);
std::int64_t emergencies_to_review(journal::Db& db, const StaffId& beside);  // not those of this person
// Whose record it is; nobody's is that of a rehearsal.
std::optional<PatientId> patient_of(journal::Db& db, const CourseId& course);
std::optional<PatientId> patient_of(journal::Db& db, const SessionId& session);

// What is due by itself by now, the longest due first.
struct DueRow {
    std::string stream;
    Instant at;
};
std::vector<DueRow> due(journal::Db& db, std::string_view kind, Instant now);

// Oldest first, thinned to about `most`; readings with a blood pressure are never left out.
std::vector<ReadingRow> readings(journal::Db& db, const SessionId& session, Instant since, std::int64_t most);
// Those that were stored as event `sequence` or later.
std::vector<ReadingRow> readings_from(journal::Db& db, const SessionId& session, std::int64_t sequence);
std::vector<AlarmRow> alarms_of(journal::Db& db, const SessionId& session);  // newest first
// To which session a monitor's readings belong.
struct RunningWatch {
    SessionId session;
    std::optional<std::string> room;
    PatientId patient;
    std::optional<std::string> national_id;
    bool rehearsal = false;
};
std::vector<RunningWatch> running_watches(journal::Db& db);

std::vector<clinic::StockBalance> stock_balances(journal::Db& db);  // of every lot and place that has something
std::string stock_documents(journal::Db& db, Instant touched_since);
std::vector<RegisterRow> register_entries(journal::Db& db, const RegisterFilter& filter, const std::string& zone,
                                          std::int64_t limit);                                // by number
std::vector<BalanceLine> balances_before(journal::Db& db, const std::optional<Instant>& at);  // of each medicine
std::vector<std::string> places_of_stock(journal::Db& db);
std::vector<DiscrepancyRow> discrepancies(journal::Db& db);                      // newest first
std::vector<RegisterDayRow> register_days(journal::Db& db, std::int64_t limit);  // newest first

Figures figures(journal::Db& db, Instant now, const std::string& zone);

// The bodies of a patient's documents, as JSON arrays: what the person's page is made of.
std::string course_documents(journal::Db& db, const PatientId& patient);
std::string session_documents(journal::Db& db, const PatientId& patient);

}  // namespace afterglow::views
