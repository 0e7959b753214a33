#include "desk/desk.h"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <future>

#include "base/hash.h"
#include "clinic/confirmation/confirmation.h"
#include "clinic/erasure/erasure.h"
#include "desk/identities.h"
#include "desk/passkeys.h"
#include "desk/passwords.h"
#include "journal/erased.h"
#include "journal/stored.h"
#include "views/projection.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

constexpr std::chrono::milliseconds kReadsAreKeptWithin{500};
constexpr std::chrono::milliseconds kOthersAreHeardWithin{500};  // should their telling be lost
constexpr std::chrono::milliseconds kNewsIsGatheredFor{10};      // so that a busy clinic is not asked after each commit
constexpr std::chrono::minutes kRepeatsAreCountedFor{5};
constexpr std::size_t kMaxReadsWaiting = 10'000;

Refusal storage_refusal(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const journal::StorageError& error) {
        spdlog::error("the journal cannot be written: {}", error.what());
        if (error.fault() == journal::StorageFault::full) return refuse_as(RefusalKind::unavailable, "storage_full");
        if (error.fault() == journal::StorageFault::read_only)
            return refuse_as(RefusalKind::unavailable, "storage_read_only");
    } catch (const journal::PersonErased&) {
        return refuse_as(RefusalKind::not_found, "person_erased");
    } catch (const std::exception& error) {
        spdlog::error("a command failed: {}", error.what());
    }
    return storage_failed();
}

// What one must be permitted to read in order to see the state of a stream.
Permission reading_permission(std::string_view stream) {
    const std::string_view kind = stream.substr(0, stream.find(':'));
    if (kind == "course" || kind == "session" || kind == "task") return Permission::read_records;
    if (kind == "patient" || kind == "day") return Permission::read_people;
    if (kind == "emergency") return Permission::review_emergency_access;
    if (kind == "inquiry" || kind == "waiting") return Permission::handle_inquiries;
    if (kind == "erasure") return Permission::erase_records;
    return Permission::signed_in;
}

// Keyed: a plain hash of a short form would tell somebody who has the journal alone what it said, even of erased people.
std::string digest_of(const Prepared& prepared, const StaffId& who, const journal::Keys& keys) {
    return keyed_hash_hex(prepared.canonical + "|" + who.value, keys.derive("commands", 1));
}
// As it was before there were keys for persons: somebody may send again what was answered then.
std::string earlier_digest_of(const Prepared& prepared, const StaffId& who) {
    return sha256_hex(prepared.canonical + "|" + who.value).substr(0, 32);
}

// One connection for each thread that reads; a thread serves one desk at a time in the server, but tests open several.
thread_local std::map<const Desk*, std::pair<std::int64_t, std::unique_ptr<journal::Db>>> readers;
}  // namespace

struct Desk::Work {
    const CommandType* type = nullptr;
    Prepared prepared;
    Caller caller;
    Envelope envelope;
    std::string digest;
    Instant happened_at;
    std::optional<Instant> recorded_at;      // if vouched for; else the moment of the decision
    std::optional<StaffId> vouched_witness;  // the same
    std::optional<Result<Answer>> outcome;
    AnswerTo answer;

    // What the second person confirms: who does what, when, under which id.
    std::string act() const {
        const std::string when = envelope.happened_at ? std::to_string(envelope.happened_at->ms) : "now";
        return sha256_hex(prepared.canonical + "|" + caller.staff.value + "|" + envelope.id.value + "|" + when);
    }
};

Desk::Desk(journal::Store& store, clinic::Pack pack, DeskOptions options)
    : store_(store), pack_(std::move(pack)), options_(std::move(options)) {
    if (const std::int64_t events = views::bring_up_to_date(store_.db()))
        spdlog::info("the views were made anew from {} events, for this version of the program", events);
    views::check_readable(store_.db());
    for (const std::string& each : views::raise_second_wall(store_.db()))
        spdlog::warn("{}; until that is mended, the database does not watch over bookings", each);
    Accounts::create_tables(store_.db());
    accounts_ = std::make_unique<Accounts>(*this);
    second_factor_ = std::make_unique<SecondFactor>(*this, *accounts_);
    passkeys_ = std::make_unique<Passkeys>(*this, *accounts_, *second_factor_);
    identities_ = std::make_unique<Identities>(*this, *accounts_, *second_factor_);
    writer_ = std::make_unique<journal::Writer>(
        store_, journal::WriterOptions{.max_group = options_.max_group,
                                       .on_reset = [this] { forget_all(); },
                                       .on_moved = [this](const journal::Head& before) { catch_up(before); }});
    erase_again();
    heard_ = store_.journal().head().length;
    reads_thread_ = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            keep_reads(Reads::due);
            std::unique_lock lock(reads_mutex_);
            reads_wake_.wait_for(lock, stop, kReadsAreKeptWithin, [] { return false; });
        }
    });
    if (store_.db().shared()) {
        wake_others_ = ::eventfd(0, EFD_CLOEXEC);
        others_thread_ = std::jthread([this](const std::stop_token& stop) {
            const std::stop_callback wake(stop, [this] { ::eventfd_write(wake_others_, 1); });
            while (!stop.stop_requested()) hear_of_others();
        });
    }
}

