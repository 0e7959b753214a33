#include "http/live.h"

#include <spdlog/spdlog.h>

#include <limits>

#include "clinic/watch/watch.h"
#include "views/queries.h"

namespace afterglow::http {
namespace {

constexpr std::int64_t kNothingNew = std::numeric_limits<std::int64_t>::max();

std::string event_text(const char* name, const std::string& data) {
    return std::string("event: ") + name + "\ndata: " + data + "\n\n";
}

bool of_kind(std::string_view stream, std::string_view kind) {
    return stream.size() > kind.size() && stream.starts_with(kind) && stream[kind.size()] == ':';
}

// Readings come every second and say nothing about other rooms.
bool concerns_other_rooms(const desk::AnswerEvent& event) {
    if (of_kind(event.stream, clinic::Session::kKind)) return true;
    return of_kind(event.stream, clinic::Watch::kKind) && event.name != "ReadingReceived" &&
           event.name != "ConditionNoticed" && event.name != "ConditionPassed";
}

}  // namespace

Live::Live(desk::Desk& desk) : desk_(desk) {
    desk_.on_change([this](const std::vector<desk::AnswerEvent>& events) { changed(events); });
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Live::~Live() { stop(); }

void Live::stop() {
    if (!thread_.joinable()) return;
    desk_.on_change({});
    thread_.request_stop();
    wake_.notify_all();
    thread_.join();
    for (const Subscriber& each : subscribers_) each.stream->end();
}

void Live::subscribe(const SessionId& session, std::string token, std::shared_ptr<Stream> stream,
                     std::optional<EmergencyPass> pass) {
    journal::Db& db = desk_.reader();
    const std::lock_guard lock(mutex_);  // so that nothing changes between the first state and the subscription
    stream->send("retry: 1000\n\n" + watch_event(db, session, kNothingNew) + session_event(db, session));
    subscribers_.push_back({session, std::move(token), std::move(stream), std::move(pass)});
}

std::size_t Live::subscribers() const {
    const std::lock_guard lock(mutex_);
    return subscribers_.size();
}

// On the writer thread: only takes note.
void Live::changed(const std::vector<desk::AnswerEvent>& events) {
    bool any = false;
    {
        const std::lock_guard lock(mutex_);
        if (subscribers_.empty()) return;
        for (const desk::AnswerEvent& event : events) {
            rooms_changed_ = rooms_changed_ || concerns_other_rooms(event);
            if (of_kind(event.stream, clinic::Watch::kKind) || of_kind(event.stream, clinic::Session::kKind))
                any = changed_.try_emplace(event.stream, event.sequence).second || any;
        }
    }
    if (any) wake_.notify_one();
}

void Live::run(const std::stop_token& stop) {
    auto next_beat = std::chrono::steady_clock::now() + kBeat;
    while (!stop.stop_requested()) {
        Changed streams;
        bool rooms = false;
        {
            std::unique_lock lock(mutex_);
            wake_.wait_until(lock, stop, next_beat, [&] { return !changed_.empty(); });
            streams.swap(changed_);
            rooms = std::exchange(rooms_changed_, false);
        }
        try {
            send_changes(streams, rooms);
            if (std::chrono::steady_clock::now() >= next_beat) {
                beat();
                next_beat = std::chrono::steady_clock::now() + kBeat;
            }
        } catch (const std::exception& error) {
            spdlog::error("the rooms could not be told of a change: {}", error.what());
        }
    }
}

void Live::send_changes(const Changed& streams, bool rooms) {
    if (streams.empty() && !rooms) return;
    journal::Db& db = desk_.reader();
    const journal::Snapshot snapshot(db);
    const std::string told = event_text("rooms", R"({"now":")" + to_text(desk_.now()) + R"("})");
    std::map<std::string, std::string> watches, sessions;  // made once for all who listen to the same
    const std::lock_guard lock(mutex_);
    const Instant now = desk_.now();
    for (const Subscriber& each : subscribers_) {
        if (each.pass && now >= each.pass->ends_at) continue;  // the next beat ends it
        if (const auto found = streams.find(clinic::watch_stream(each.session)); found != streams.end()) {
            std::string& text = watches[each.session.value];
            if (text.empty()) text = watch_event(db, each.session, found->second);
            each.stream->send(text);
        }
        if (streams.contains(clinic::stream_of(each.session))) {
            std::string& text = sessions[each.session.value];
            if (text.empty()) text = session_event(db, each.session);
            each.stream->send(text);
        }
        if (rooms) each.stream->send(told);
    }
}

bool Live::may_listen(const Subscriber& subscriber) const {
    const auto person = desk_.accounts().person(subscriber.token, false);
    if (!person) return false;
    if (!subscriber.pass) return person->permissions.has(desk::Permission::read_records);
    if (!person->permissions.has(desk::Permission::open_in_emergency)) return false;
    const auto open = views::open_emergency(desk_.reader(), person->staff.id, desk_.now());
    return open && open->id == subscriber.pass->emergency;
}

void Live::beat() {
    const std::string text = event_text("beat", R"({"now":")" + to_text(desk_.now()) + R"("})");
    const std::lock_guard lock(mutex_);
    std::erase_if(subscribers_, [&](const Subscriber& each) {
        if (!may_listen(each)) each.stream->end();
        return !each.stream->send(text);
    });
}

std::string Live::watch_event(journal::Db& db, const SessionId& session, std::int64_t since) const {
    const auto found = views::document(db, clinic::watch_stream(session));
    if (!found) return "";
    const std::string readings = since == kNothingNew ? "[]" : to_json(views::readings_from(db, session, since));
    return event_text("watch", R"({"now":")" + to_text(desk_.now()) + R"(","watch":)" + found->body +
                                   R"(,"readings":)" + readings + "}");
}

std::string Live::session_event(journal::Db& db, const SessionId& session) const {
    const auto found = views::document(db, clinic::stream_of(session));
    if (!found) return "";
    return event_text("session",
                      R"({"now":")" + to_text(desk_.now()) + R"(","version":)" + std::to_string(found->version) + "}");
}

}  // namespace afterglow::http
