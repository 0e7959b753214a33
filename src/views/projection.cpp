#include "views/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "clinic/account/account.h"
#include "clinic/erasure/erasure.h"
#include "journal/stored.h"
#include "views/names.h"
#include "views/rows.h"
#include "views/tables.sql.h"

namespace afterglow::views {
namespace {

using journal::Db;
using journal::StoredEvent;
using namespace clinic;

template <class T>
std::optional<std::string> text_of(const std::optional<T>& value) {
    if (!value) return std::nullopt;
    return value->value;
}
template <DescribedEnum E>
std::optional<std::string> name_of(const std::optional<E>& value) {
    if (!value) return std::nullopt;
    return std::string(enum_name(*value));
}

// The first `max` bytes, not cutting a character in two.
std::string beginning(const std::string& text, std::size_t max) {
    if (text.size() <= max) return text;
    std::size_t end = max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

// ---- one function per kind of stream: its row is a function of its state ---------------------------------------------------

void put(Db& db, const Inquiry& inquiry, const StoredEvent&) {
    const std::optional<Instant> answered =
        inquiry.answers.empty() ? std::nullopt : std::optional(inquiry.answers.front().at);
    db.run("INSERT OR REPLACE INTO inquiry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", inquiry.id,
           enum_name(inquiry.status), inquiry.question.name, enum_name(inquiry.question.language),
           enum_name(inquiry.channel), beginning(inquiry.question.question.value, 240), inquiry.received_at,
           inquiry.due_at, inquiry.owner, answered, inquiry.in_time);
}

void put(Db& db, const Waiting& waiting, const StoredEvent&) {
    db.run("INSERT OR REPLACE INTO waiting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", waiting.id,
           enum_name(waiting.status), waiting.person.name, waiting.person.indication,
           enum_name(waiting.person.language), waiting.person.email, waiting.person.phone, waiting.joined_at,
           waiting.told_at, waiting.person.inquiry);
}

void put(Db& db, const Admission& admission, const StoredEvent&) {
    const IndicationChange& change = admission.changes.back();
    db.run("INSERT OR REPLACE INTO indication VALUES (?1, ?2)", change.indication, change.open);
}

void put(Db& db, const Patient& patient, const StoredEvent&) {
    const PatientDetails& details = patient.details;
    const std::string search = searchable(details.family_name.value + " " + details.given_name.value);
    db.run("INSERT OR REPLACE INTO patient VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", patient.id, details.given_name,
           details.family_name, details.birth_date.days, search, details.national_id, patient.inquiry);
    db.run("DELETE FROM patient_word WHERE patient = ?1", patient.id);
    for (std::size_t from = 0; from < search.size();) {
        const std::size_t to = std::min(search.find(' ', from), search.size());
        db.run("INSERT INTO patient_word VALUES (?1, ?2) ON CONFLICT DO NOTHING", search.substr(from, to - from),
               patient.id);
        from = to + 1;
    }
}

void put(Db& db, const Course& course, const StoredEvent& event) {
    std::optional<Change> change;
    for (const Entry<Outcome>& outcome : course.outcomes) {
        if (!outcome.corrected_by && outcome.data.time_point == TimePoint::end) change = outcome.data.change;
    }
    db.run("INSERT OR REPLACE INTO course VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
           course.id, course.patient, course.indication, course.cycle, enum_name(course.phase),
           enum_name(course.status), name_of(course.ending), course.opened_at, event.meta.happened_at, course.ended_at,
           course.open_session, name_of(change), to_json(course.path), to_json(course.interviews));
    if (event.name != EventName<Recorded<Scale>>::text()) return;
    for (const Entry<Scale>& scale : course.scales) {
        db.run("INSERT OR REPLACE INTO scale VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", scale.id, course.id,
               course.patient, scale.data.answers.instrument, enum_name(scale.data.answers.time_point),
               scale.happened_at, scale.data.total, scale.data.severity, scale.corrected_by.has_value());
    }
}

void put(Db& db, const Session& session, const StoredEvent&) {
    const std::optional<Instant> dosed =
        session.doses.empty() ? std::nullopt : std::optional(session.doses.front().happened_at);
    const Entry<Measured>* measured = standing(session.vitals);
    const Vitals vitals = measured ? measured->data.vitals : Vitals{};
    db.run("INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
           session.id, session.course, session.patient, enum_name(session.stage), session.room, session.opened_at,
           dosed, measured ? std::optional(measured->happened_at) : std::nullopt, vitals.systolic_mmhg,
           vitals.diastolic_mmhg, vitals.heart_rate_bpm, vitals.spo2_percent, count_adverse_events(session),
           session.rehearsal ? std::optional(session.rehearsal->name.value) : std::nullopt);
}

// Whom a booking takes, each once.
std::set<std::string> taken_by(const Appointment& appointment) {
    std::set<std::string> whom;
    if (appointment.room) whom.insert("room:" + appointment.room->value);
    if (appointment.patient) whom.insert("patient:" + appointment.patient->value);
    for (const StaffId& each : appointment.staff) whom.insert("staff:" + each.value);
    return whom;
}

void put_holds(Db& db, const Day& day, bool booked, std::int32_t date) {
    const auto last = static_cast<std::int64_t>(day.bookings.size()) - 1;
    for (std::int64_t position = 0; position <= last; ++position) {
        const Booking& booking = day.bookings[static_cast<std::size_t>(position)];
        if (!booked && booking.status != BookingStatus::booked)
            db.run("DELETE FROM booking_hold WHERE day = ?1 AND position = ?2", date, position);
    }
    if (!booked) return;
    const Booking& booking = day.bookings.back();
    for (const std::string& whom : taken_by(booking.appointment))
        db.run("INSERT INTO booking_hold VALUES (?1, ?2, ?3, ?4, ?5)", date, whom, last, booking.starts_at,
               booking.ends_at);
}

void put(Db& db, const Day& day, const StoredEvent& event) {
    const std::int32_t date = parse_date(event.stream.substr(event.stream.find(':') + 1)).value().days;
    std::int64_t position = 0;
    for (const Booking& booking : day.bookings) {
        db.run("INSERT OR REPLACE INTO booking VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", booking.id, date,
               enum_name(booking.status), enum_name(booking.appointment.kind), booking.starts_at, booking.ends_at,
               booking.appointment.room, booking.appointment.patient, booking.appointment.course, to_json(booking),
               position++);
    }
    put_holds(db, day, event.name == EventName<Booked>::text(), date);
}

void put(Db& db, const Task& task, const StoredEvent&) {
    db.run("INSERT OR REPLACE INTO task VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", task.id, enum_name(task.kind),
           task.patient, task.course, task.because_of, task.raised_at, task.closed_at, task.closed_by,
           task.what_was_done);
}

void put(Db& db, const Staff& staff, const StoredEvent&) {
    db.run("INSERT OR REPLACE INTO staff VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", staff.id, staff.user, staff.name,
           to_json(staff.roles), staff.active, enum_name(staff.language),
           staff.until ? std::optional<std::int64_t>(staff.until->days) : std::nullopt);
    db.run("DELETE FROM staff_link WHERE staff = ?1", staff.id);
    for (const AccountLinked& each : staff.links)
        db.run("INSERT INTO staff_link VALUES (?1, ?2, ?3)", each.clinic, each.elsewhere, staff.id);
}

void put(Db&, const Confirmations&, const StoredEvent&) {}
void put(Db&, const Account&, const StoredEvent&) {}

void put_due(Db& db, const StoredEvent& event, const std::optional<Instant>& at) {
    if (at) {
        db.run("INSERT OR REPLACE INTO due VALUES (?1, ?2)", event.stream, *at);
    } else {
        db.run("DELETE FROM due WHERE stream = ?1", event.stream);
    }
}

void put(Db& db, const Morning& morning, const StoredEvent& event) { put_due(db, event, due_at(morning)); }

void put(Db& db, const Emergency& emergency, const StoredEvent& event) {
    put_due(db, event, due_at(emergency));
    db.run("INSERT OR REPLACE INTO emergency VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", emergency.id,
           emergency.staff, emergency.patient, emergency.reason, emergency.opened_at, emergency.ends_at,
           emergency.closed_at, emergency.told_at, emergency.reviewed_at, emergency.reviewed_by, emergency.finding);
}

// The event, if it is one of this type.
template <class Event>
std::optional<Event> event_as(const StoredEvent& event) {
    if (event.name != EventName<Event>::text()) return std::nullopt;
    return journal::stored<Event>(event.payload);
}

void put_alarm(Db& db, const Watch& watch, const StoredEvent& event) {
    const Instant at = event.meta.recorded_at;
    if (const auto raised = event_as<AlarmRaised>(event)) {
        db.run(
            "INSERT OR REPLACE INTO alarm VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, NULL, NULL, NULL, "
            "NULL, NULL, ?11)",
            watch.session, raised->alarm, raised->rule, enum_name(raised->source), enum_name(raised->priority),
            raised->unverified, name_of(raised->measure), raised->value, raised->limit, at, watch.rehearsal);
    }
    if (const auto said = event_as<AlarmAcknowledged>(event)) {
        db.run(
            "UPDATE alarm SET acknowledged_at = ?3, acknowledged_by = ?4, actionable = ?5, words = ?6 WHERE session "
            "= ?1 AND alarm = ?2 AND acknowledged_at IS NULL",
            watch.session, said->alarm, at, event.meta.who, said->actionable, text_of(said->words));
    }
    if (const auto escalated = event_as<AlarmEscalated>(event)) {
        db.run("UPDATE alarm SET escalated_at = coalesce(escalated_at, ?3) WHERE session = ?1 AND alarm = ?2",
               watch.session, escalated->alarm, at);
    }
    const auto ended_by = [&](const auto& changed) {
        if (!changed || std::ranges::find(watch.alarms, changed->alarm, &Alarm::alarm) != watch.alarms.end()) return;
        db.run("UPDATE alarm SET ended_at = ?3 WHERE session = ?1 AND alarm = ?2", watch.session, changed->alarm, at);
    };
    ended_by(event_as<AlarmAcknowledged>(event));
    ended_by(event_as<AlarmConditionEnded>(event));
}

void put(Db& db, const Watch& watch, const StoredEvent& event) {
    put_due(db, event, due_at(watch));
    put_alarm(db, watch, event);
    if (const auto received = event_as<ReadingReceived>(event)) {
        db.run("INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6)", watch.session, event.meta.happened_at,
               event.sequence, event.meta.recorded_at, received->reading.device, to_json(received->reading.vitals));
    }
    std::optional<AlarmPriority> worst;
    bool escalated = false;
    for (const Alarm& alarm : watch.alarms) {
        if (!signals(alarm.state)) continue;
        worst = worst ? std::max(*worst, alarm.priority) : alarm.priority;
        escalated = escalated || alarm.escalated_at;
    }
    const auto latest = [&](Measure measure) -> std::optional<std::int64_t> {
        const auto found = std::ranges::find(watch.latest, measure, &LatestValue::measure);
        if (found == watch.latest.end()) return std::nullopt;
        return static_cast<std::int64_t>(found->value);
    };
    db.run("INSERT OR REPLACE INTO watch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
           watch.session, watch.room, watch.runs(), watch.rehearsal, watch.patient, name_of(worst),
           static_cast<std::int64_t>(watch.alarms.size()), escalated,
           watch.next_check ? std::optional(watch.next_check->at) : std::nullopt, latest(Measure::systolic_mmhg),
           latest(Measure::diastolic_mmhg), latest(Measure::heart_rate_bpm), latest(Measure::spo2_percent),
           watch.last ? std::optional(watch.last->measured_at) : std::nullopt);
}

void put_register_entry(Db& db, const Stock& stock, const StockMoved& move, const StoredEvent& event) {
    auto next = db.query("SELECT coalesce(max(number), 0) + 1 FROM register_entry");
    next.step();
    const std::int64_t number = next.int64(0);
    auto sum =
        db.query("SELECT CAST(sum(balance_micrograms) AS BIGINT) FROM stock WHERE medicine = ?1 AND strength = ?2",
                 stock.medicine.name, stock.medicine.strength_mg_per_ml.micrograms);
    sum.step();
    db.run(
        "INSERT INTO register_entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, NULL, "
        "?16)",
        number, event.meta.command_id, stock.id, stock.medicine.name, stock.medicine.strength_mg_per_ml.micrograms,
        event.meta.happened_at, event.meta.recorded_at, event.meta.who, enum_name(move.kind), move.place,
        move.to_place ? std::int64_t{0} : move.change_micrograms, sum.int64(0), text_of(move.session),
        text_of(move.patient), text_of(move.corrects), event.payload);
    if (move.corrects)
        db.run("UPDATE register_entry SET corrected_by = ?1 WHERE entry = ?2 AND stock = ?3", number, *move.corrects,
               stock.id);
}

void put(Db& db, const Stock& stock, const StoredEvent& event) {
    db.run("INSERT OR REPLACE INTO stock VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", stock.id, stock.medicine.name,
           stock.medicine.strength_mg_per_ml.micrograms, stock.lot, static_cast<std::int64_t>(stock.expires.days),
           stock.balance_micrograms, event.meta.recorded_at);
    for (const StockPlace& each : stock.places)
        db.run("INSERT OR REPLACE INTO stock_place VALUES (?1, ?2, ?3)", stock.id, each.place, each.balance_micrograms);
    for (const Discrepancy& each : stock.discrepancies)
        db.run("INSERT OR REPLACE INTO discrepancy VALUES (?1, ?2, ?3, ?4)", stock.id, each.entry, to_json(each),
               each.found_at);
    if (const auto move = event_as<StockMoved>(event)) put_register_entry(db, stock, *move, event);
}

void put(Db& db, const Register&, const StoredEvent& event) {
    const auto row = [&](const char* kind, Date day, const auto& entered) {
        db.run("INSERT INTO register_day VALUES (?1, ?2, ?3, ?4, ?5, ?6)", event.sequence, kind,
               static_cast<std::int64_t>(day.days), event.meta.recorded_at, event.meta.who, to_json(entered));
    };
    if (const auto opened = event_as<RegisterDayOpened>(event)) row("day_opened", opened->day, *opened);
    if (const auto closed = event_as<RegisterDayClosed>(event)) row("day_closed", closed->day, *closed);
    if (const auto closed = event_as<RegisterMonthClosed>(event)) row("month_closed", closed->month, *closed);
}

void put(Db& db, const AccessDay&, const StoredEvent& event) {
    const Json payload = journal::stored_json(event.payload);
    const auto member = [&](const char* name) -> std::optional<std::string> {
        const Json* value = payload.find(name);
        return value && value->string() ? std::optional(*value->string()) : std::nullopt;
    };
    const auto first = [&](auto... names) {
        std::optional<std::string> found;
        ((found = found ? found : member(names)), ...);
        return found;
    };
    const std::optional<std::string> what = first("what", "clinic_name", "from");
    const Json* times = payload.find("times");
    db.run("INSERT INTO access_log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", event.sequence, event.meta.happened_at,
           event.name, member("staff"), member("patient"), what, times ? *times->integer() : 1, member("emergency"));
}

std::string_view kind_name(std::string_view stream) { return stream.substr(0, stream.find(':')); }
std::string id_of(std::string_view stream) { return std::string(stream.substr(stream.find(':') + 1)); }

void put(Db& db, const Erasure& erasure, const StoredEvent& event) {
    db.run("INSERT OR REPLACE INTO erasure VALUES (?1, ?2, ?3, ?4, ?5, ?6)", id_of(event.stream), erasure.person,
           erasure.requested_at, erasure.hold ? std::optional(erasure.hold->at) : std::nullopt, erasure.erased_at,
           erasure.erased_by);
    const auto erased = event_as<PersonErased>(event);
    if (!erased) return;
    for (const std::string& person : erased->persons)
        db.run("INSERT OR REPLACE INTO erased_person VALUES (?1)", person);
}

// What is known of an event that nobody may be able to read.
void note_event(Db& db, const StoredEvent& event) {
    db.run("INSERT OR REPLACE INTO event_kind VALUES (?1, ?2, ?3, ?4)", kind_name(event.stream), event.name,
           event.name_version, event.sequence);
    // A stream is one person's from its first event on, but for the days, which are everybody's.
    if (event.key_id && (event.version == 1 || kind_name(event.stream) == Day::kKind))
        db.run("INSERT INTO sealed_stream VALUES (?1, ?2) ON CONFLICT DO NOTHING", *event.key_id, event.stream);
}

bool is_about_emergency(const StoredEvent& event) {
    return event.name == EventName<PrivacyNoticeSent>::text() || event.name == EventName<EmergencyReviewed>::text();
}

template <class State>
void project_as(Db& db, const StoredEvent& event, const StreamKind& kind, const void* any) {
    const State& state = *static_cast<const State*>(any);
    put(db, state, event);
    if constexpr (!std::is_same_v<State, AccessDay>) {
        db.run("INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3)", event.stream, event.version, kind.write(any));
    }
    // A watch would drown the story in readings; what came of it is told by the session. What the privacy lead thought of an
    // emergency is not the person's story, nor is what was said about the record's end.
    if constexpr (!std::is_same_v<State, Watch> && !std::is_same_v<State, Erasure>) {
        const auto person = kind.person(any, event.name, event.payload);
        if (person && kind_name(*person) == Patient::kKind && !is_about_emergency(event))
            db.run("INSERT OR REPLACE INTO story VALUES (?1, ?2)", id_of(*person), event.sequence);
    }
}

using Projector = void (*)(Db&, const StoredEvent&, const StreamKind&, const void*);

template <class... States>
std::unordered_map<std::string_view, Projector> projectors() {
    return {{States::kKind, project_as<States>}...};
}

constexpr int kNameVersion = 1;  // of every event, until one changes its shape

// Throws for an event of a version to come. Nothing is ever skipped.
void check_known(std::string_view kind, std::string_view name, std::int64_t name_version) {
    const auto& kinds = stream_kinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const StreamKind& each) { return each.name == kind; });
    if (found != kinds.end() && found->knows(name) && name_version == kNameVersion) return;
    throw journal::StorageError(
        journal::StorageFault::newer_format,
        fmt::format(
            "the journal holds events that this version does not know ({}: {}, version {}): it was written by a newer "
            "version of Afterglow, use that one",
            kind, name, name_version));
}

// All events of `db`'s journal, folded in order, into the views of `target`.
std::int64_t fold_all(Db& source, Db& target) {
    std::unordered_map<std::string, AnyState> states;
    std::int64_t count = 0;
    journal::JournalReader(source).for_each(1, [&](const StoredEvent& event) {
        check_known(kind_name(event.stream), event.name, event.name_version);
        ++count;
        if (event.erased) return note_event(target, event), true;
        const StreamKind& kind = kind_of_stream(event.stream);
        AnyState& state = states[event.stream];
        if (!state) state = kind.make();
        kind.fold(state.get(), event.name, journal::stored_json(event.payload), meta_of(event));
        project(target, event, kind, state.get());
        return true;
    });
    return count;
}

// The rows that come from the events of one stream alone.
void clear_stream(Db& db, const std::string& stream) {
    const std::string_view kind = kind_name(stream);
    const std::string id = id_of(stream);
    if (kind == Inquiry::kKind) db.run("DELETE FROM inquiry WHERE id = ?1", id);
    if (kind == Waiting::kKind) db.run("DELETE FROM waiting WHERE id = ?1", id);
    if (kind == Patient::kKind) {
        db.run("DELETE FROM patient WHERE id = ?1", id);
        db.run("DELETE FROM patient_word WHERE patient = ?1", id);
        db.run("DELETE FROM story WHERE patient = ?1", id);
    }
    if (kind == Course::kKind) {
        db.run("DELETE FROM course WHERE id = ?1", id);
        db.run("DELETE FROM scale WHERE course = ?1", id);
    }
    if (kind == Session::kKind) db.run("DELETE FROM session WHERE id = ?1", id);
    if (kind == Watch::kKind) {
        db.run("DELETE FROM watch WHERE session = ?1", id);
        db.run("DELETE FROM reading WHERE session = ?1", id);
        db.run("DELETE FROM alarm WHERE session = ?1", id);
    }
    if (kind == Task::kKind) db.run("DELETE FROM task WHERE id = ?1", id);
    if (kind == Day::kKind) {
        for (const char* table : {"booking", "booking_hold"})
            db.run(fmt::format("DELETE FROM {} WHERE day = ?1", table), std::int64_t{parse_date(id).value().days});
    }
    if (kind == Emergency::kKind) db.run("DELETE FROM emergency WHERE id = ?1", id);
    if (kind == Erasure::kKind) db.run("DELETE FROM erasure WHERE id = ?1", id);
    db.run("DELETE FROM due WHERE stream = ?1", stream);
    db.run("DELETE FROM document WHERE stream = ?1", stream);
}

void fold_stream(Db& db, const std::string& stream) {
    const StreamKind& kind = kind_of_stream(stream);
    const AnyState state = kind.make();
    for (const StoredEvent& event : journal::JournalReader(db).read_stream(stream)) {
        if (event.erased) continue;
        kind.fold(state.get(), event.name, journal::stored_json(event.payload), meta_of(event));
        project(db, event, kind, state.get());
    }
}

// Whether exactly those keys are destroyed whose destruction is in the journal.
void compare_erased(Db& live, Db& made, std::vector<std::string>& found) {
    const auto by_keys = journal::PersonKeys::erased(live);
    const auto by_journal = column_of(made.prepare("SELECT person FROM erased_person ORDER BY person"));
    for (const std::string& person : by_keys) {
        if (!std::ranges::binary_search(by_journal, person))
            found.push_back("person_key: the key of " + person + " is destroyed, though nobody erased this person");
    }
    for (const std::string& person : by_journal) {
        if (!std::ranges::binary_search(by_keys, person))
            found.push_back("person_key: " + person + " was erased, but the key is there");
    }
}

// What the views of this version look like: their tables, and the states they keep.
const std::string& form_of_views() {
    static const std::string form = [] {
        SchemaBook book;
        for (const StreamKind& kind : stream_kinds()) kind.describe(book);
        std::string all = kTables;
        for (const auto& [name, schema] : book.schemas()) all += name + schema;
        return sha256_hex(all);
    }();
    return form;
}

bool has_this_form(Db& db) {
    if (!db.has_table("views_form")) return false;
    auto row = db.query("SELECT form FROM views_form");
    return row.step() && row.text(0) == form_of_views();
}

void create_tables(Db& db) { db.exec(kTables); }

// Who or what is in two places at once, at most a few.
std::vector<std::string> overlaps(Db& db) {
    auto rows = db.prepare(
        "SELECT DISTINCT a.day, a.whom FROM booking_hold a JOIN booking_hold b ON a.day = b.day AND a.whom = b.whom "
        "AND a.position < b.position AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at "
        "ORDER BY a.day, a.whom LIMIT 3");
    std::vector<std::string> found;
    while (rows.step())
        found.push_back(fmt::format("{} is taken twice at the same time on {}", rows.text(1),
                                    to_text(Date{static_cast<std::int32_t>(rows.int64(0))})));
    return found;
}

// The rows that only one of the two tables has.
void compare_table(journal::Scratch& scratch, const std::string& table, std::vector<std::string>& found) {
    const auto only_in = [&](std::string_view here, std::string_view there, const char* what) {
        auto rows = scratch.db().prepare(
            fmt::format("SELECT * FROM {0}.{1} EXCEPT SELECT * FROM {2}.{1} LIMIT 3", here, table, there));
        while (rows.step() && found.size() < kMaxDifferences) {
            found.push_back(fmt::format("{}: row {} {}", table, rows.text(0), what));
        }
    };
    only_in(scratch.live(), scratch.made(), "is in the live view but does not follow from the journal");
    only_in(scratch.made(), scratch.live(), "follows from the journal but is not in the live view");
}

}  // namespace

