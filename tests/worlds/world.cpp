#include "tests/worlds/world.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <random>

#include "clinic/confirmation/confirmation.h"
#include "clinic/dosing/dosing.h"
#include "desk/desk.h"
#include "journal/verify.h"
#include "tests/harness/clinic.h"
#include "tests/worlds/ledger.h"
#include "views/projection.h"
#include "views/queries.h"

namespace afterglow::worlds {
namespace {

namespace fs = std::filesystem;
using Stopwatch = std::chrono::steady_clock;

Milliseconds seconds(std::int64_t n) { return {n * 1000}; }
double since(Stopwatch::time_point begin) {
    return std::chrono::duration<double, std::milli>(Stopwatch::now() - begin).count();
}

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool percent(int n) { return between(1, 100) <= n; }
    std::string id() {
        return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", random_() & 0xffffffff, random_() & 0xffff,
                           random_() & 0xfff, random_() & 0xfff, random_() & 0xffffffffffff);
    }

private:
    std::mt19937_64 random_;
};

// What a tablet keeps until it is answered.
struct Parcel {
    std::string id, command;
    Instant happened_at;
    Json data;
    std::function<void(Instant happened_at, Instant now)> accepted;
    int tries = 0;
    bool delivered = false;
};

// What a gateway keeps until it is answered.
struct Message {
    std::string id, control_id;
    Instant measured_at;
    Values values;
    bool answered = false;
};

struct Mark {
    std::string id, words;
    Instant happened_at;
};

struct Room {
    SessionId session;
    PatientId patient;
    std::string name;
    Ledger ledger;

    bool in_contact = true;
    Instant out_since;
    std::deque<std::shared_ptr<Parcel>> outbox;
    std::deque<std::shared_ptr<Message>> unsent;
    Instant monitor_back;  // until then it is unplugged
    Values state;          // what the person's body does
    int messages = 0;

    std::vector<Mark> marks;
    std::size_t typed = 0, contacts_lost = 0;
    std::set<std::string> readings;  // control ids
    Instant longest_pause;
};

clinic::Vitals vitals_of(const Values& values) {
    clinic::Vitals vitals;
    const auto take = [&](Measure measure, std::optional<std::int64_t>& into) {
        if (const auto found = values.find(measure); found != values.end())
            into = static_cast<std::int64_t>(found->second);
    };
    take(Measure::systolic_mmhg, vitals.systolic_mmhg);
    take(Measure::diastolic_mmhg, vitals.diastolic_mmhg);
    take(Measure::heart_rate_bpm, vitals.heart_rate_bpm);
    take(Measure::spo2_percent, vitals.spo2_percent);
    take(Measure::sedation_moaas, vitals.sedation_moaas);
    return vitals;
}

// Whether a refusal is nothing but the server's clock being wrong: then it is kept and sent when the clock is right.
bool is_of_clock(const Refusal& refusal) {
    const std::string& code = refusal.errors.empty() ? refusal.code : refusal.errors.front().code;
    return code == "in_future" || code == "contact_upside_down";
}
std::string text_of(const Refusal& refusal) {
    return refusal.errors.empty() ? refusal.code : refusal.errors.front().pointer + " " + refusal.errors.front().code;
}

class World {
public:
    explicit World(const WorldOptions& options) : options_(options), chance_(options.seed) {
        spdlog::set_level(spdlog::level::off);
        begin();
    }

    Outcome live() {
        for (int i = 0; i < options_.ticks; ++i) tick();
        come_to_an_end();
        judge();
        outcome_.figures.sessions = options_.sessions;
        return std::move(outcome_);
    }

private:
    // ---- the clinic ---------------------------------------------------------------------------------------------------