Desk::~Desk() {
    reads_thread_.request_stop();
    reads_wake_.notify_all();
    reads_thread_.join();
    others_thread_ = {};
    if (wake_others_ >= 0) ::close(wake_others_);
    accounts_->stop();
    flush_reads();
    writer_->stop();
    readers.erase(this);
}

journal::Db& Desk::reader() {
    auto& [opened, reader] = readers[this];
    if (!reader || opened != store_.serial()) {
        opened = store_.serial();
        reader = store_.open_reader();
    }
    return *reader;
}

// ---- commands -----------------------------------------------------------------------------------------------------------------

Result<std::shared_ptr<Desk::Work>> Desk::read(const CommandType& type, const Caller& caller, Envelope envelope,
                                               const Json& data, Instant now) {
    auto prepared = TRY(type.prepare(type, data));
    const Instant happened_at = envelope.happened_at.value_or(now);
    if (happened_at > now + minutes(pack_.clock_skew_max_minutes.value))
        return refuse_field("/happened_at", "in_future");

    auto work = std::make_shared<Work>();
    work->type = &type;
    work->digest = digest_of(prepared, caller.staff, store_.keys());
    work->prepared = std::move(prepared);
    work->caller = caller;
    work->envelope = std::move(envelope);
    work->happened_at = std::min(happened_at, now);
    return work;
}

void Desk::submit_vouched(const CommandType& type, const Caller& caller, const Vouched& vouched, Envelope envelope,
                          const Json& data, AnswerTo answer) {
    const auto work = read(type, caller, std::move(envelope), data, vouched.now);
    if (!work.ok()) return answer(work.refusal());
    (*work)->recorded_at = vouched.now;
    (*work)->vouched_witness = vouched.witness;
    (*work)->answer = std::move(answer);
    enqueue(*work);
}

void Desk::submit(const CommandType& type, const Caller& caller, Envelope envelope, const Json& data, AnswerTo answer) {
    const auto made = read(type, caller, std::move(envelope), data, options_.now());
    if (!made.ok()) return answer(made.refusal());
    const std::shared_ptr<Work>& work = *made;
    work->answer = std::move(answer);
    if (type.signing != Signing::password) return enqueue(work);
    if (!work->envelope.password) return work->answer(refuse_as(RefusalKind::forbidden, "signature_needed"));
    const auto staff = views::staff_by_id(reader(), caller.staff.value);
    const std::string user = staff ? staff->user : "";
    accounts_->authenticate(user, *work->envelope.password, caller.address,
                            [this, work](Result<views::StaffRow> checked) {
                                if (!checked.ok()) return work->answer(refused_at("/password", checked.refusal()));
                                enqueue(work);
                            });
}

// ---- the second person ----------------------------------------------------------------------------------------------------------

void Desk::witness(const CommandType& type, const Caller& caller, const WitnessClaim& claim, Envelope envelope,
                   const Json& data, ProofTo answer) {
    const auto made = read(type, caller, std::move(envelope), data, options_.now());
    if (!made.ok()) return answer(made.refusal());
    const std::shared_ptr<Work>& work = *made;
    if (const Done may = may_give(*work, views::staff_by_id(reader(), caller.staff.value)); !may.ok())
        return answer(may.refusal());
    accounts_->authenticate(claim.user, claim.password, caller.address,
                            [this, work, answer](const Result<views::StaffRow>& witness) {
                                if (const Done may = may_witness(*work, witness); !may.ok())
                                    return answer(may.refusal());
                                give_proof(work, witness->id, answer);
                            });
}