Meta meta_of(const StoredEvent& event) {
    return {EntryId{event.meta.command_id}, StaffId{event.meta.who}, event.meta.happened_at, event.meta.recorded_at};
}

const std::vector<std::string>& table_names() {
    static const std::vector<std::string> names{
        "event_kind", "document",     "inquiry",    "waiting",        "indication",   "patient",      "patient_word",
        "course",     "scale",        "session",    "booking",        "booking_hold", "task",         "staff",
        "staff_link", "story",        "access_log", "emergency",      "due",          "watch",        "reading",
        "alarm",      "stock_place",  "stock",      "register_entry", "discrepancy",  "register_day", "sealed_stream",
        "erasure",    "erased_person"};
    return names;
}

std::vector<std::string> all_tables() {
    std::vector<std::string> names = table_names();
    names.push_back("views_form");
    return names;
}

void project(Db& db, const StoredEvent& event, const StreamKind& kind, const void* state) {
    static const auto table =
        projectors<Inquiry, Waiting, Admission, Patient, Course, Session, Day, Task, Staff, Confirmations, AccessDay,
                   Watch, Stock, Register, Account, Morning, Erasure, Emergency>();
    table.at(kind.name)(db, event, kind, state);
    note_event(db, event);
}

void forget_persons(Db& db, const std::vector<std::string>& persons) {
    for (const std::string& person : persons) {
        const auto streams = column_of(
            db.query("SELECT stream FROM sealed_stream JOIN person_key ON person_key.id = key_id WHERE person = ?1 "
                     "ORDER BY stream",
                     person));
        for (const std::string& stream : streams) {
            clear_stream(db, stream);
            fold_stream(db, stream);
        }
    }
}