    void begin() {
        const std::array<const char*, 3> mornings{"2026-11-23T08:00:00Z", "2026-10-25T00:50:00Z",
                                                  "2027-03-28T00:50:00Z"};  // two of them before the clocks change
        truth_ = *parse_instant(mornings[static_cast<std::size_t>(chance_.between(0, 2))]);
        set_clock();
        open();
        hire();
        for (const clinic::AlarmRule& rule : pack().alarms) {
            if (chance_.percent(50)) confirm(rule.id);
        }
        for (int i = 0; i < options_.sessions; ++i) open_session(i);
    }

    static const clinic::Pack& pack() { return harness::pack_named("cz-outpatient"); }
    journal::StoreOptions store_options() const { return {.data = folder_->path() / "clinic"}; }
    bool is_up() const { return desk_ != nullptr; }

    void open() {
        store_ = journal::Store::open(store_options());
        desk_ = std::make_unique<desk::Desk>(*store_, pack(), desk::DeskOptions{.now = [this] { return now(); }});
        reader_ = store_->open_reader();
    }
    void close() {
        reader_.reset();
        desk_.reset();
        store_.reset();
    }

    void hire() {
        physician_ = StaffId{chance_.id()}, nurse_ = StaffId{chance_.id()};
        must("add-staff",
             clinic::AddStaff{physician_, {"petr"}, {"Petr"}, {clinic::Role::physician}, clinic::Language::cs});
        must("add-staff", clinic::AddStaff{nurse_, {"jana"}, {"Jana"}, {clinic::Role::nurse}, clinic::Language::cs});
    }
    void confirm(const std::string& rule) {
        confirmed_.insert(rule);
        must("confirm-rule", clinic::ConfirmRule{Code{rule}, {"the world's choice"}}, physician_);
    }
    template <class Command>
    void must(const char* name, const Command& command, const StaffId& who = clinic::kSystem) {
        const auto answer = desk_->perform(name, {.staff = who, .name = "", .address = ""}, {.id = {chance_.id()}},
                                           parse_json(to_json(command)).value());
        if (!answer.ok()) throw std::runtime_error(std::string(name) + ": " + text_of(answer.refusal()));
    }