Done Desk::may_witness(const Work& work, const Result<views::StaffRow>& witness) {
    if (!witness.ok()) return refused_at("/witness/password", witness.refusal());
    if (witness->id == work.caller.staff) return refuse_as(RefusalKind::forbidden, "witness_is_yourself");
    if (!permissions_of(witness->roles).has(work.type->witness))
        return refuse_field("/witness/user", "witness_not_permitted");
    return done();
}

void Desk::give_proof(const std::shared_ptr<Work>& work, const StaffId& witness, ProofTo answer) {
    within<std::string>(
        [this, work, witness](journal::Transaction& transaction) {
            return WitnessProofs::give(transaction.db, witness, work->act(), options_.now());
        },
        [answer = std::move(answer)](const Result<std::string>& given) {
            if (!given.ok()) return answer(given.refusal());
            answer(WitnessProof{*given});
        });
}

// Whose proof goes along with the command, if they may still be the second person.
Result<std::optional<StaffId>> Desk::witness_of(const Work& work, journal::Db& db) {
    std::optional<StaffId> witness = work.vouched_witness;
    if (is_witnessed(*work.type) && work.envelope.witness)
        witness = TRY(WitnessProofs::witness_of(db, work.envelope.witness->proof, work.act(), options_.now()));
    if (!witness && work.type->signing == Signing::witness) return refuse_as(RefusalKind::forbidden, "witness_needed");
    if (!witness) return witness;
    const auto& staff = staff_now(db, witness->value);
    if (!staff || !may_act(*staff) || !permissions_of(staff->roles).has(work.type->witness))
        return refuse_field("/witness/proof", "witness_not_permitted");
    return witness;
}

// ---- deciding -------------------------------------------------------------------------------------------------------------------

void Desk::enqueue(std::shared_ptr<Work> work) {
    const auto queued = writer_->submit({
        .run = [this, work](journal::Transaction& transaction) { return run(*work, transaction); },
        .finished =
            [this, work](const std::exception_ptr& failure) {
                settle();
                if (!failure && work->outcome->ok()) tell(work->outcome->value().events);
                if (!failure && std::exchange(somebody_erased_, false)) list_erased();
                if (failure) return work->answer(storage_refusal(failure));
                work->answer(std::move(*work->outcome));
            },
    });
    if (!queued.ok()) work->answer(queued.refusal());
}

bool Desk::may_act(const views::StaffRow& staff) const {
    return staff.active && (!staff.until || to_local(now(), pack_.zone).date() <= *staff.until);
}

void Desk::on_change(std::function<void(const std::vector<AnswerEvent>&)> listener) {
    const std::lock_guard lock(listener_mutex_);
    listener_ = std::move(listener);
}

void Desk::tell(const std::vector<AnswerEvent>& events) {
    const std::lock_guard lock(listener_mutex_);
    if (listener_ && !events.empty()) listener_(events);
    if (!store_.db().shared()) return;
    for (const AnswerEvent& event : events) {
        if (event.sequence > heard_) told_.insert(event.sequence);
    }
}

void Desk::hear_of_others() {
    try {
        reader().wait_for_others(kOthersAreHeardWithin, wake_others_);
        std::vector<AnswerEvent> news;
        journal::JournalReader(reader()).for_each_name(heard_ + 1, [&](const journal::EventName& event) {
            news.push_back({event.name, event.stream, event.version, event.sequence});
        });
        if (!news.empty()) {
            const std::lock_guard lock(listener_mutex_);
            heard_ = news.back().sequence;
            std::erase_if(news, [this](const AnswerEvent& event) { return told_.erase(event.sequence) > 0; });
            if (listener_ && !news.empty()) listener_(news);
        }
    } catch (const journal::StorageError& error) {
        spdlog::debug("other servers cannot be heard: {}", error.what());  // the writer says so loudly
        pollfd wake{.fd = wake_others_, .events = POLLIN, .revents = 0};
        ::poll(&wake, 1, static_cast<int>(kOthersAreHeardWithin.count()));
    }
    std::this_thread::sleep_for(kNewsIsGatheredFor);
}

// Another server wrote: what is kept of the streams that it wrote to is no longer true.
void Desk::catch_up(const journal::Head& before) {
    for (const std::string& stream : store_.journal().streams_since(before)) {
        streams_.forget(stream);
        if (stream.starts_with("erasure:")) streams_.forget_all();  // all that was the person's
    }
    staff_rows_.clear();
}