void check_readable(Db& db) {
    std::int64_t last = 0;
    auto kinds = db.query("SELECT kind, name, name_version, last FROM event_kind");
    while (kinds.step()) {
        check_known(kinds.text(0), kinds.text(1), kinds.int64(2));
        last = std::max(last, kinds.int64(3));
    }
    std::int64_t unseen = 0;
    journal::JournalReader(db).for_each(last + 1, [&](const StoredEvent& event) {
        check_known(kind_name(event.stream), event.name, event.name_version);
        return ++unseen > 0;
    });
    if (unseen == 0) return;
    throw journal::StorageError(
        journal::StorageFault::corrupt,
        fmt::format("the views do not know the last {} events of the journal: run `afterglow verify --rebuild`",
                    unseen));
}

std::int64_t rebuild(Db& db) {
    db.begin_writing();
    try {
        for (const std::string& name : table_names()) db.prepare("DROP TABLE IF EXISTS " + name).run();
        create_tables(db);
        const std::int64_t count = fold_all(db, db);
        db.run("DELETE FROM views_form");
        db.run("INSERT INTO views_form VALUES (?1)", form_of_views());
        db.run("COMMIT");
        return count;
    } catch (...) {
        db.recover();
        throw;
    }
}

std::vector<std::string> raise_second_wall(Db& db) {
    if (db.forbids_overlaps("booking_hold")) return {};
    std::vector<std::string> found = overlaps(db);
    if (!found.empty()) return found;
    db.begin_writing();
    try {
        db.forbid_overlaps("booking_hold");
        db.run("COMMIT");
    } catch (...) {
        db.recover();
        throw;
    }
    return {};
}

std::int64_t bring_up_to_date(Db& db) { return has_this_form(db) ? 0 : rebuild(db); }

std::vector<std::string> differences(Db& live) {
    const bool of_this_form = has_this_form(live);
    const auto scratch = live.scratch();
    create_tables(scratch->db());
    fold_all(live, scratch->db());
    if (!of_this_form) return {"they are those of another version of the program: run with --rebuild"};
    scratch->finish();
    std::vector<std::string> found;
    compare_erased(live, scratch->db(), found);
    for (const std::string& name : table_names()) compare_table(*scratch, name, found);
    for (const std::string& each : overlaps(live)) found.push_back("booking_hold: " + each);
    return found;
}

}  // namespace afterglow::views