    // What leads to a session, and to its dose, is not the matter here.
    void open_session(int number) {
        Room room{.session = {chance_.id()},
                  .patient = {chance_.id()},
                  .name = "room " + std::to_string(number),
                  .ledger = Ledger(pack(), confirmed_)};
        const CourseId course{chance_.id()};
        clinic::SessionOpened opened;
        opened.session = room.session, opened.course = course, opened.patient = room.patient;
        opened.therapists = {physician_}, opened.physician_on_site = physician_;
        clinic::Events events;
        events.add(clinic::stream_of(room.session), opened);
        events.add(clinic::watch_stream(room.session),
                   clinic::WatchBegan{room.session, room.patient, course, {}, false});
        if (chance_.percent(70)) {
            clinic::Dose dose;
            dose.dose.route = clinic::Route::intramuscular;
            dose.dose.dose_mg = {70'000};
            dose.dose.lot = {"L1"}, dose.dose.expires = *parse_date("2030-01-01"), dose.dose.prepared_by = nurse_;
            dose.order = EntryId{chance_.id()};
            dose.medicine = "ketamine";
            room.ledger.dosed(clinic::Route::intramuscular, now());
            const clinic::PlannedCheck& check = *room.ledger.check();
            events.add(clinic::stream_of(room.session), clinic::Recorded<clinic::Dose>{dose, {}, {}});
            events.add(clinic::watch_stream(room.session),
                       clinic::CheckPlanned{check.rule, check.at, check.overdue_at});
        }
        append(events);
        rooms_.push_back(std::move(room));
    }
    void append(const clinic::Events& events) {
        const auto stored = std::make_shared<std::promise<void>>();
        desk_->append(events.list(), clinic::kSystem, [stored](const std::exception_ptr&) { stored->set_value(); });
        if (!held_) stored->get_future().wait();
    }

    // ---- time and trouble ---------------------------------------------------------------------------------------------

    Instant now() const { return Instant{clock_.load()}; }
    void set_clock() { clock_ = (truth_ + error_).ms; }
    void pass(Milliseconds time) {
        truth_ = truth_ + time;
        set_clock();
    }

    void tick() {
        pass(Milliseconds{chance_.between(1'000, 20'000)});
        step_clock();
        if (!is_up() && chance_.percent(40)) open();
        if (is_up() && chance_.percent(2)) {
            close();
            ++outcome_.figures.closed;
        }
        const bool slow = is_up() && chance_.percent(6);
        if (slow) hold();
        for (Room& room : rooms_) act(room);
        if (slow) {
            pass(Milliseconds{chance_.between(0, 20'000)});  // meanwhile all that was sent waits
            if (chance_.percent(25)) {
                kill();
            } else {
                let_go();
            }
        }
        if (is_up()) look_after();
    }

    void step_clock() {
        if (error_.count != 0 ? !chance_.percent(20) : !chance_.percent(2)) return;
        error_ = error_.count != 0 ? Milliseconds{0} : chance_.percent(50) ? hours(1) : hours(-1);
        ++outcome_.figures.clock_steps;
        set_clock();
    }

    // The disk does not answer: whatever is sent from now on waits in the writer.
    void hold() {
        held_ = std::make_shared<Held>();
        desk_->with_transaction(
            [held = held_](journal::Transaction&) {
                held->reached.set_value();
                held->go_on.get_future().wait();
                return true;
            },
            {});
        held_->reached.get_future().wait();
        ++outcome_.figures.waits;
    }
    void let_go() {
        held_->go_on.set_value();
        held_.reset();
        for (Waiting& each : std::exchange(waiting_, {})) each.then(each.answer.get(), now());
    }
    // kill -9: what is in the files at this moment is all there is. Nobody whose command waited is ever answered.
    void kill() {
        auto left = std::make_unique<harness::TemporaryFolder>("world");
        fs::copy(folder_->path(), left->path(), fs::copy_options::recursive);
        held_->go_on.set_value();
        held_.reset();
        for (const Waiting& each : waiting_) each.answer.wait();
        waiting_.clear();
        close();
        folder_ = std::move(left);
        ++outcome_.figures.killed;
    }

    void look_after() {
        for (Room& room : rooms_) room.ledger.look_after(now());
        for (const views::DueRow& row : views::due(*reader_, clinic::Watch::kKind, now())) {
            const SessionId session{row.stream.substr(row.stream.find(':') + 1)};
            const auto room = std::ranges::find(rooms_, session, &Room::session);
            if (options_.planted == Planted::browser_timer && !room->in_contact) continue;
            must("look-after-session", clinic::LookAfter{session});
        }
    }

    // ---- sending ------------------------------------------------------------------------------------------------------

    struct Held {
        std::promise<void> reached, go_on;
    };
    using Answered = std::optional<Refusal>;  // nothing: accepted
    using Then = std::function<void(const Answered&, Instant now)>;
    struct Waiting {
        std::shared_future<Answered> answer;
        Then then;
    };

    void send(const char* command, const StaffId& who, desk::Envelope envelope, const Json& data, Then then) {
        if (!is_up()) return;
        ++outcome_.figures.commands;
        const auto promise = std::make_shared<std::promise<Answered>>();
        Waiting waiting{promise->get_future().share(), std::move(then)};
        desk_->submit(*desk::find_command(command), {.staff = who, .name = "", .address = ""}, std::move(envelope),
                      data, [promise](const Result<desk::Answer>& answer) {
                          promise->set_value(answer.ok() ? Answered() : Answered(answer.refusal()));
                      });
        if (held_) return waiting_.push_back(std::move(waiting));
        waiting.then(waiting.answer.get(), now());
    }

    void complain(const std::string& text) { outcome_.complaints.push_back(text); }

    // ---- a room -------------------------------------------------------------------------------------------------------

    void act(Room& room) {
        monitor(room);
        contact(room);
        if (chance_.percent(8)) type(room);
        if (chance_.percent(25)) mark(room);
        if (!room.in_contact) return;
        deliver(room);
        acknowledge(room);
        if (chance_.percent(2)) pause(room);
    }

    void contact(Room& room) {
        if (room.in_contact) {
            if (!chance_.percent(3)) return;
            room.in_contact = false;
            room.out_since = truth_;
            return;
        }
        if (chance_.percent(15)) come_back(room);
    }
    void come_back(Room& room) {
        room.in_contact = true;
        ++room.contacts_lost;
        ++outcome_.figures.contacts_lost;
        post(room, "record-contact-lost", room.out_since, clinic::RecordContactLost{room.session, truth_}, {});
    }

    void change_body(Room& room) {
        const auto change = [&](Measure measure, std::int64_t usual_low, std::int64_t usual_high,
                                std::vector<std::int64_t> alarming) {
            const bool is_known = room.state.contains(measure);
            if (is_known && !chance_.percent(30)) return;  // troubles last
            const auto last = static_cast<std::int64_t>(alarming.size()) - 1;
            const std::int64_t bad = alarming[static_cast<std::size_t>(chance_.between(0, last))];
            room.state[measure] =
                static_cast<double>(chance_.percent(12) ? bad : chance_.between(usual_low, usual_high));
        };
        change(Measure::systolic_mmhg, 125, 170, {181, 190, 200});
        change(Measure::diastolic_mmhg, 60, 100, {111, 120});
        change(Measure::heart_rate_bpm, 50, 120, {131, 150, 44, 40});
        change(Measure::spo2_percent, 93, 100, {91, 86});
        change(Measure::sedation_moaas, 3, 5, {2});
    }
    Values some_of(const Room& room, bool pressure, bool sedation) {
        Values values = room.state;
        if (!pressure) values.erase(Measure::systolic_mmhg), values.erase(Measure::diastolic_mmhg);
        if (!sedation) values.erase(Measure::sedation_moaas);
        return values;
    }

    void monitor(Room& room) {
        change_body(room);
        if (truth_ < room.monitor_back) return;
        if (chance_.percent(1)) room.monitor_back = truth_ + seconds(chance_.between(20, 120));
        const std::string control = room.name + " " + std::to_string(++room.messages);
        room.unsent.push_back(std::make_shared<Message>(
            Message{chance_.id(), control, truth_, some_of(room, chance_.percent(8), false)}));
        if (!is_up()) return;
        for (const auto& message : room.unsent) {
            transmit(room, message);
            if (chance_.percent(3)) transmit(room, message);  // the answer came too late for the gateway
        }
        std::erase_if(room.unsent, [](const auto& each) { return each->answered; });
    }
    void transmit(Room& room, const std::shared_ptr<Message>& message) {
        const clinic::DeviceReading reading{Line{room.name}, Line{message->control_id}, vitals_of(message->values)};
        const Instant happened_at = std::min(message->measured_at, now());
        if (options_.planted == Planted::drop_on_reconnect && !room.in_contact) {
            clinic::Events events;
            events.add(clinic::watch_stream(room.session),
                       clinic::ReadingReceived{reading, now() + seconds(pack().alarm_policy.device_silence_s.value)});
            append(events);
        }
        const auto begin = Stopwatch::now();
        const bool had_latched = room.ledger.has_latched();
        send("receive-reading", clinic::kSystem, {.id = {message->id}, .happened_at = message->measured_at},
             parse_json(to_json(clinic::ReceiveReading{room.session, reading})).value(),
             [this, &room, message, happened_at, begin, had_latched, held = held_ != nullptr](const Answered& refusal,
                                                                                              Instant now) {
                 message->answered = true;
                 if (refusal) return refused(room, "a reading", *refusal);
                 if (!room.readings.insert(message->control_id).second) return void(++outcome_.figures.repeats);
                 ++outcome_.figures.readings;
                 if (!held) outcome_.figures.stored_ms.push_back(since(begin));
                 room.ledger.device(message->values, happened_at, now);
                 if (options_.planted == Planted::clear_on_recovery && !had_latched && room.ledger.has_latched())
                     clear_latched(room);
             });
    }
    void refused(Room&, const std::string& what, const Refusal& refusal) {
        if (error_.count != 0 && is_of_clock(refusal)) return void(++outcome_.figures.refused_by_clock);
        complain(what + " was refused: " + text_of(refusal));
    }

    // Words go through the tablet's outbox.
    template <class Command>
    void post(Room& room, const char* command, Instant at, const Command& data,
              std::function<void(Instant, Instant)> accepted, std::string id = {}) {
        room.outbox.push_back(std::make_shared<Parcel>(Parcel{.id = id.empty() ? chance_.id() : std::move(id),
                                                              .command = command,
                                                              .happened_at = at,
                                                              .data = parse_json(to_json(data)).value(),
                                                              .accepted = std::move(accepted)}));
    }
    void type(Room& room) {
        const Values values = some_of(room, chance_.percent(40), chance_.percent(50));
        clinic::RecordInSession<clinic::Measured> command{room.session, {vitals_of(values), {}, {}}, {}};
        ++room.typed;
        post(room, "record-vitals", truth_, command,
             [&room, values](Instant at, Instant now) { room.ledger.typed(values, at, now); });
    }
    void mark(Room& room) {
        Mark mark{chance_.id(), room.name + " mark " + std::to_string(room.marks.size()), truth_};
        clinic::Mark form;
        form.kind = clinic::MarkKind::said;
        form.words = Prose{mark.words};
        SessionId session = room.session;
        if (options_.planted == Planted::foreign_event && chance_.percent(2))
            session = rooms_[static_cast<std::size_t>(chance_.between(0, options_.sessions - 1))].session;
        post(room, "record-mark", truth_, clinic::RecordInSession<clinic::Mark>{session, form, {}}, {}, mark.id);
        room.marks.push_back(std::move(mark));
        ++outcome_.figures.marks;
    }

    void deliver(Room& room) {
        if (!is_up()) return;
        const auto waiting = room.outbox;  // while the disk is slow, answers come later
        for (const auto& parcel : waiting) {
            hand_over(room, parcel);
            if (chance_.percent(3)) hand_over(room, parcel);  // a second tab, or an answer that was not heard
        }
        std::erase_if(room.outbox, [](const auto& each) { return each->delivered; });
    }
    void hand_over(Room& room, const std::shared_ptr<Parcel>& parcel) {
        if (parcel->tries++ > 0 && options_.planted == Planted::new_id_on_retry) parcel->id = chance_.id();
        const Instant happened_at = std::min(parcel->happened_at, now());
        const bool is_heard = !chance_.percent(5);
        send(parcel->command.c_str(), nurse_, {.id = {parcel->id}, .happened_at = parcel->happened_at}, parcel->data,
             [this, &room, parcel, happened_at, is_heard](const Answered& refusal, Instant now) {
                 if (refusal) return refused(room, parcel->command, *refusal);
                 if (const auto accepted = std::exchange(parcel->accepted, {})) accepted(happened_at, now);
                 if (!is_heard || parcel->delivered) ++outcome_.figures.repeats;
                 parcel->delivered = parcel->delivered || is_heard;
             });
    }

    // Whoever is in the room sees what calls.
    void acknowledge(Room& room) {
        for (std::size_t i = 0; i < room.ledger.alarms().size(); ++i) {
            const Expected& alarm = room.ledger.alarms()[i];
            if (!alarm.calls() || !chance_.percent(12)) continue;
            std::optional<bool> actionable;
            if (chance_.percent(70)) actionable = chance_.percent(50);
            const desk::Envelope first{.id = {chance_.id()}};
            answer_alarm(room, alarm.number, actionable, first);
            if (chance_.percent(10)) answer_alarm(room, alarm.number, actionable, first);  // the same tap again
            if (chance_.percent(10)) answer_alarm(room, alarm.number, {}, {.id = {chance_.id()}});  // another tablet
        }
    }
    void answer_alarm(Room& room, std::int64_t number, std::optional<bool> actionable, const desk::Envelope& envelope) {
        send("acknowledge-alarm", nurse_, envelope,
             parse_json(to_json(clinic::AcknowledgeAlarm{room.session, number, actionable, {}})).value(),
             [this, &room, number, actionable, id = envelope.id.value](const Answered& refusal, Instant now) {
                 const Expected& alarm = room.ledger.alarms().at(static_cast<std::size_t>(number) - 1);
                 if (!refusal && answered_taps_.contains(id)) return void(++outcome_.figures.repeats);
                 if (!refusal && alarm.calls()) {
                     answered_taps_.insert(id);
                     return room.ledger.acknowledged(number, actionable, now);
                 }
                 if (!refusal) return complain(room.name + ": an alarm that does not call was acknowledged");
                 if (alarm.calls() || text_of(*refusal) != "/alarm alarm_acknowledged")
                     complain(room.name + ": an acknowledgement was refused: " + text_of(*refusal));
             });
    }
    void pause(Room& room) {
        const std::int64_t time = chance_.between(1, 150);
        send("pause-alarms", nurse_, {.id = {chance_.id()}},
             parse_json(to_json(clinic::PauseAlarms{room.session, {time}})).value(),
             [this, &room, time](const Answered& refusal, Instant now) {
                 const std::int64_t longest = pack().alarm_policy.pause_longest_s.value;
                 if (refusal.has_value() != (time > longest)) complain(room.name + ": a pause of a wrong length");
                 if (!refusal) room.longest_pause = std::max(room.longest_pause, now + seconds(longest));
             });
    }

    void clear_latched(Room& room) {
        for (const Expected& alarm : room.ledger.alarms()) {
            if (!alarm.calls() || alarm.there) continue;
            clinic::Events events;
            events.add(clinic::watch_stream(room.session),
                       clinic::AlarmAcknowledged{alarm.number, {}, {}, now() + minutes(5)});
            append(events);
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------------

    // The clock is right, everybody is back, and then nothing more happens for hours.
    void come_to_an_end() {
        error_ = {};
        set_clock();
        if (!is_up()) open();
        for (Room& room : rooms_) {
            if (!room.in_contact) come_back(room);
            for (const auto& message : room.unsent) transmit(room, message);
            for (int i = 0; i < 20 && !room.outbox.empty(); ++i) deliver(room);
            if (!room.outbox.empty()) complain(room.name + ": the outbox does not empty itself");
        }
        for (const std::int64_t step : {0, 61, 11, 11}) {
            pass(minutes(step));
            for (Room& room : rooms_) {
                if (options_.planted == Planted::browser_timer) room.in_contact = true;
            }
            look_after();
        }
    }

    // What the journal holds of each stream.
    struct Found {
        std::vector<std::pair<clinic::AlarmRaised, Instant>> raised;
        std::map<std::int64_t, std::size_t> acknowledged;
        std::map<std::int64_t, std::vector<Instant>> escalated;
        std::multiset<std::string> readings;
        std::map<std::string, std::vector<std::pair<Instant, std::string>>> marks;  // by command
        std::size_t typed = 0, contacts_lost = 0, foreign = 0, acknowledged_by_nobody = 0;
    };

    void judge() {
        close();
        const journal::Verification verified = journal::verify(store_options());
        if (!verified.ok()) complain("verify: " + verified.summary());
        const auto db = journal::open_for_reading(store_options());
        for (const std::string& each : views::differences(*db)) complain("views: " + each);
        const std::map<std::string, Found> found = look(*db);
        for (const Room& room : rooms_) {
            Found all = found.at(clinic::watch_stream(room.session));
            const auto session = found.find(clinic::stream_of(room.session));
            if (session != found.end()) {
                all.marks = session->second.marks;
                all.typed = session->second.typed;
                all.foreign += session->second.foreign;
            }
            judge_alarms(*db, room, all);
            judge_words(room, all);
        }
    }

    std::map<std::string, Found> look(journal::Db& db) {
        std::map<std::string, std::string> names;
        for (const Room& room : rooms_)
            names[clinic::watch_stream(room.session)] = names[clinic::stream_of(room.session)] = room.name;
        std::map<std::string, Found> all;
        journal::JournalReader(db).for_each(1, [&](const journal::StoredEvent& event) {
            const auto name = names.find(event.stream);
            if (name != names.end()) take(all[event.stream], event, name->second);
            return true;
        });
        return all;
    }
    void take(Found& found, const journal::StoredEvent& event, const std::string& name) {
        if (event.name == "AlarmRaised") {
            found.raised.emplace_back(from_json<clinic::AlarmRaised>(event.payload).value(), event.meta.recorded_at);
        } else if (event.name == "AlarmAcknowledged") {
            ++found.acknowledged[from_json<clinic::AlarmAcknowledged>(event.payload).value().alarm];
            found.acknowledged_by_nobody += event.meta.who != nurse_.value;
        } else if (event.name == "AlarmEscalated") {
            found.escalated[from_json<clinic::AlarmEscalated>(event.payload).value().alarm].push_back(
                event.meta.recorded_at);
        } else if (event.name == "ReadingReceived") {
            const auto reading = from_json<clinic::ReadingReceived>(event.payload).value().reading;
            found.readings.insert(reading.control_id.value);
            found.foreign += reading.device.value != name;
        } else if (event.name == "MarkRecorded") {
            const auto mark = from_json<clinic::Recorded<clinic::Mark>>(event.payload).value().form;
            found.marks[event.meta.command_id].emplace_back(event.meta.happened_at, mark.words->value);
            found.foreign += !mark.words->value.starts_with(name + " mark ");
        } else if (event.name == "MeasuredRecorded") {
            ++found.typed;
        } else if (event.name == "ContactLost") {
            ++found.contacts_lost;
        }
    }

    void judge_alarms(journal::Db& db, const Room& room, const Found& found) {
        const std::vector<Expected>& expected = room.ledger.alarms();
        const auto wrong = [&](const std::string& text) { complain(room.name + ": " + text); };
        if (found.raised.size() != expected.size())
            wrong(fmt::format("{} alarms raised, {} expected", found.raised.size(), expected.size()));
        if (found.acknowledged_by_nobody > 0) wrong("an alarm was acknowledged by no person");
        for (std::size_t i = 0; i < std::min(expected.size(), found.raised.size()); ++i) {
            const auto& [raised, at] = found.raised[i];
            const Expected& alarm = expected[i];
            const std::string which = fmt::format("alarm {} ({}) ", alarm.number, alarm.rule);
            if (raised.alarm != alarm.number || raised.rule.value != alarm.rule || raised.source != alarm.source ||
                raised.priority != alarm.priority || at != alarm.raised_at) {
                wrong(which + "is another one: " + raised.rule.value);
                continue;
            }
            const auto acknowledged = found.acknowledged.find(alarm.number);
            const std::size_t times = acknowledged == found.acknowledged.end() ? 0 : acknowledged->second;
            const auto escalated = found.escalated.find(alarm.number);
            const auto escalations = escalated == found.escalated.end() ? std::vector<Instant>() : escalated->second;
            if (times == 0 && escalations.empty()) wrong(which + "is unaccounted for");
            if (times != alarm.acknowledgements) wrong(which + "was acknowledged another number of times");
            if (escalations != alarm.escalations) wrong(which + "was escalated at another time");
        }
        count(expected);
        judge_burden(db, room, wrong);
    }
    void count(const std::vector<Expected>& alarms) {
        Figures& figures = outcome_.figures;
        for (const Expected& alarm : alarms) {
            ++figures.alarms;
            figures.acknowledged += alarm.acknowledgements > 0;
            figures.escalated += alarm.acknowledgements == 0;
        }
    }
    template <class Wrong>
    void judge_burden(journal::Db& db, const Room& room, const Wrong& wrong) {
        const auto watch =
            from_json<clinic::Watch>(views::document(db, clinic::watch_stream(room.session))->body).value();
        const clinic::AlarmBurden& burden = watch.burden;
        const Counts counts{burden.raised,     burden.acknowledged,   burden.escalated,
                            burden.actionable, burden.not_actionable, burden.not_said};
        if (!(counts == room.ledger.counts())) wrong("the burden is counted otherwise");
        if (watch.paused_until && *watch.paused_until > room.longest_pause) wrong("a pause is too long");
        std::int64_t rows = 0, acknowledged = 0, said = 0;
        for (const views::AlarmRow& row : views::alarms_of(db, room.session)) {
            ++rows;
            acknowledged += row.acknowledged_at.has_value();
            said += row.actionable.has_value();
        }
        if (rows != counts.raised || acknowledged != counts.acknowledged ||
            said != counts.actionable + counts.not_actionable)
            wrong("the list of alarms is another one");
    }

    void judge_words(const Room& room, const Found& found) {
        const auto wrong = [&](const std::string& text) { complain(room.name + ": " + text); };
        if (found.foreign > 0) wrong("something of another session is in it");
        if (std::set<std::string>(found.readings.begin(), found.readings.end()) != room.readings ||
            found.readings.size() != room.readings.size())
            wrong(fmt::format("{} readings, {} were accepted", found.readings.size(), room.readings.size()));
        if (found.marks.size() != room.marks.size())
            wrong(fmt::format("{} marks, {} were made", found.marks.size(), room.marks.size()));
        for (const Mark& mark : room.marks) {
            const auto kept = found.marks.find(mark.id);
            if (kept == found.marks.end()) {
                wrong("\"" + mark.words + "\" is lost");
            } else if (kept->second.size() != 1 || kept->second[0].second != mark.words) {
                wrong("\"" + mark.words + "\" is there more than once");
            } else if (kept->second[0].first != mark.happened_at) {
                wrong("\"" + mark.words + "\" has another time");
            }
        }
        if (found.typed != room.typed) wrong("another number of typed measurements");
        if (found.contacts_lost != room.contacts_lost) wrong("another number of lost contacts");
    }

    const WorldOptions options_;
    Chance chance_;
    Outcome outcome_;
    Instant truth_;
    Milliseconds error_;  // of the server's clock
    std::atomic<std::int64_t> clock_{0};
    std::unique_ptr<harness::TemporaryFolder> folder_ = std::make_unique<harness::TemporaryFolder>("world");
    std::unique_ptr<journal::Store> store_;
    std::unique_ptr<desk::Desk> desk_;
    std::unique_ptr<journal::Db> reader_;  // of the files as they are now
    std::shared_ptr<Held> held_;
    std::vector<Waiting> waiting_;
    StaffId physician_, nurse_;
    std::set<std::string> confirmed_;
    std::deque<Room> rooms_;
    std::set<std::string> answered_taps_;
};

}  // namespace

void Figures::add(const Figures& other) {
    sessions += other.sessions, commands += other.commands, readings += other.readings, marks += other.marks;
    repeats += other.repeats, alarms += other.alarms, acknowledged += other.acknowledged;
    escalated += other.escalated, closed += other.closed, killed += other.killed, waits += other.waits;
    clock_steps += other.clock_steps, contacts_lost += other.contacts_lost;
    refused_by_clock += other.refused_by_clock;
    stored_ms.insert(stored_ms.end(), other.stored_ms.begin(), other.stored_ms.end());
}

Outcome live(const WorldOptions& options) { return World(options).live(); }

}  // namespace afterglow::worlds