void Desk::forget_all() {
    streams_.forget_all();
    staff_rows_.clear();
}

// On the writer thread: as the account stands in the transaction at hand.
const std::optional<views::StaffRow>& Desk::staff_now(journal::Db& db, const std::string& id) {
    const auto [row, is_new] = staff_rows_.try_emplace(id);
    if (is_new) {
        try {
            row->second = views::staff_by_id(db, id);
        } catch (...) {
            staff_rows_.erase(row);
            throw;
        }
    }
    return row->second;
}

// The transaction is over: before anybody is answered, what it changed takes effect on the rights of those signed in.
void Desk::settle() {
    if (changed_staff_.empty()) return;
    accounts_->forget(changed_staff_);
    changed_staff_.clear();
}

// The rights of this moment: somebody may have been dismissed while the command waited.
Done Desk::may_give(const Work& work, const std::optional<views::StaffRow>& staff) const {
    if (work.caller.staff == clinic::kPublic || work.caller.staff == clinic::kSystem) return done();
    if (!staff || !may_act(*staff)) return refuse_as(RefusalKind::unauthenticated, "not_signed_in");
    if (!permissions_of(staff->roles).has(work.type->permission))
        return refuse_as(RefusalKind::forbidden, "not_permitted");
    return done();
}

bool Desk::run(Work& work, journal::Transaction& transaction) {
    streams_.trim();
    work.outcome.reset();
    const bool kept = answer_by_acting(work, transaction);
    if (!work.envelope.witness) return kept;
    WitnessProofs::spend(transaction.db, work.envelope.witness->proof);  // a refusal spends it, too, and wrote nothing
    return true;
}

// The outcome; whether something was written.
bool Desk::answer_by_acting(Work& work, journal::Transaction& transaction) {
    if (const Done may = may_give(work, staff_now(transaction.db, work.caller.staff.value)); !may.ok()) {
        work.outcome = Result<Answer>(may.refusal());
        return false;
    }
    // Before the witness's proof is looked at: the command that spent it may be sent again after a lost answer.
    work.outcome = answered_before(work, transaction);
    if (work.outcome) return false;
    work.outcome = decide_and_append(work, transaction);
    return work.outcome->ok();
}

std::optional<Result<Answer>> Desk::answered_before(const Work& work, journal::Transaction& transaction) {
    const auto events = transaction.journal.events_of_command(work.envelope.id.value);
    if (events.empty()) return std::nullopt;
    const std::string& digest = events.front().meta.command_digest;
    if (digest != work.digest && digest != earlier_digest_of(work.prepared, work.caller.staff))
        return Result<Answer>(refuse("command_reused"));
    Answer answer{work.envelope.id, work.prepared.stream, 0, {}};
    for (const auto& event : events) {
        answer.events.push_back({event.name, event.stream, event.version, event.sequence});
        if (event.stream == answer.stream) answer.version = event.version;
    }
    return Result<Answer>(std::move(answer));
}

void Desk::log_shown_in_conflict(const StaffId& staff, const PatientId& patient, journal::Db& db) {
    const auto open = views::open_emergency(db, staff, now());
    const bool theirs = open && open->patient == patient;
    log_read(staff, patient, "conflict", theirs ? std::optional(open->id) : std::nullopt);
}

// The state that a conflict shows: to those who could read it anyway, and as a reading like any other.
std::string Desk::state_for(const Work& work, const journal::Transaction& transaction) {
    const auto& staff = staff_now(transaction.db, work.caller.staff.value);
    const auto found = views::document(transaction.db, work.prepared.stream);
    if (!staff || !found || !permissions_of(staff->roles).has(reading_permission(work.prepared.stream))) return "";
    const Json state = journal::stored_json(found->body);
    const bool of_patient = work.prepared.stream.starts_with("patient:");
    const Json* patient = state.find(of_patient ? "id" : "patient");
    if (patient && patient->string()) log_shown_in_conflict(work.caller.staff, {*patient->string()}, transaction.db);
    return R"(,"state":)" + found->body;
}

