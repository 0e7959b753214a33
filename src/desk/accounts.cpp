#include "desk/accounts.h"

#include <algorithm>

#include "base/hash.h"
#include "clinic/staff/staff.h"
#include "desk/desk.h"
#include "desk/identities.h"
#include "desk/passwords.h"
#include "desk/second_factor.h"
#include "desk/witnessing.h"
#include "views/queries.h"

namespace afterglow::desk {
namespace {

constexpr Milliseconds kSeenIsWritten = minutes(5);  // how stale the time of last use may be after a crash

Refusal wrong_password() { return refuse_as(RefusalKind::unauthenticated, "wrong_password"); }
Refusal too_many() { return refuse_as(RefusalKind::too_many, "too_many_waiting"); }

// 1 s after the fifth failure, doubling, up to kLongestHold.
Milliseconds hold_after(int failures) {
    if (failures < kFailuresBeforeHold) return {0};
    const int doublings = std::min(failures - kFailuresBeforeHold, 20);
    return std::min(Milliseconds{std::int64_t{1000} << doublings}, kLongestHold);
}

}  // namespace

Refusal storage_failed() { return refuse_as(RefusalKind::unavailable, "storage_failed"); }

Refusal refused_at(const char* field, const Refusal& refusal) {
    return refusal.code == "wrong_password" ? refuse_field(field, "wrong_password") : refusal;
}

void Accounts::create_tables(journal::Db& db) {
    db.begin_writing();  // another server may be about to do the same
    make_tables(db);
    db.run("COMMIT");
}

void Accounts::make_tables(journal::Db& db) {
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS credential (
    staff TEXT PRIMARY KEY, hash TEXT NOT NULL, changed_at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0  -- in a row
) STRICT;
CREATE TABLE IF NOT EXISTS sign_in (
    token_hash TEXT PRIMARY KEY, staff TEXT NOT NULL, csrf TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT;
)sql");
    WitnessProofs::make_table(db);
    Tickets::make_table(db);
    Factors::make_tables(db);
    Identities::make_tables(db);
}

Accounts::Accounts(Desk& desk) : desk_(desk) {
    hash_of_nobody();
    load_sign_ins();
    thread_ = std::jthread([this](const std::stop_token& stop) {
        std::unique_lock lock(queue_mutex_);
        while (queue_wake_.wait(lock, stop, [&] { return !queue_.empty(); })) {
            const Work work = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    });
}

Accounts::~Accounts() { stop(); }

void Accounts::stop() {
    thread_.request_stop();
    queue_wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Accounts::enqueue(Work work) {
    const std::lock_guard lock(queue_mutex_);
    if (queue_.size() >= kMaxPasswordsWaiting) return false;
    queue_.push_back(std::move(work));
    queue_wake_.notify_one();
    return true;
}

void Accounts::load_sign_ins() {
    journal::Db& db = desk_.store().db();  // before the writer begins to work on it
    auto rows = db.query("SELECT token_hash, staff, csrf, created_at, seen_at FROM sign_in");
    while (rows.step()) logins_[rows.string(0)] = {rows.string(1), rows.string(2), rows.instant(3), rows.instant(4)};
}

void Accounts::refresh_sign_in(const std::string& hash) {
    auto row = desk_.reader().query("SELECT staff, csrf, created_at, seen_at FROM sign_in WHERE token_hash = ?1", hash);
    const bool there = row.step();
    const std::unique_lock lock(mutex_);
    if (!there || ended_.contains(hash)) {
        logins_.erase(hash);
        return;
    }
    Login& login = logins_[hash];
    login = {row.string(0), row.string(1), row.instant(2), std::max(login.seen_at, row.instant(3))};
}

// ---- guessing ---------------------------------------------------------------------------------------------------------------

std::optional<Milliseconds> Accounts::held_back(const std::string& user, const std::string& address) {
    const std::lock_guard lock(failures_mutex_);
    Milliseconds longest{0};
    for (const std::string& key : {"user:" + user, "address:" + address}) {
        const auto found = failures_.find(key);
        if (found == failures_.end()) continue;
        const Milliseconds left = (found->second.last + hold_after(found->second.count)) - desk_.now();
        longest = std::max(longest, left);
    }
    if (longest.count <= 0) return std::nullopt;
    return longest;
}

Done Accounts::check_held_back(const std::string& user, const std::string& address) {
    const auto left = held_back(user, address);
    if (!left) return done();
    return refuse_as(RefusalKind::too_many, "held_back", {{"seconds", std::to_string((left->count + 999) / 1000)}});
}

void Accounts::remember_failure(const std::string& user, const std::string& address) {
    const Instant now = desk_.now();
    int count = 0;
    {
        const std::lock_guard lock(failures_mutex_);
        if (failures_.size() > kMaxAddressesWatched) {
            std::erase_if(failures_, [&](const auto& each) { return now - each.second.last > kLongestHold; });
        }
        if (failures_.size() > 2 * kMaxAddressesWatched) failures_.clear();
        for (const std::string& key : {"user:" + user, "address:" + address}) {
            if (key == "user:") continue;  // nobody's
            Failures& failures = failures_[key];
            if (now - failures.last > hours(24)) failures.count = 0;
            count = std::max(count, ++failures.count);
            failures.last = now;
        }
    }
    if (count == kFailuresBeforeHold) {
        clinic::Events events;
        events.add(clinic::access_stream(to_local(now, desk_.pack().zone).date()),
                   clinic::GuessingHeldBack{user, address, count});
        desk_.append(events.list(), clinic::kSystem);
    }
}

void Accounts::count_failure(const std::string& user, const std::string& address) {
    remember_failure(user, address);
    desk_.with_transaction(
        [user](journal::Transaction& transaction) {
            transaction.db.run(
                R"(UPDATE credential SET failures = failures + 1 WHERE staff = (SELECT id FROM staff WHERE "user" = ?1))",
                user);
            return true;
        },
        {});
}

void Accounts::forget_failures(const std::string& user, const std::string& address) {
    const std::lock_guard lock(failures_mutex_);
    failures_.erase("user:" + user);
    failures_.erase("address:" + address);
}

void Accounts::forgive(const views::StaffRow& staff, std::int64_t failures, const std::string& address) {
    if (failures > 0) {
        desk_.with_transaction(
            [id = staff.id](journal::Transaction& transaction) {
                transaction.db.run("UPDATE credential SET failures = 0 WHERE staff = ?1", id);
                return true;
            },
            {});
    }
    forget_failures(staff.user, address);
}

// On the password thread. Takes the same time whether the user exists or not.
Result<views::StaffRow> Accounts::check(const std::string& user, const std::string& password,
                                        const std::string& address) {
    TRY(check_held_back(user, address));
    journal::Db& db = desk_.reader();
    const auto staff = views::staff_by_user(db, user);
    auto credential =
        db.query("SELECT hash, failures FROM credential WHERE staff = ?1", staff ? staff->id.value : std::string());
    const bool known = credential.step() && desk_.may_act(*staff);
    const bool fits = password_fits(known ? credential.string(0) : hash_of_nobody(), password);
    if (!known || !fits) {
        count_failure(user, address);
        return wrong_password();
    }
    if (credential.int64(1) >= kFailuresBeforeLock) return refuse_as(RefusalKind::too_many, "account_locked");
    // With a second factor the count ends with the whole sign-in: a password alone must not make room for more guesses.
    if (!Factors::any(db, staff->id)) forgive(*staff, credential.int64(1), address);
    return *staff;
}

void Accounts::authenticate(std::string user, std::string password, std::string address,
                            std::function<void(Result<views::StaffRow>)> then) {
    // Nobody has such a name; what is remembered and logged of it stays small.
    if (user.size() > kMaxUserBytes) user = "(long name) " + sha256_hex(user).substr(0, 16);
    const bool queued = enqueue([this, user, password, address, then] {
        try {
            then(check(user, password, address));
        } catch (const std::exception&) {
            then(storage_failed());
        }
    });
    if (!queued) then(too_many());
}

// ---- signing in and out -------------------------------------------------------------------------------------------------------

void Accounts::sign_in(std::string user, std::string password, std::string address,
                       std::function<void(Result<SignIn>)> then) {
    authenticate(std::move(user), std::move(password), address, [this, address, then](Result<views::StaffRow> checked) {
        if (!checked.ok()) return then(checked.refusal());
        if (!Factors::any(desk_.reader(), checked->id)) return complete_sign_in(*checked, address, then);
        desk_.second_factor().ask_for(*checked, then);
    });
}

void Accounts::complete_sign_in(const views::StaffRow& staff, const std::string& address,
                                std::function<void(Result<SignIn>)> then, Through through) {
    auto failures = desk_.reader().query("SELECT failures FROM credential WHERE staff = ?1", staff.id);
    forgive(staff, failures.step() ? failures.int64(0) : 0, address);
    clinic::Events events;
    const std::string today = clinic::access_stream(to_local(desk_.now(), desk_.pack().zone).date());
    if (through == Through::provider)
        events.add(today, clinic::SignedInThroughProvider{staff.id, address});
    else
        events.add(today, clinic::SignedIn{staff.id, address});
    begin_logged(staff, events, std::move(then));
}

void Accounts::begin_logged(const views::StaffRow& staff, const clinic::Events& events,
                            std::function<void(Result<SignIn>)> then) {
    desk_.append(events.list(), staff.id,
                 [then = std::move(then), made = begin_sign_in(staff)](const std::exception_ptr& failure) {
                     if (failure) return then(storage_failed());
                     then(made);
                 });
}

SignIn Accounts::begin_sign_in(const views::StaffRow& staff) {
    const SignIn made{random_token(), random_token(), staff};
    const Instant now = desk_.now();
    const std::string hash = sha256_hex(made.token);
    std::vector<std::string> ended;
    {
        const std::unique_lock lock(mutex_);
        std::vector<std::pair<Instant, std::string>> own;
        for (const auto& [each, login] : logins_) {
            if (login.staff == staff.id.value) own.emplace_back(login.seen_at, each);
        }
        std::sort(own.begin(), own.end());
        for (std::size_t i = 0; i + kMaxSignInsPerAccount <= own.size(); ++i) ended.push_back(own[i].second);
        for (const std::string& each : ended) logins_.erase(each);
        logins_[hash] = {staff.id.value, made.csrf, now, now};
    }
    desk_.with_transaction(
        [hash, made, now, ended](journal::Transaction& transaction) {
            for (const std::string& each : ended) transaction.db.run("DELETE FROM sign_in WHERE token_hash = ?1", each);
            transaction.db.run("DELETE FROM sign_in WHERE created_at < ?1", now - kSignInLasts);
            transaction.db.run("INSERT INTO sign_in VALUES (?1, ?2, ?3, ?4, ?4)", hash, made.staff.id, made.csrf, now);
            return true;
        },
        {});
    return made;
}

std::optional<views::StaffRow> Accounts::staff_row(const std::string& id) {
    if (desk_.store().db().shared()) return views::staff_by_id(desk_.reader(), id);  // another server may change it
    std::uint64_t generation = 0;
    {
        const std::shared_lock lock(mutex_);
        if (const auto found = staff_.find(id); found != staff_.end()) return found->second;
        generation = staff_generation_;
    }
    const auto row = views::staff_by_id(desk_.reader(), id);
    const std::unique_lock lock(mutex_);
    if (row && generation == staff_generation_) staff_[id] = *row;
    return row;
}

std::optional<Person> Accounts::person(std::string_view token, bool by_person) {
    const std::string hash = sha256_hex(token);
    const Instant now = desk_.now();
    if (desk_.store().db().shared()) refresh_sign_in(hash);
    Login login;
    bool write_seen = false;
    {
        const std::shared_lock lock(mutex_);
        const auto found = logins_.find(hash);
        if (found == logins_.end()) return std::nullopt;
        login = found->second;
    }
    if (now - login.created_at > kSignInLasts || now - login.seen_at > kIdleLasts) {
        sign_out(token);
        return std::nullopt;
    }
    if (by_person && now - login.seen_at > Milliseconds{1000}) {
        const std::unique_lock lock(mutex_);
        if (const auto found = logins_.find(hash); found != logins_.end()) {
            write_seen = now.ms / kSeenIsWritten.count != login.seen_at.ms / kSeenIsWritten.count;
            found->second.seen_at = now;
        }
    }
    if (write_seen) {
        desk_.with_transaction(
            [hash, now](journal::Transaction& transaction) {
                transaction.db.run("UPDATE sign_in SET seen_at = ?2 WHERE token_hash = ?1", hash, now);
                return true;
            },
            {});
    }
    const auto staff = staff_row(login.staff);
    if (!staff || !desk_.may_act(*staff)) return std::nullopt;
    return Person{*staff, permissions_of(staff->roles), login.csrf, desk_.second_factor().is_missing(*staff)};
}

void Accounts::sign_out(std::string_view token, std::function<void(Done)> then) {
    const std::string hash = sha256_hex(token);
    const bool shared = desk_.store().db().shared();
    std::string staff;
    {
        const std::unique_lock lock(mutex_);
        const auto found = logins_.find(hash);
        if (found != logins_.end()) {
            staff = found->second.staff;
            logins_.erase(found);
            if (shared) ended_.insert(hash);
        }
    }
    if (then && (staff.empty() || !shared)) then(done());
    if (staff.empty()) return;
    desk_.with_transaction(
        [hash](journal::Transaction& transaction) {
            transaction.db.run("DELETE FROM sign_in WHERE token_hash = ?1", hash);
            return true;
        },
        [this, hash, shared, then](const std::exception_ptr& failure) {
            if (!shared) return;
            if (!failure) {
                const std::unique_lock lock(mutex_);
                ended_.erase(hash);
            }
            if (then) then(failure ? Done(storage_failed()) : done());
        });
    clinic::Events events;
    events.add(clinic::access_stream(to_local(desk_.now(), desk_.pack().zone).date()),
               clinic::SignedOut{StaffId{staff}});
    desk_.append(events.list(), StaffId{staff});
}

void Accounts::forget(const std::vector<std::string>& staff) {
    const std::unique_lock lock(mutex_);
    ++staff_generation_;
    for (const std::string& each : staff) staff_.erase(each);
}

void Accounts::forget_sign_ins(const StaffId& staff) {
    const std::unique_lock lock(mutex_);
    std::erase_if(logins_, [&](const auto& each) { return each.second.staff == staff.value; });
}

// ---- changing passwords ---------------------------------------------------------------------------------------------------------

void Accounts::store_hash(const StaffId& staff, const std::string& hash, const StaffId& by, bool end_sign_ins,
                          std::function<void(std::exception_ptr)> then) {
    const Instant now = desk_.now();
    desk_.with_transaction(
        [this, staff, hash, by, now, end_sign_ins](journal::Transaction& transaction) {
            transaction.db.run(
                "INSERT INTO credential (staff, hash, changed_at) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (staff) DO UPDATE SET hash = ?2, changed_at = ?3, failures = 0",
                staff, hash, now);
            if (end_sign_ins) transaction.db.run("DELETE FROM sign_in WHERE staff = ?1", staff);
            clinic::Events events;
            events.add(clinic::stream_of(staff), clinic::PasswordChanged{by != staff});
            desk_.append_within(transaction, events, by);
            return true;
        },
        [this, staff, end_sign_ins, then](const std::exception_ptr& failure) {
            if (!failure && end_sign_ins) forget_sign_ins(staff);
            if (then) then(failure);
        });
}

void Accounts::change_own_password(const StaffId& staff, std::string old_password, std::string new_password,
                                   std::string address, std::function<void(Done)> then) {
    const auto row = staff_row(staff.value);
    if (!row) return then(wrong_password());
    if (auto allowed = check_new_password(new_password, row->user, row->name, "/new_password"); !allowed.ok())
        return then(allowed.refusal());
    if (old_password == new_password) return then(refuse_field("/new_password", "password_same"));
    authenticate(row->user, std::move(old_password), std::move(address),
                 [this, staff, new_password, then](Result<views::StaffRow> checked) {
                     if (!checked.ok()) return then(refused_at("/old_password", checked.refusal()));
                     store_hash(staff, hash_password(new_password), staff, false,
                                [then](const std::exception_ptr& failure) {
                                    if (failure) return then(storage_failed());
                                    then(done());
                                });
                 });
}

void Accounts::reset_password(const StaffId& staff, const StaffId& by, std::function<void(Result<std::string>)> then) {
    const auto row = staff_row(staff.value);
    if (!row) return then(refuse_as(RefusalKind::not_found, "staff_unknown"));
    const bool queued = enqueue([this, staff, by, user = row->user, then] {
        const std::string password = invent_password();
        store_hash(staff, hash_password(password), by, true,
                   [this, user, password, then](const std::exception_ptr& failure) {
                       if (failure) return then(storage_failed());
                       {
                           const std::lock_guard lock(failures_mutex_);
                           failures_.erase("user:" + user);
                       }
                       then(password);
                   });
    });
    if (!queued) then(too_many());
}

Done Accounts::set_password(const StaffId& staff, const std::string& user, const std::string& name,
                            const std::string& password, const StaffId& by) {
    TRY(check_new_password(password, user, name, "/password"));
    const std::string hash = hash_password(password);
    std::promise<std::exception_ptr> stored;
    store_hash(staff, hash, by, true, [&](const std::exception_ptr& failure) { stored.set_value(failure); });
    if (const auto failure = stored.get_future().get()) std::rethrow_exception(failure);
    return done();
}

}  // namespace afterglow::desk
