#pragma once
// Accounts: who signs in, with which password, and what they may do right now. Staff and roles are events in the journal;
// password hashes and sign-ins are kept beside it, in tables of their own, since neither belongs into a record that is
// never changed.
//
// Rights are looked up at every request, so that sign-out, a change of roles and dismissal take effect at once.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "base/result.h"
#include "desk/access.h"
#include "desk/tickets.h"
#include "journal/db.h"
#include "views/rows.h"

namespace afterglow::desk {

class Desk;

inline constexpr Milliseconds kSignInLasts = hours(12);  // then the password is asked again
inline constexpr Milliseconds kIdleLasts = minutes(15);  // without a request made by a person
inline constexpr int kFailuresBeforeHold = 5;            // then each failure doubles the wait
inline constexpr Milliseconds kLongestHold = minutes(15);
inline constexpr int kFailuresBeforeLock = 100;  // NIST SP 800-63B-4, 3.2.2: then an administrator sets a new password
inline constexpr std::size_t kMaxPasswordsWaiting = 64;
inline constexpr std::size_t kMaxUserBytes = 60;  // as clinic::UserName
inline constexpr std::size_t kMaxAddressesWatched = 10'000;
inline constexpr std::size_t kMaxSignInsPerAccount = 20;

struct SignIn {
    std::string token;  // for the cookie; only its hash is kept
    std::string csrf;
    views::StaffRow staff;
};

// What stood in place of the password; it is in the access log.
enum class Through { clinic, provider };

struct Person {
    views::StaffRow staff;
    Permissions permissions;
    std::string csrf;
    bool second_factor_missing = false;  // they may do nothing but give themselves one
};

// The disk or the database failed; what failed is in the log.
Refusal storage_failed();
// What a person typed is wrong at its field; that nobody may try now concerns the whole.
Refusal refused_at(const char* field, const Refusal& refusal);

class Accounts {
public:
    explicit Accounts(Desk& desk);
    ~Accounts();

    static void create_tables(journal::Db& db);  // if they are not there
    static void make_tables(journal::Db& db);    // within the caller's transaction

    // Argon2id runs on one thread of its own: a flood of sign-ins waits in a bounded queue and cannot eat the memory.
    // Refusals: "wrong_password" (unauthenticated; also for unknown users), "held_back" {seconds} (too_many),
    // "account_locked", "too_many_waiting", "second_factor_wanted" {ticket, ways}: see second_factor.h.
    void sign_in(std::string user, std::string password, std::string address, std::function<void(Result<SignIn>)> then);
    // The rest of it, when all factors were right.
    void complete_sign_in(const views::StaffRow& staff, const std::string& address,
                          std::function<void(Result<SignIn>)> then, Through through = Through::clinic);
    // Is this really the person? For signing and witnessing. Failures count like those of sign_in.
    void authenticate(std::string user, std::string password, std::string address,
                      std::function<void(Result<views::StaffRow>)> then);
    // Refusals: those of authenticate, and of check_new_password at "/new_password", "password_same".
    void change_own_password(const StaffId& staff, std::string old_password, std::string new_password,
                             std::string address, std::function<void(Done)> then);
    // By an administrator, or from the command line: a new password, and all sign-ins end. Answers the password.
    void reset_password(const StaffId& staff, const StaffId& by, std::function<void(Result<std::string>)> then);
    // Sets a given password now, from the command line or a test; throws on failure.
    Done set_password(const StaffId& staff, const std::string& user, const std::string& name,
                      const std::string& password, const StaffId& by);

    // The person behind a cookie, with the rights of this moment; nothing if there is none. `by_person`: counts as activity.
    std::optional<Person> person(std::string_view token, bool by_person);
    // `then` is called when it has taken effect at every server; "storage_failed": only here, where it holds at once.
    void sign_out(std::string_view token, std::function<void(Done)> then = {});

    // ---- people who belong to several clinics (elsewhere.cpp) ----

    // For a person of another clinic, who asked there: lasts as long as the purpose says. "storage_failed"
    void give_ticket(Ticket::Purpose purpose, const Elsewhere& whose, std::function<void(Result<std::string>)> then);
    // The person signed in as `staff` says with a code that they also are who asked for it elsewhere.
    // Refusals: "link_code_spent", "already_linked" at "/code"; "storage_failed".
    void link(const StaffId& staff, const std::string& code, std::function<void(Done)> then);
    // Who comes from elsewhere with a ticket is signed in to the linked account, if `may_leave` says that they are in
    // good standing there. Refusals: "switch_spent" (used, run out, nobody's, not linked or dismissed meanwhile);
    // "storage_failed".
    using MayLeave = std::function<bool(const Elsewhere&)>;
    void enter(const std::string& ticket, const std::string& address, MayLeave may_leave,
               std::function<void(Result<SignIn>)> then);

    // After the commit of a change of somebody's roles or standing: forget what is remembered of them.
    void forget(const std::vector<std::string>& staff);
    // After the commit of a change that ended them in the database.
    void forget_sign_ins(const StaffId& staff);

    // Guesses of codes count like those of passwords; without a user, those from an address. Refusal: "held_back"
    // {seconds} (too_many).
    Done check_held_back(const std::string& user, const std::string& address);
    void remember_failure(const std::string& user, const std::string& address);  // here; not yet in the database
    void stop();                                                                 // ends the password thread

private:
    struct Login {
        std::string staff;
        std::string csrf;
        Instant created_at;
        Instant seen_at;
    };
    struct Failures {
        int count = 0;
        Instant last;
    };
    using Work = std::function<void()>;

    bool enqueue(Work work);
    std::optional<Milliseconds> held_back(const std::string& user, const std::string& address);
    Result<views::StaffRow> check(const std::string& user, const std::string& password, const std::string& address);
    void count_failure(const std::string& user, const std::string& address);
    void forgive(const views::StaffRow& staff, std::int64_t failures, const std::string& address);
    void forget_failures(const std::string& user, const std::string& address);
    void store_hash(const StaffId& staff, const std::string& hash, const StaffId& by, bool end_sign_ins,
                    std::function<void(std::exception_ptr)> then);
    void load_sign_ins();
    // If other servers may write: takes the sign-in behind `hash` from the database; gone there, it is gone here.
    void refresh_sign_in(const std::string& hash);
    std::optional<views::StaffRow> staff_row(const std::string& id);
    void begin_logged(const views::StaffRow& staff, const clinic::Events& events,
                      std::function<void(Result<SignIn>)> then);  // answered when it is in the log
    SignIn begin_sign_in(const views::StaffRow& staff);

    Desk& desk_;
    std::shared_mutex mutex_;                        // guards logins_, ended_ and staff_
    std::unordered_map<std::string, Login> logins_;  // by hash of token
    std::unordered_set<std::string> ended_;          // signed out here, not yet in a database that others write to, too
    std::unordered_map<std::string, views::StaffRow> staff_;
    std::uint64_t staff_generation_ = 0;  // so that a row read before a change is not remembered after it
    std::mutex failures_mutex_;
    std::unordered_map<std::string, Failures> failures_;  // "user:…" and "address:…"

    std::mutex queue_mutex_;
    std::condition_variable_any queue_wake_;
    std::deque<Work> queue_;
    std::jthread thread_;
};

}  // namespace afterglow::desk
