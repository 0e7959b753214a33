#pragma once
// The desk: the one way to write. A command is checked (who, may they, is it signed), queued for the writer thread,
// decided on the states as they are at that moment, appended to the journal together with its effect on the views, and
// answered after the commit. Reading goes through reading connections of one's own (`reader()`).
//
// Calls come from any thread; callbacks run on the writer thread or the password thread and must not wait.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

#include "base/described.h"
#include "clinic/pack/pack.h"
#include "desk/accounts.h"
#include "desk/commands.h"
#include "desk/witnessing.h"
#include "journal/writer.h"
#include "views/rows.h"

namespace afterglow::desk {

class SecondFactor;
class Passkeys;
class Identities;

// What the second person types; it goes with no command.
struct WitnessClaim {
    std::string user;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(WitnessClaim, (), (user, password))
// What they get for it; it goes with the command.
struct WitnessProof {
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(WitnessProof, (), (proof))

// A command as it arrives: {"id", "expected_version"?, "happened_at"?, "password"?, "witness"?: {"proof"}, "data"}.
struct Envelope {
    CommandId id;
    std::optional<std::int64_t> expected_version;
    std::optional<Instant> happened_at;
    std::optional<std::string> password;
    std::optional<WitnessProof> witness;
};
BOOST_DESCRIBE_STRUCT(Envelope, (), (id, expected_version, happened_at, password, witness))

struct AnswerEvent {
    std::string name;
    std::string stream;
    std::int64_t version = 0;
    std::int64_t sequence = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerEvent, (), (name, stream, version, sequence))
struct Answer {
    CommandId id;
    std::string stream;
    std::int64_t version = 0;  // of the stream the command is about, after it
    std::vector<AnswerEvent> events;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (id, stream, version, events))

// Who is acting.
struct Caller {
    StaffId staff = clinic::kPublic;
    std::string name;
    std::string address;
};

// What the program itself stands for when it acts without a request, as it does to make the demo clinic: which moment it
// is, that signatures were given, and who witnessed. No request can say any of this; none of it is in an Envelope.
struct Vouched {
    Instant now;
    std::optional<StaffId> witness;
};

struct DeskOptions {
    std::size_t max_group = 256;  // 1: no group commit, for comparison
    std::function<Instant()> now = journal::system_now;
};

class Desk {
public:
    // Opens nothing itself: `store` is open, `pack` was checked. Views are created if they are not there.
    Desk(journal::Store& store, clinic::Pack pack, DeskOptions options = {});
    ~Desk();
    Desk(const Desk&) = delete;

    using AnswerTo = std::function<void(Result<Answer>)>;
    // Whether the caller may give this command is looked at when its turn comes, on the rights of that moment.
    void submit(const CommandType& type, const Caller& caller, Envelope envelope, const Json& data, AnswerTo answer);
    // The second person proves to be there, for this very command of the caller's: the proof goes along with it.
    using ProofTo = std::function<void(Result<WitnessProof>)>;
    void witness(const CommandType& type, const Caller& caller, const WitnessClaim& claim, Envelope envelope,
                 const Json& data, ProofTo answer);
    // The same without passwords, at the moment that is vouched for. Rights are looked at all the same.
    void submit_vouched(const CommandType& type, const Caller& caller, const Vouched& vouched, Envelope envelope,
                        const Json& data, AnswerTo answer);
    // Like submit(), for tests and the command line: waits.
    Result<Answer> perform(std::string_view name, const Caller& caller, Envelope envelope, const Json& data);

    // Events that follow from the program's own doings (sign-in, password changed, access log).
    void append(std::vector<clinic::DecidedEvent> events, const StaffId& who,
                std::function<void(std::exception_ptr)> finished = {});
    // Runs on the writer thread inside a transaction; for what is kept beside the journal (credentials, sign-ins).
    void with_transaction(std::function<bool(journal::Transaction&)> run,
                          std::function<void(std::exception_ptr)> finished);
    // The same, answered with what came of it; what was written stays also where it refused, such as that it counted a
    // failure. "storage_failed"
    template <class T>
    void within(std::function<Result<T>(journal::Transaction&)> run, std::function<void(Result<T>)> then);
    // Decided events inside such a transaction, into the journal and the views: of a command, or of `who` just now.
    std::vector<AnswerEvent> append_within(journal::Transaction& transaction,
                                           const std::vector<clinic::DecidedEvent>& events, const clinic::Meta& meta,
                                           const std::string& digest);
    void append_within(journal::Transaction& transaction, const clinic::Events& events, const StaffId& who);

    // Called on the writer thread after each commit of a command, with what was appended; must not wait. One listener.
    // Of what another server appended it hears on another thread.
    void on_change(std::function<void(const std::vector<AnswerEvent>&)> listener);