Result<Answer> Desk::decide_and_append(const Work& work, journal::Transaction& transaction) {
    Books books(streams_, transaction);
    const std::int64_t version = books.version(work.prepared.stream);
    if (work.envelope.expected_version && *work.envelope.expected_version != version) {
        Refusal refusal = refuse_as(RefusalKind::conflict, "stale", {{"version", std::to_string(version)}});
        refusal.current = R"({"version":)" + std::to_string(version) + state_for(work, transaction) + "}";
        return refusal;
    }
    const std::optional<StaffId> witness = TRY(witness_of(work, transaction.db));
    const Instant recorded_at = work.recorded_at.value_or(options_.now());
    const clinic::Context context{
        .pack = pack_,
        .command = work.envelope.id,
        .who = work.caller.staff,
        .now = recorded_at,
        .happened_at = work.happened_at,
        .who_name = work.caller.name,
        .reauthenticated = work.type->signing == Signing::password,
        .witness = witness,
        .confirmed_rules = clinic::confirmed_rules(books.get<clinic::Confirmations>(clinic::kConfirmationsStream)),
    };
    clinic::Events events = TRY(work.prepared.decide(books, context));
    std::vector<AnswerEvent> appended = append_within(
        transaction, events.list(), {work.envelope.id, work.caller.staff, work.happened_at, recorded_at}, work.digest);
    return Answer{work.envelope.id, work.prepared.stream, books.version(work.prepared.stream), std::move(appended)};
}

std::vector<AnswerEvent> Desk::append_within(journal::Transaction& transaction,
                                             const std::vector<clinic::DecidedEvent>& events, const clinic::Meta& meta,
                                             const std::string& digest) {
    const journal::EventMeta event_meta{meta.command.value, digest.empty() ? std::string(32, '0') : digest,
                                        meta.who.value, meta.happened_at, meta.recorded_at};
    std::vector<AnswerEvent> appended;
    try {
        for (const clinic::DecidedEvent& event : events) {
            Streams::Held& held = streams_.load(transaction.journal, event.stream);
            const clinic::StreamKind& kind = clinic::kind_of_stream(event.stream);
            kind.fold(held.state.get(), event.name, parse_json(event.payload).value(), meta);
            const journal::StoredEvent stored = transaction.journal.append(
                {event.stream, event.name, 1, event.payload, kind.person(held.state.get(), event.name, event.payload)},
                event_meta, held.version);
            held.version = stored.version;
            views::project(transaction.db, stored, kind, held.state.get());
            appended.push_back({stored.name, stored.stream, stored.version, stored.sequence});
            if (kind.name == "staff") {
                changed_staff_.push_back(event.stream.substr(event.stream.find(':') + 1));
                staff_rows_.clear();
            }
            if (event.name == clinic::EventName<clinic::PersonErased>::text())
                erase(transaction, journal::stored<clinic::PersonErased>(event.payload).persons);
        }
    } catch (...) {
        for (const clinic::DecidedEvent& event : events) streams_.forget(event.stream);
        throw;
    }
    return appended;
}

void Desk::erase(journal::Transaction& transaction, const std::vector<std::string>& persons) {
    for (const std::string& person : persons) transaction.journal.erase(person);
    views::forget_persons(transaction.db, persons);
    streams_.forget_all();
    transaction.db.leave_no_trace();
    somebody_erased_ = true;
}

// What was restored from an older backup may still hold somebody who was erased since.
void Desk::erase_again() {
    const auto listed = journal::read_erased(store_.options().disk(), store_.options().erased_path());
    writer_->perform([&](journal::Transaction& transaction) {
        clinic::Events events;
        for (const std::string& person : listed) {
            if (transaction.db.query("SELECT 1 FROM person_key WHERE person = ?1 AND wrapped IS NOT NULL", person)
                    .step())
                events.add("erasure:" + person.substr(person.find(':') + 1), clinic::PersonErased{{person}});
        }
        append_within(transaction, events, clinic::kSystem);
        if (const auto came_back = events.list().size())
            spdlog::warn("{} people who were erased had come back, as with an older backup: erased again", came_back);
        return !events.list().empty();
    });
    writer_->perform([this](journal::Transaction&) { return list_erased(), false; });
}

// A failure is no reason to stop: the list is compared with the database at each start.
void Desk::list_erased() {
    somebody_erased_ = false;
    try {
        journal::Files& files = store_.options().disk();
        auto missing = journal::PersonKeys::erased(store_.db());
        const auto listed = journal::read_erased(files, store_.options().erased_path());
        std::erase_if(missing, [&](const std::string& person) { return listed.contains(person); });
        journal::add_erased(files, store_.options().erased_path(), {missing.begin(), missing.end()});
    } catch (const journal::StorageError& error) {
        spdlog::error("the list of erased people cannot be kept: {}", error.what());
    }
}

