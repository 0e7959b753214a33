#include "main/demo/play.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "desk/passwords.h"

namespace afterglow::demo {
namespace {

constexpr std::int64_t kMostWaiting = 1000;

std::string describe(const Act& act, const Refusal& refusal) {
    std::string text = fmt::format("{} at {} was refused: {} {}", act.command ? act.command->name : "a trace",
                                   to_text(act.at), refusal.code, refusal.rule);
    for (const auto& [name, value] : refusal.parameters) text += fmt::format(" {}={}", name, value);
    for (const FieldError& error : refusal.errors) text += fmt::format("; {} {}", error.pointer, error.code);
    return text + "\n" + act.data;
}

// Commands on their way: not too many at once, and the first refusal among them.
class Underway {
public:
    void begin() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return waiting_ < kMostWaiting; });
        ++waiting_;
    }
    void end(const Act& act, const Result<desk::Answer>& answer) {
        const std::lock_guard lock(mutex_);
        if (!answer.ok() && refused_.empty()) refused_ = describe(act, answer.refusal());
        --waiting_;
        wake_.notify_all();
    }
    bool refused() {
        const std::lock_guard lock(mutex_);
        return !refused_.empty();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return waiting_ == 0; });
        if (!refused_.empty()) throw std::runtime_error(refused_);
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::int64_t waiting_ = 0;
    std::string refused_;
};

// As the desk itself does for what the program keeps of its own accord.
void keep_trace(desk::Desk& desk, const Act& act, Underway& underway) {
    desk.with_transaction(
        [&desk, &act](journal::Transaction& transaction) {
            desk.append_within(transaction, act.trace, {act.id, act.who, act.at, act.at}, "");
            return true;
        },
        [&underway, &act](const std::exception_ptr& failure) {
            underway.end(act, failure ? Result<desk::Answer>(refuse("storage_failed")) : desk::Answer{});
        });
}

}  // namespace

std::vector<Account> add_team(desk::Desk& desk, const World& world, Instant at) {
    Script script(at, world.dice.of("team"));
    for (const Member& each : world.team) {
        script.add(at, clinic::kSystem, "add-staff",
                   clinic::AddStaff{each.id, {each.user}, {each.name}, each.roles, clinic::Language::cs});
    }
    perform(desk, world, std::move(script).in_order());
    std::vector<Account> accounts;
    for (const Member& each : world.team) {
        const std::string password = desk::invent_password();
        const Done set = desk.accounts().set_password(each.id, each.user, each.name, password, clinic::kSystem);
        if (!set.ok()) throw std::runtime_error("the password of " + each.user + " was refused");
        accounts.push_back({each.user, each.name, password, each.roles, each.what_to_try});
    }
    return accounts;
}

std::int64_t perform(desk::Desk& desk, const World& world, const std::vector<Act>& acts) {
    std::map<StaffId, std::string> names;
    for (const Member& each : world.team) names[each.id] = each.name;
    Underway underway;
    for (const Act& act : acts) {
        if (underway.refused()) break;
        underway.begin();
        if (!act.command) {
            keep_trace(desk, act, underway);
            continue;
        }
        const desk::Caller caller{.staff = act.who, .name = names[act.who], .address = ""};
        desk.submit_vouched(*act.command, caller, {.now = act.at, .witness = act.witness},
                            {.id = act.id, .happened_at = act.happened_at}, parse_json(act.data).value(),
                            [&underway, &act](const Result<desk::Answer>& answer) { underway.end(act, answer); });
    }
    underway.wait();
    return static_cast<std::int64_t>(acts.size());
}

}  // namespace afterglow::demo