    // Whether somebody's account is in force today.
    bool may_act(const views::StaffRow& staff) const;

    // Somebody read a patient's record: in the journal within a second. That they read the same again on that day is
    // counted, and in the journal within five minutes; else a screen that refreshes itself would fill the log.
    // `emergency`: the opening under which they may.
    void log_read(const StaffId& staff, const PatientId& patient, const std::string& what,
                  const std::optional<EmergencyId>& emergency);
    void flush_reads();

    const clinic::Pack& pack() const { return pack_; }
    journal::Store& store() { return store_; }
    journal::Writer& writer() { return *writer_; }
    Accounts& accounts() { return *accounts_; }
    SecondFactor& second_factor() { return *second_factor_; }
    Passkeys& passkeys() { return *passkeys_; }
    Identities& identities() { return *identities_; }
    Instant now() const { return options_.now(); }
    journal::Db& reader();  // this thread's own

private:
    struct Work;
    Result<std::shared_ptr<Work>> read(const CommandType& type, const Caller& caller, Envelope envelope,
                                       const Json& data, Instant now);
    Done may_give(const Work& work, const std::optional<views::StaffRow>& staff) const;
    const std::optional<views::StaffRow>& staff_now(journal::Db& db, const std::string& id);
    static Done may_witness(const Work& work, const Result<views::StaffRow>& witness);
    void give_proof(const std::shared_ptr<Work>& work, const StaffId& witness, ProofTo answer);
    Result<std::optional<StaffId>> witness_of(const Work& work, journal::Db& db);
    void enqueue(std::shared_ptr<Work> work);
    bool run(Work& work, journal::Transaction& transaction);
    bool answer_by_acting(Work& work, journal::Transaction& transaction);
    std::optional<Result<Answer>> answered_before(const Work& work, journal::Transaction& transaction);
    std::string state_for(const Work& work, const journal::Transaction& transaction);
    Result<Answer> decide_and_append(const Work& work, journal::Transaction& transaction);
    void log_shown_in_conflict(const StaffId& staff, const PatientId& patient, journal::Db& db);
    void catch_up(const journal::Head& before);
    void erase(journal::Transaction& transaction, const std::vector<std::string>& persons);
    void erase_again();
    void list_erased();  // on the writer thread
    void forget_all();
    void settle();
    void tell(const std::vector<AnswerEvent>& events);
    void hear_of_others();

    journal::Store& store_;
    const clinic::Pack pack_;
    DeskOptions options_;
    Streams streams_;                                                             // the writer thread's
    std::unordered_map<std::string, std::optional<views::StaffRow>> staff_rows_;  // the writer thread's
    bool somebody_erased_ = false;            // the writer thread's: and the list does not say so yet
    std::vector<std::string> changed_staff_;  // the writer thread's: in the transaction at hand
    std::unique_ptr<journal::Writer> writer_;
    std::unique_ptr<Accounts> accounts_;
    std::unique_ptr<SecondFactor> second_factor_;
    std::unique_ptr<Passkeys> passkeys_;
    std::unique_ptr<Identities> identities_;

    struct ReadKey {
        std::string staff, patient, what, day, emergency;
        auto operator<=>(const ReadKey&) const = default;
    };
    struct ReadCount {
        Instant first;
        std::int64_t times = 0;
        std::chrono::steady_clock::time_point next{};  // when it is written down
    };
    std::mutex listener_mutex_;
    std::function<void(const std::vector<AnswerEvent>&)> listener_;
    // If other servers may write: which of the events behind heard_ the listener knows already, and up to where it heard.
    std::set<std::int64_t> told_;
    std::int64_t heard_ = 0;

    enum class Reads { due, all };
    std::map<ReadKey, ReadCount> take_reads(Reads which);
    void keep_reads(Reads which);
    std::mutex reads_mutex_;
    std::condition_variable_any reads_wake_;
    std::map<ReadKey, ReadCount> reads_;
    std::jthread reads_thread_;
    int wake_others_ = -1;        // an eventfd, if others may write
    std::jthread others_thread_;  // hears of what other servers wrote
};

template <class T>
void Desk::within(std::function<Result<T>(journal::Transaction&)> run, std::function<void(Result<T>)> then) {
    const auto outcome = std::make_shared<std::optional<Result<T>>>();
    with_transaction(
        [run = std::move(run), outcome](journal::Transaction& transaction) {
            outcome->emplace(run(transaction));
            return true;
        },
        [then = std::move(then), outcome](const std::exception_ptr& failure) {
            if (failure) return then(storage_failed());
            then(std::move(**outcome));
        });
}

}  // namespace afterglow::desk
