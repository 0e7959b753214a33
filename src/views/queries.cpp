#include "views/queries.h"

#include <algorithm>

#include "journal/journal.h"
#include "journal/row.h"
#include "journal/stored.h"
#include "views/names.h"

namespace afterglow::views {
namespace {

using journal::Db;
using journal::Statement;
using namespace clinic;

template <DescribedEnum E>
E enum_at(const Statement& row, int column) {
    const auto value = enum_from<E>(row.text(column));
    if (!value) journal::damaged("the unknown value " + row.string(column));
    return *value;
}
template <DescribedEnum E>
std::optional<E> optional_enum_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return enum_at<E>(row, column);
}
template <class T>
std::optional<T> optional_id_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return T{row.string(column)};
}
std::optional<bool> optional_bool_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.boolean(column);
}
Date date_at(const Statement& row, int column) { return {static_cast<std::int32_t>(row.int64(column))}; }

template <class Row, class Read>
std::vector<Row> all(Statement statement, Read read) {
    std::vector<Row> rows;
    while (statement.step()) rows.push_back(read(statement));
    return rows;
}

InquiryRow inquiry_row(const Statement& row) {
    return {{row.string(0)},
            enum_at<InquiryStatus>(row, 1),
            row.string(2),
            enum_at<Language>(row, 3),
            enum_at<Channel>(row, 4),
            row.string(5),
            row.instant(6),
            row.instant(7),
            optional_id_at<StaffId>(row, 8),
            row.optional_instant(9),
            optional_bool_at(row, 10)};
}
WaitingRow waiting_row(const Statement& row) {
    return {{row.string(0)},           enum_at<WaitingStatus>(row, 1), row.string(2),          row.string(3),
            enum_at<Language>(row, 4), row.optional_string(5),         row.optional_string(6), row.instant(7),
            row.optional_instant(8)};
}
PatientRow patient_row(const Statement& row) {
    return {{row.string(0)},
            row.string(1),
            row.string(2),
            date_at(row, 3),
            optional_id_at<CourseId>(row, 4),
            optional_enum_at<Phase>(row, 5),
            optional_enum_at<CourseStatus>(row, 6),
            row.optional_string(7)};
}
CourseRow course_row(const Statement& row) {
    return {{row.string(0)},
            {row.string(1)},
            row.string(2),
            row.string(3),
            row.int64(4),
            enum_at<Phase>(row, 5),
            enum_at<CourseStatus>(row, 6),
            optional_enum_at<Ending>(row, 7),
            row.instant(8),
            row.instant(9),
            row.optional_instant(10),
            optional_id_at<SessionId>(row, 11),
            {row.string(12)},
            {row.string(13)}};
}
SessionRow session_row(const Statement& row) {
    return {{row.string(0)},
            {row.string(1)},
            {row.string(2)},
            row.string(3),
            enum_at<SessionStage>(row, 4),
            row.optional_string(5),
            row.instant(6),
            row.optional_instant(7),
            row.optional_instant(8),
            row.optional_int64(9),
            row.optional_int64(10),
            row.optional_int64(11),
            row.optional_int64(12),
            row.int64(13),
            row.boolean(14),
            optional_enum_at<AlarmPriority>(row, 15),
            row.is_null(16) ? 0 : row.int64(16),
            !row.is_null(17) && row.boolean(17),
            row.optional_instant(18),
            {.systolic_mmhg = row.optional_int64(19),
             .diastolic_mmhg = row.optional_int64(20),
             .heart_rate_bpm = row.optional_int64(21),
             .spo2_percent = row.optional_int64(22)},
            row.optional_instant(23)};
}
TaskRow task_row(const Statement& row) {
    return {{row.string(0)},       enum_at<TaskKind>(row, 1), {row.string(2)},
            row.string(3),         {row.string(4)},           {row.string(5)},
            row.instant(6),        row.optional_instant(7),   optional_id_at<StaffId>(row, 8),
            row.optional_string(9)};
}
BookingRow booking_row(const Statement& row) { return {{row.string(0)}, date_at(row, 1), row.optional_string(2)}; }
StaffRow staff_row(const Statement& row) {
    return {{row.string(0)},
            row.string(1),
            row.string(2),
            journal::stored<std::vector<Role>>(row.text(3)),
            row.boolean(4),
            enum_at<Language>(row, 5),
            row.is_null(6) ? std::nullopt : std::optional(date_at(row, 6))};
}

constexpr const char* kStaffById =
    R"(SELECT id, "user", name, roles, active, language, until_day FROM staff WHERE id = ?1)";
constexpr const char* kStaffByUser =
    R"(SELECT id, "user", name, roles, active, language, until_day FROM staff WHERE "user" = ?1)";

std::optional<StaffRow> one_staff(Statement statement) {
    if (!statement.step()) return std::nullopt;
    return staff_row(statement);
}