void Desk::append_within(journal::Transaction& transaction, const clinic::Events& events, const StaffId& who) {
    const Instant now = options_.now();
    append_within(transaction, events.list(), {CommandId{new_uuid()}, who, now, now}, "");
}

Result<Answer> Desk::perform(std::string_view name, const Caller& caller, Envelope envelope, const Json& data) {
    const CommandType* type = find_command(name);
    if (!type) return refuse_as(RefusalKind::not_found, "not_found");
    std::promise<Result<Answer>> promise;
    submit(*type, caller, std::move(envelope), data,
           [&](Result<Answer> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

// ---- what follows from the program's own doings -----------------------------------------------------------------------------------

void Desk::with_transaction(std::function<bool(journal::Transaction&)> run,
                            std::function<void(std::exception_ptr)> finished) {
    const auto then = [finished = std::move(finished)](const std::exception_ptr& failure) {
        if (failure) storage_refusal(failure);  // logs it
        if (finished) finished(failure);
    };
    const auto queued =
        writer_->submit({.run = std::move(run), .finished = [this, then](const std::exception_ptr& failure) {
                             settle();
                             then(failure);
                         }});
    if (!queued.ok()) then(std::make_exception_ptr(std::runtime_error(queued.refusal().code)));
}

void Desk::append(std::vector<clinic::DecidedEvent> events, const StaffId& who,
                  std::function<void(std::exception_ptr)> finished) {
    const Instant now = options_.now();
    const CommandId id{new_uuid()};
    with_transaction(
        [this, events = std::move(events), who, now, id](journal::Transaction& transaction) {
            append_within(transaction, events, {id, who, now, now}, "");
            return true;
        },
        std::move(finished));
}

void Desk::log_read(const StaffId& staff, const PatientId& patient, const std::string& what,
                    const std::optional<EmergencyId>& emergency) {
    const Instant now = options_.now();
    const std::string day = to_text(to_local(now, pack_.zone).date());
    bool full = false;
    {
        const std::lock_guard lock(reads_mutex_);
        ReadCount& count = reads_[{staff.value, patient.value, what, day, emergency ? emergency->value : ""}];
        if (count.times++ == 0) count.first = now;
        full = reads_.size() >= kMaxReadsWaiting;
    }
    if (full) keep_reads(Reads::all);
}

// Those due now; what remains waits for its time.
std::map<Desk::ReadKey, Desk::ReadCount> Desk::take_reads(Reads which) {
    const auto now = std::chrono::steady_clock::now();
    std::map<ReadKey, ReadCount> due;
    const std::lock_guard lock(reads_mutex_);
    for (auto it = reads_.begin(); it != reads_.end();) {
        auto& [key, count] = *it;
        if (which == Reads::due && now < count.next) {
            ++it;
        } else if (count.times > 0) {
            due.insert(*it++);
            count = {.next = now + kRepeatsAreCountedFor};
        } else {
            it = reads_.erase(it);
        }
    }
    return due;
}

void Desk::keep_reads(Reads which) {
    for (const auto& [key, count] : take_reads(which)) {
        clinic::Events events;
        const std::string stream = clinic::access_stream(to_local(count.first, pack_.zone).date());
        if (key.emergency.empty())
            events.add(stream, clinic::RecordRead{{key.staff}, {key.patient}, key.what, count.times});
        else
            events.add(stream, clinic::RecordReadInEmergency{
                                   {key.staff}, {key.patient}, key.what, count.times, {key.emergency}});
        const CommandId id{new_uuid()};
        with_transaction(
            [this, list = events.list(), who = StaffId{key.staff}, at = count.first,
             id](journal::Transaction& transaction) {
                append_within(transaction, list, {id, who, at, options_.now()}, "");
                return true;
            },
            [this, key, count](const std::exception_ptr& failure) {
                if (!failure) return;
                const std::lock_guard lock(reads_mutex_);  // kept until the disk can be written again
                if (reads_.size() >= 2 * kMaxReadsWaiting) return;
                ReadCount& waiting = reads_[key];
                waiting = {.first = count.first, .times = waiting.times + count.times, .next = {}};
            });
    }
}

void Desk::flush_reads() {
    keep_reads(Reads::all);
    try {
        writer_->perform([](journal::Transaction&) { return true; });  // returns after all that was queued before
    } catch (const std::exception& error) {
        spdlog::error("the last reads could not be kept: {}", error.what());
    }
}

}  // namespace afterglow::desk