std::vector<std::string> words_of(std::string_view search) {
    const std::string folded = searchable(search);
    std::vector<std::string> words;
    for (std::size_t from = 0; from < folded.size() && words.size() < 4;) {
        const std::size_t to = std::min(folded.find(' ', from), folded.size());
        words.push_back(folded.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

// The first text that no text beginning with `word` reaches.
std::string after_prefix(const std::string& word) { return word + "\xF4\x8F\xBF\xBF"; }

std::string documents(Statement rows) {
    std::string out = "[";
    while (rows.step()) {
        if (out.size() > 1) out += ',';
        out += rows.text(0);
    }
    return out += ']';
}

constexpr std::int64_t kWeekMs = 7 * 86'400'000LL;

std::vector<WeekKept> weeks_kept(Db& db, Instant now, const std::string& zone) {
    const Date today = to_local(now, zone).date();
    const Date monday{today.days - (today.days + 3) % 7};  // 1970-01-01 was a Thursday
    std::vector<WeekKept> weeks;
    for (int back = 7; back >= 0; --back) {
        const Date from{monday.days - 7 * back};
        const auto begins = to_instant(LocalTime{std::int64_t{from.days} * 1440}, zone, Fold::earlier);
        const auto ends = to_instant(LocalTime{std::int64_t{from.days + 7} * 1440}, zone, Fold::earlier);
        const Instant begin = begins.ok() ? *begins : Instant{std::int64_t{from.days} * 86'400'000};
        const Instant end = ends.ok() ? *ends : Instant{begin.ms + kWeekMs};
        auto row = db.query(
            "SELECT count(*), count(*) FILTER (WHERE in_time = 1) FROM inquiry WHERE in_time IS NOT NULL AND "
            "answered_at >= ?1 "
            "AND answered_at < ?2",
            begin, end);
        row.step();
        weeks.push_back({from, row.int64(0), row.int64(1)});
    }
    return weeks;
}

}  // namespace

std::optional<Document> document(Db& db, std::string_view stream) {
    auto row = db.query("SELECT version, body FROM document WHERE stream = ?1", stream);
    if (!row.step()) return std::nullopt;
    return Document{row.int64(0), row.string(1)};
}

std::vector<InquiryRow> open_inquiries(Db& db) {
    return all<InquiryRow>(db.query("SELECT * FROM inquiry WHERE status = 'open' ORDER BY due_at, id LIMIT 500"),
                           inquiry_row);
}
std::vector<InquiryRow> recent_inquiries(Db& db, std::int64_t limit) {
    return all<InquiryRow>(db.query("SELECT * FROM inquiry ORDER BY received_at DESC, id LIMIT ?1", limit),
                           inquiry_row);
}
std::optional<PatientId> patient_of_inquiry(Db& db, const InquiryId& inquiry) {
    auto row = db.query("SELECT id FROM patient WHERE inquiry = ?1", inquiry);
    return row.step() ? std::optional(PatientId{row.string(0)}) : std::nullopt;
}
std::optional<WaitingId> waiting_of_inquiry(Db& db, const InquiryId& inquiry) {
    auto row = db.query("SELECT id FROM waiting WHERE inquiry = ?1 ORDER BY joined_at DESC", inquiry);
    return row.step() ? std::optional(WaitingId{row.string(0)}) : std::nullopt;
}
std::vector<WaitingRow> waiting_list(Db& db) {
    return all<WaitingRow>(db.query("SELECT * FROM waiting ORDER BY indication, joined_at, id LIMIT 1000"),
                           waiting_row);
}
std::vector<WaitingRow> notices_due(Db& db) {
    return all<WaitingRow>(
        db.query("SELECT waiting.* FROM waiting JOIN indication ON indication.code = waiting.indication AND "
                 "indication.open = 1 "
                 "WHERE waiting.status = 'waiting' ORDER BY waiting.joined_at, waiting.id LIMIT 500"),
        waiting_row);
}
bool indication_open(Db& db, const Indication& indication) {
    auto row = db.query("SELECT open FROM indication WHERE code = ?1", indication.code);
    return row.step() ? row.boolean(0) : indication.open;
}

std::vector<PatientRow> find_patients(Db& db, std::string_view search, std::int64_t limit) {
    constexpr const char* kSelect =
        "SELECT patient.id, given_name, family_name, birth_date, course.id, course.phase, course.status, "
        "course.indication FROM patient "
        "LEFT JOIN course ON course.patient = patient.id AND course.cycle = (SELECT max(cycle) FROM course AS each "
        "WHERE each.patient = patient.id) ";
    static const std::string kAll = std::string(kSelect) + "ORDER BY patient.search, patient.id LIMIT ?1";
    static const std::string kMatching =
        std::string(kSelect) +
        "WHERE patient.id IN (SELECT patient FROM patient_word WHERE word >= ?1 AND word < ?2) "
        "AND (?3 = '' OR patient.id IN (SELECT patient FROM patient_word WHERE word >= ?3 AND word < ?4)) "
        "AND (?5 = '' OR patient.id IN (SELECT patient FROM patient_word WHERE word >= ?5 AND word < ?6)) "
        "ORDER BY patient.search, patient.id LIMIT ?7";
    std::vector<std::string> words = words_of(search);
    if (words.empty()) return all<PatientRow>(db.query(kAll, limit), patient_row);
    words.resize(3);
    return all<PatientRow>(db.query(kMatching, words[0], after_prefix(words[0]), words[1], after_prefix(words[1]),
                                    words[2], after_prefix(words[2]), limit),
                           patient_row);
}

std::vector<LookAlike> look_alikes(Db& db, const PatientDetails& details) {
    const std::string search = searchable(details.family_name.value + " " + details.given_name.value);
    return all<LookAlike>(
        db.query("SELECT id, given_name || ' ' || family_name, birth_date FROM patient WHERE (search = ?1 AND "
                 "birth_date = ?2) "
                 "OR (national_id IS NOT NULL AND national_id = ?3) ORDER BY id LIMIT 20",
                 search, details.birth_date.days, details.national_id),
        [](const Statement& row) { return LookAlike{{row.string(0)}, row.string(1), date_at(row, 2)}; });
}

std::vector<CourseRow> courses_of(Db& db, const PatientId& patient) {
    return all<CourseRow>(db.query("SELECT course.id, course.patient, patient.given_name || ' ' || "
                                   "patient.family_name, indication, cycle, phase, status, ending, "
                                   "opened_at, changed_at, ended_at, open_session, path, interviews FROM course JOIN "
                                   "patient ON patient.id = course.patient "
                                   "WHERE course.patient = ?1 ORDER BY cycle DESC",
                                   patient),
                          course_row);
}
std::vector<CourseRow> running_courses(Db& db, std::int64_t limit) {
    return all<CourseRow>(db.query("SELECT course.id, course.patient, patient.given_name || ' ' || "
                                   "patient.family_name, indication, cycle, phase, status, ending, "
                                   "opened_at, changed_at, ended_at, open_session, path, interviews FROM course JOIN "
                                   "patient ON patient.id = course.patient "
                                   "WHERE status <> 'ended' ORDER BY changed_at, course.id LIMIT ?1",
                                   limit),
                          course_row);
}
std::vector<SessionRow> running_sessions(Db& db) {
    return all<SessionRow>(
        db.query(
            "SELECT session.id, session.course, session.patient, coalesce(session.rehearsal, patient.given_name || ' ' "
            "|| "
            "patient.family_name), session.stage, session.room, session.opened_at, session.dosed_at, measured_at, "
            "systolic_mmhg, diastolic_mmhg, heart_rate_bpm, spo2_percent, adverse_events, session.rehearsal IS NOT "
            "NULL, "
            "alarm, alarms_open, escalated, next_check_at, device_systolic_mmhg, device_diastolic_mmhg, "
            "device_heart_rate_bpm, device_spo2_percent, device_at FROM session LEFT JOIN patient ON patient.id = "
            "session.patient LEFT JOIN watch ON watch.session = session.id WHERE stage IN ('arrival', 'dosed', "
            "'recovery', 'released') AND (patient.id IS NOT NULL OR session.rehearsal IS NOT NULL) ORDER BY opened_at, "
            "session.id LIMIT 100"),
        session_row);
}
std::vector<TaskRow> open_tasks(Db& db) {
    return all<TaskRow>(
        db.query("SELECT task.id, kind, task.patient, patient.given_name || ' ' || patient.family_name, course, "
                 "because_of, raised_at, closed_at, "
                 "closed_by, what_was_done FROM task JOIN patient ON patient.id = task.patient WHERE closed_at IS NULL "
                 "ORDER BY raised_at, task.id LIMIT 500"),
        task_row);
}
std::vector<TaskRow> tasks_of(Db& db, const PatientId& patient) {
    return all<TaskRow>(
        db.query("SELECT task.id, kind, task.patient, patient.given_name || ' ' || patient.family_name, course, "
                 "because_of, raised_at, closed_at, "
                 "closed_by, what_was_done FROM task JOIN patient ON patient.id = task.patient WHERE task.patient = ?1 "
                 "ORDER BY raised_at DESC, task.id LIMIT 500",
                 patient),
        task_row);
}
std::vector<BookingRow> bookings(Db& db, Date from, Date to) {
    return all<BookingRow>(db.query("SELECT body, day, patient.given_name || ' ' || patient.family_name FROM booking "
                                    "LEFT JOIN patient ON patient.id = booking.patient "
                                    "WHERE day BETWEEN ?1 AND ?2 ORDER BY starts_at, position",
                                    from.days, to.days),
                           booking_row);
}
std::vector<BookingRow> bookings_of(Db& db, const PatientId& patient) {
    return all<BookingRow>(db.query("SELECT body, day, patient.given_name || ' ' || patient.family_name FROM booking "
                                    "JOIN patient ON patient.id = booking.patient "
                                    "WHERE booking.patient = ?1 ORDER BY starts_at, position",
                                    patient),
                           booking_row);
}
std::vector<StaffRow> all_staff(Db& db) {
    return all<StaffRow>(
        db.query(
            R"(SELECT id, "user", name, roles, active, language, until_day FROM staff ORDER BY active DESC, name, id)"),
        staff_row);
}
std::optional<StaffRow> staff_by_user(Db& db, std::string_view user) { return one_staff(db.query(kStaffByUser, user)); }
std::optional<StaffRow> staff_by_id(Db& db, std::string_view id) { return one_staff(db.query(kStaffById, id)); }
std::optional<StaffRow> staff_linked_with(Db& db, const std::string& clinic, const StaffId& elsewhere) {
    auto link = db.query("SELECT staff FROM staff_link WHERE clinic = ?1 AND elsewhere = ?2", clinic, elsewhere);
    if (!link.step()) return std::nullopt;
    return staff_by_id(db, link.string(0));
}
bool another_administrator(Db& db, const StaffId& beside) {
    for (const StaffRow& each : all_staff(db)) {
        const bool administers =
            std::find(each.roles.begin(), each.roles.end(), Role::administrator) != each.roles.end();
        if (administers && each.active && each.id != beside) return true;
    }
    return false;
}

std::vector<StoryEntry> story(Db& db, const PatientId& patient, std::int64_t before, std::int64_t limit) {
    std::vector<StoryEntry> entries;
    for (journal::StoredEvent& event : journal::JournalReader(db).read_events(
             db.query("SELECT " AFTERGLOW_JOURNAL_COLUMNS
                      " FROM journal WHERE sequence IN (SELECT sequence FROM story WHERE patient = ?1 AND (?2 = 0 OR "
                      "sequence < ?2) ORDER BY sequence DESC LIMIT ?3) ORDER BY sequence DESC",
                      patient, before, limit))) {
        entries.push_back({event.sequence,
                           std::move(event.stream),
                           std::move(event.name),
                           {std::move(event.meta.command_id)},
                           {std::move(event.meta.who)},
                           event.meta.happened_at,
                           event.meta.recorded_at,
                           {std::move(event.payload)}});
    }
    return entries;
}

namespace {

// Of what was written before there were keys for persons, there is something that cannot be erased.
bool written_before_keys(Db& db, const std::string& person) {
    if (db.query("SELECT 1 FROM journal WHERE stream = ?1 AND key_id IS NULL LIMIT 1", person).step()) return true;
    return db
        .query(
            "SELECT 1 FROM story JOIN journal ON journal.sequence = story.sequence WHERE story.patient = ?1 AND "
            "key_id IS NULL LIMIT 1",
            person.substr(person.find(':') + 1))
        .step();
}

AtTheEnd known_of(Db& db, std::vector<std::string> persons) {
    AtTheEnd person;
    person.exists = document(db, persons.front()).has_value();
    person.sealed =
        std::ranges::none_of(persons, [&](const std::string& each) { return written_before_keys(db, each); });
    person.persons = std::move(persons);
    return person;
}

}  // namespace

AtTheEnd at_the_end(Db& db, const PatientId& patient) {
    std::vector<std::string> persons{stream_of(patient)};
    auto inquiry = db.query("SELECT inquiry FROM patient WHERE id = ?1 AND inquiry IS NOT NULL", patient);
    if (inquiry.step()) {
        persons.push_back(stream_of(InquiryId{inquiry.string(0)}));
        for (const std::string& each :
             column_of(db.query("SELECT id FROM waiting WHERE inquiry = ?1 ORDER BY id", inquiry.string(0))))
            persons.push_back(stream_of(WaitingId{each}));
    }
    AtTheEnd person = known_of(db, std::move(persons));
    auto last = db.query(
        "SELECT recorded_at FROM journal WHERE sequence = (SELECT max(sequence) FROM story WHERE patient = ?1)",
        patient);
    if (last.step()) person.last_entry_at = last.instant(0);
    return person;
}
AtTheEnd at_the_end(Db& db, const InquiryId& inquiry) {
    AtTheEnd person = known_of(db, {stream_of(inquiry)});
    person.became_patient = patient_of_inquiry(db, inquiry).has_value();
    return person;
}
AtTheEnd at_the_end(Db& db, const WaitingId& waiting) {
    AtTheEnd person = known_of(db, {stream_of(waiting)});
    auto inquiry = db.query("SELECT inquiry FROM waiting WHERE id = ?1 AND inquiry IS NOT NULL", waiting);
    person.became_patient = inquiry.step() && patient_of_inquiry(db, {inquiry.string(0)}).has_value();
    return person;
}

std::vector<ErasureRow> erasures(Db& db) {
    return all<ErasureRow>(
        db.prepare(
            "SELECT erasure.person, erasure.requested_at, erasure.held_at, erasure.erased_at, erasure.erased_by, "
            "patient.id, patient.given_name || ' ' || patient.family_name FROM erasure LEFT JOIN patient ON "
            "patient.id = erasure.id ORDER BY erased_at IS NOT NULL, coalesce(erased_at, requested_at, held_at) "
            "DESC, erasure.id LIMIT 1000"),
        [](const Statement& row) {
            return ErasureRow{row.string(0),
                              row.optional_instant(1),
                              row.optional_instant(2),
                              row.optional_instant(3),
                              optional_id_at<StaffId>(row, 4),
                              optional_id_at<PatientId>(row, 5),
                              row.optional_string(6),
                              {}};
        });
}

namespace {
#define AFTERGLOW_ACCESS_ROWS                                             \
    "SELECT sequence, at, kind, staff, access_log.patient, what, times, " \
    "patient.given_name || ' ' || patient.family_name, emergency "        \
    "FROM access_log LEFT JOIN patient ON patient.id = access_log.patient "

AccessRow access_row(const Statement& row) {
    return {row.int64(0),
            row.instant(1),
            row.string(2),
            optional_id_at<StaffId>(row, 3),
            optional_id_at<PatientId>(row, 4),
            row.optional_string(5),
            row.int64(6),
            row.optional_string(7),
            optional_id_at<EmergencyId>(row, 8)};
}
}  // namespace

std::vector<AccessRow> access_log(Db& db, const std::optional<PatientId>& patient, std::int64_t before,
                                  std::int64_t limit) {
    return all<AccessRow>(
        db.query(AFTERGLOW_ACCESS_ROWS "WHERE (?1 IS NULL OR access_log.patient = ?1) AND (?2 = 0 OR sequence < ?2) "
                                       "ORDER BY sequence DESC LIMIT ?3",
                 patient, before, limit),
        access_row);
}

std::vector<AccessRow> access_between(Db& db, Instant from, Instant until, const std::optional<StaffId>& staff,
                                      const std::optional<PatientId>& patient) {
    return all<AccessRow>(
        db.query(AFTERGLOW_ACCESS_ROWS "WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR staff = ?3) AND (?4 IS NULL OR "
                                       "access_log.patient = ?4) ORDER BY at, sequence",
                 from, until, staff, patient),
        access_row);
}

namespace {
#define AFTERGLOW_EMERGENCY_ROWS                                                                                  \
    "SELECT emergency.id, staff, emergency.patient, patient.given_name || ' ' || patient.family_name, reason, "   \
    "opened_at, ends_at, closed_at, told_at, reviewed_at, reviewed_by, finding FROM emergency LEFT JOIN patient " \
    "ON patient.id = emergency.patient "

EmergencyRow emergency_row(const Statement& row) {
    return {{row.string(0)},
            {row.string(1)},
            {row.string(2)},
            row.optional_string(3),
            row.string(4),
            row.instant(5),
            row.instant(6),
            row.optional_instant(7),
            row.optional_instant(8),
            row.optional_instant(9),
            optional_id_at<StaffId>(row, 10),
            row.optional_string(11),
            {}};
}

std::vector<EmergencyRow> with_reads(Db& db, std::vector<EmergencyRow> rows) {
    for (EmergencyRow& each : rows) {
        each.reads = all<EmergencyRead>(
            db.query("SELECT what, CAST(sum(times) AS BIGINT), min(at), max(at) FROM access_log WHERE emergency = ?1 "
                     "GROUP BY what ORDER BY min(at), what",
                     each.id),
            [](const Statement& row) {
                return EmergencyRead{row.string(0), row.int64(1), row.instant(2), row.instant(3)};
            });
    }
    return rows;
}
}  // namespace

std::optional<EmergencyRow> open_emergency(Db& db, const StaffId& staff, Instant now) {
    auto row = db.query(AFTERGLOW_EMERGENCY_ROWS
                        "WHERE staff = ?1 AND closed_at IS NULL AND ends_at > ?2 ORDER BY ends_at DESC LIMIT 1",
                        staff, now);
    if (!row.step()) return std::nullopt;
    return emergency_row(row);
}

std::vector<EmergencyRow> emergencies(Db& db, std::int64_t limit) {
    return with_reads(
        db, all<EmergencyRow>(db.query(AFTERGLOW_EMERGENCY_ROWS
                                       "ORDER BY reviewed_at IS NOT NULL, CASE WHEN reviewed_at IS NULL THEN opened_at "
                                       "ELSE -opened_at END, emergency.id LIMIT ?1",
                                       limit),
                              emergency_row));
}

std::vector<EmergencyRow> emergencies_between(Db& db, Instant from, Instant until, const std::optional<StaffId>& staff,
                                              const std::optional<PatientId>& patient) {
    return with_reads(
        db, all<EmergencyRow>(db.query(AFTERGLOW_EMERGENCY_ROWS
                                       "WHERE opened_at >= ?1 AND opened_at < ?2 AND (?3 IS NULL OR staff = ?3) AND "
                                       "(?4 IS NULL OR emergency.patient = ?4) ORDER BY opened_at, emergency.id",
                                       from, until, staff, patient),
                              emergency_row));
}

std::int64_t emergencies_to_review(Db& db, const StaffId& beside) {
    auto row = db.query("SELECT count(*) FROM emergency WHERE reviewed_at IS NULL AND staff <> ?1", beside);
    row.step();
    return row.int64(0);
}

std::optional<PatientId> patient_of(Db& db, const CourseId& course) {
    auto row = db.query("SELECT patient FROM course WHERE id = ?1", course);
    return row.step() ? std::optional(PatientId{row.string(0)}) : std::nullopt;
}
std::optional<PatientId> patient_of(Db& db, const SessionId& session) {
    auto row = db.query("SELECT patient FROM session WHERE id = ?1 AND rehearsal IS NULL", session);
    return row.step() ? std::optional(PatientId{row.string(0)}) : std::nullopt;
}

// The last eight weeks of the clinic's zone, this one included.
std::vector<AlarmWeek> alarm_weeks(Db& db, Instant now, const std::string& zone) {
    const Date today = to_local(now, zone).date();
    const std::int32_t this_monday = today.days - (((today.days + 3) % 7) + 7) % 7;
    std::vector<AlarmWeek> weeks;
    for (std::int32_t back = 7; back >= 0; --back) weeks.push_back({.monday = {this_monday - 7 * back}});
    auto rows = db.query(
        "SELECT raised_at, acknowledged_at IS NOT NULL, escalated_at IS NOT NULL, actionable FROM alarm "
        "WHERE rehearsal = 0 AND raised_at >= ?1",
        now - days(64));
    while (rows.step()) {
        const std::int32_t day = to_local(rows.instant(0), zone).date().days;
        if (day < weeks.front().monday.days) continue;
        AlarmWeek& week = weeks[static_cast<std::size_t>(std::min(7, (day - weeks.front().monday.days) / 7))];
        ++week.raised;
        week.escalated += rows.boolean(2);
        if (!rows.boolean(1)) continue;
        ++week.acknowledged;
        ++(rows.is_null(3) ? week.not_said : rows.boolean(3) ? week.actionable : week.not_actionable);
    }
    return weeks;
}

Figures figures(Db& db, Instant now, const std::string& zone) {
    Figures figures;
    figures.weeks = weeks_kept(db, now, zone);
    auto open =
        db.query("SELECT count(*), count(*) FILTER (WHERE due_at < ?1) FROM inquiry WHERE status = 'open'", now);
    open.step();
    figures.inquiries_open = open.int64(0);
    figures.inquiries_late = open.int64(1);
    figures.phases =
        all<PhaseCount>(db.query("SELECT phase, status, count(*) FROM course WHERE status <> 'ended' GROUP BY phase, "
                                 "status ORDER BY phase, status"),
                        [](const Statement& row) {
                            return PhaseCount{enum_at<Phase>(row, 0), enum_at<CourseStatus>(row, 1), row.int64(2)};
                        });
    figures.endings = all<EndingCount>(
        db.query("SELECT ending, count(*) FROM course WHERE status = 'ended' GROUP BY ending ORDER BY ending"),
        [](const Statement& row) { return EndingCount{enum_at<Ending>(row, 0), row.int64(1)}; });
    figures.alarms = alarm_weeks(db, now, zone);
    figures.changes =
        all<ChangeCount>(db.query("SELECT change, count(DISTINCT patient) FROM course WHERE change IS NOT NULL GROUP "
                                  "BY change ORDER BY change"),
                         [](const Statement& row) { return ChangeCount{enum_at<Change>(row, 0), row.int64(1)}; });
    figures.scales = all<BeforeAfter>(
        db.query("WITH standing AS (SELECT * FROM scale WHERE corrected = 0), pair AS (SELECT instrument, course, "
                 "(SELECT total FROM standing AS first WHERE first.course = each.course AND first.instrument = "
                 "each.instrument AND first.time_point = 'baseline' ORDER BY at, entry LIMIT 1) AS before_total, "
                 "(SELECT total FROM standing AS last WHERE last.course = each.course AND last.instrument = "
                 "each.instrument AND last.time_point = 'end' ORDER BY at DESC, entry LIMIT 1) AS after_total "
                 "FROM standing AS each GROUP BY instrument, course) "
                 "SELECT instrument, count(*), avg(CAST(before_total AS DOUBLE PRECISION)), avg(CAST(after_total AS "
                 "DOUBLE PRECISION)) FROM pair WHERE before_total IS NOT "
                 "NULL AND after_total IS NOT NULL GROUP BY instrument ORDER BY instrument"),
        [](const Statement& row) { return BeforeAfter{row.string(0), row.int64(1), row.real(2), row.real(3)}; });
    return figures;
}

// ---- the room -------------------------------------------------------------------------------------------------------------

std::vector<DueRow> due(Db& db, std::string_view kind, Instant now) {
    const std::string prefix = std::string(kind) + ":";
    return all<DueRow>(
        db.query(
            "SELECT stream, at FROM due WHERE at <= ?1 AND substr(stream, 1, length(?2)) = ?2 ORDER BY at LIMIT 200",
            now, prefix),
        [](const Statement& row) { return DueRow{row.string(0), row.instant(1)}; });
}

namespace {
ReadingRow reading_row(const Statement& row) {
    return {row.instant(0), row.instant(1), row.string(2), {row.string(3)}};
}
}  // namespace

std::vector<ReadingRow> readings(Db& db, const SessionId& session, Instant since, std::int64_t most) {
    auto counted = db.query("SELECT count(*) FROM reading WHERE session = ?1 AND at >= ?2", session, since);
    counted.step();
    const std::int64_t every = std::max<std::int64_t>(1, (counted.int64(0) + most - 1) / most);
    // Those with a blood pressure always: there are few, and they are what a check is about.
    return all<ReadingRow>(
        db.query(
            "SELECT at, received_at, device, vitals FROM (SELECT *, row_number() OVER (ORDER BY at, sequence) AS n "
            "FROM reading WHERE session = ?1 AND at >= ?2) AS numbered WHERE n % ?3 = 0 OR vitals LIKE '%systolic%' "
            "ORDER BY "
            "at, sequence",
            session, since, every),
        reading_row);
}
std::vector<ReadingRow> readings_from(Db& db, const SessionId& session, std::int64_t sequence) {
    return all<ReadingRow>(
        db.query("SELECT at, received_at, device, vitals FROM reading WHERE session = ?1 AND sequence "
                 ">= ?2 ORDER BY sequence LIMIT 1000",
                 session, sequence),
        reading_row);
}

std::vector<AlarmRow> alarms_of(Db& db, const SessionId& session) {
    return all<AlarmRow>(
        db.query("SELECT alarm, rule, source, priority, unverified, measure, value, limit_value, raised_at, "
                 "escalated_at, acknowledged_at, acknowledged_by, actionable, words, ended_at FROM alarm WHERE session "
                 "= ?1 ORDER BY alarm DESC",
                 session),
        [](const Statement& row) {
            return AlarmRow{row.int64(0),
                            row.string(1),
                            enum_at<AlarmSource>(row, 2),
                            enum_at<AlarmPriority>(row, 3),
                            row.boolean(4),
                            optional_enum_at<Measure>(row, 5),
                            row.is_null(6) ? std::nullopt : std::optional(row.real(6)),
                            row.is_null(7) ? std::nullopt : std::optional(row.real(7)),
                            row.instant(8),
                            row.optional_instant(9),
                            row.optional_instant(10),
                            optional_id_at<StaffId>(row, 11),
                            optional_bool_at(row, 12),
                            row.optional_string(13),
                            row.optional_instant(14)};
        });
}

std::vector<RunningWatch> running_watches(Db& db) {
    return all<RunningWatch>(
        db.query("SELECT watch.session, watch.room, watch.patient, patient.national_id, rehearsal FROM watch LEFT JOIN "
                 "patient ON "
                 "patient.id = watch.patient WHERE runs = 1 ORDER BY watch.session"),
        [](const Statement& row) {
            return RunningWatch{
                {row.string(0)}, row.optional_string(1), {row.string(2)}, row.optional_string(3), row.boolean(4)};
        });
}

// ---- the register ---------------------------------------------------------------------------------------------------------

std::vector<StockBalance> stock_balances(Db& db) {
    return all<StockBalance>(
        db.query("SELECT stock, place, balance_micrograms FROM stock_place WHERE balance_micrograms <> 0 ORDER BY "
                 "stock, place"),
        [](const Statement& row) { return StockBalance{{row.string(0)}, {row.string(1)}, row.int64(2)}; });
}

std::string stock_documents(Db& db, Instant touched_since) {
    return documents(
        db.query("SELECT body FROM stock JOIN document ON stream = 'stock:' || id WHERE balance_micrograms "
                 "<> 0 OR touched_at >= ?1 ORDER BY medicine, expires, lot, id",
                 touched_since));
}

namespace {

std::optional<std::string> text_at(const Json& body, const char* name) {
    const Json* value = body.find(name);
    return value && value->string() ? std::optional(*value->string()) : std::nullopt;
}
std::optional<std::int64_t> whole_at(const Json& body, const char* name) {
    const Json* value = body.find(name);
    return value && value->integer() ? std::optional(*value->integer()) : std::nullopt;
}
template <class T>
std::optional<T> id_in(const Json& body, const char* name) {
    const auto text = text_at(body, name);
    return text ? std::optional(T{*text}) : std::nullopt;
}

RegisterRow register_row(const Statement& row, const std::string& zone) {
    const Json body = journal::stored_json(row.text(12));
    RegisterRow entry{.number = row.int64(0),
                      .entry = {row.string(1)},
                      .stock = {row.string(2)},
                      .medicine = row.string(3),
                      .strength_mg_per_ml = {row.int64(4)},
                      .lot = row.string(5),
                      .expires = date_at(row, 6),
                      .kind = enum_at<MoveKind>(row, 7),
                      .at = row.instant(8),
                      .recorded_at = row.instant(9),
                      .place = text_at(body, "place").value(),
                      .to_place = text_at(body, "to_place"),
                      .change_micrograms = whole_at(body, "change_micrograms").value(),
                      .balance_micrograms = whole_at(body, "balance_micrograms").value(),
                      .lot_balance_micrograms = whole_at(body, "lot_balance_micrograms").value(),
                      .medicine_balance_micrograms = row.int64(11),
                      .to_balance_micrograms = whole_at(body, "to_balance_micrograms"),
                      .expected_micrograms = whole_at(body, "expected_micrograms"),
                      .containers = whole_at(body, "sealed_change").value(),
                      .session = id_in<SessionId>(body, "session"),
                      .patient = id_in<PatientId>(body, "patient"),
                      .patient_name = row.optional_string(13),
                      .who = {row.string(10)},
                      .prescriber = id_in<StaffId>(body, "prescriber"),
                      .prepared_by = id_in<StaffId>(body, "prepared_by"),
                      .witness = id_in<StaffId>(body, "witness"),
                      .other_party = text_at(body, "other_party"),
                      .document = text_at(body, "document"),
                      .reason = text_at(body, "reason"),
                      .method = text_at(body, "method"),
                      .note = text_at(body, "note"),
                      .corrects_number = row.optional_int64(14),
                      .corrected_by_number = row.optional_int64(15)};
    entry.late = to_local(entry.at, zone).date() < to_local(entry.recorded_at, zone).date();
    return entry;
}

}  // namespace

std::vector<RegisterRow> register_entries(Db& db, const RegisterFilter& filter, const std::string& zone,
                                          std::int64_t limit) {
    return all<RegisterRow>(
        db.query("SELECT number, entry, each.stock, each.medicine, each.strength, lot, expires, kind, at, recorded_at, "
                 "who, medicine_balance_micrograms, body, patient.given_name || ' ' || patient.family_name, "
                 "(SELECT min(wrong.number) FROM register_entry AS wrong WHERE wrong.entry = each.corrects AND "
                 "wrong.stock = each.stock), corrected_by FROM register_entry AS each JOIN stock ON stock.id = "
                 "each.stock LEFT JOIN patient ON patient.id = each.patient WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS "
                 "NULL OR at < ?2) AND (?3 IS NULL OR each.medicine = ?3) AND (?4 IS NULL OR place = ?4 OR body LIKE "
                 "'%\"to_place\":\"' || ?4 || '\"%') AND (?5 IS NULL OR each.stock = ?5) AND (?6 IS NULL OR "
                 "each.patient = ?6) ORDER BY number LIMIT ?7",
                 filter.from, filter.to, filter.medicine, filter.place, filter.stock, filter.patient, limit),
        [&](const Statement& row) { return register_row(row, zone); });
}

std::vector<BalanceLine> balances_before(Db& db, const std::optional<Instant>& at) {
    return all<BalanceLine>(
        db.query("SELECT medicine, strength, coalesce(CAST(sum(CASE WHEN at < ?1 THEN net_micrograms END) AS BIGINT), "
                 "0) FROM "
                 "register_entry GROUP BY medicine, strength ORDER BY medicine, strength",
                 at),
        [](const Statement& row) { return BalanceLine{row.string(0), {row.int64(1)}, row.int64(2)}; });
}

std::vector<std::string> places_of_stock(Db& db) {
    return all<std::string>(db.query("SELECT DISTINCT place FROM stock_place ORDER BY place"),
                            [](const Statement& row) { return row.string(0); });
}

std::vector<DiscrepancyRow> discrepancies(Db& db) {
    return all<DiscrepancyRow>(
        db.query("SELECT stock, medicine, lot, body FROM discrepancy JOIN stock ON stock.id = stock ORDER BY found_at "
                 "DESC, entry LIMIT 500"),
        [](const Statement& row) {
            return DiscrepancyRow{{row.string(0)}, row.string(1), row.string(2), {row.string(3)}};
        });
}

std::vector<RegisterDayRow> register_days(Db& db, std::int64_t limit) {
    return all<RegisterDayRow>(
        db.query("SELECT kind, day, at, who, body FROM register_day ORDER BY sequence DESC LIMIT ?1", limit),
        [](const Statement& row) {
            const Json body = journal::stored_json(row.text(4));
            std::string balances;
            if (const Json* found = body.find("balances")) write_json(balances, *found);
            return RegisterDayRow{enum_at<RegisterDayKind>(row, 0),
                                  date_at(row, 1),
                                  row.instant(2),
                                  {row.string(3)},
                                  {balances},
                                  text_at(body, "note")};
        });
}

std::string course_documents(Db& db, const PatientId& patient) {
    return documents(
        db.query("SELECT body FROM course JOIN document ON stream = 'course:' || course.id WHERE course.patient = ?1 "
                 "ORDER BY cycle DESC",
                 patient));
}
std::string session_documents(Db& db, const PatientId& patient) {
    return documents(
        db.query("SELECT body FROM course JOIN session ON session.course = course.id JOIN document ON stream = "
                 "'session:' || session.id "
                 "WHERE course.patient = ?1 ORDER BY session.opened_at DESC, session.id",
                 patient));
}

}  // namespace afterglow::views
