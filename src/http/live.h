#pragma once
// Server-sent events of the dosing rooms. A room's screen listens to one session: it is sent the watch over it at once and
// after every change with every reading since the change before, is told when the session's record changed or something happened in another room, and hears a beat
// every two seconds, so that silence means that there is no contact.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "desk/desk.h"
#include "http/emergency_pass.h"
#include "http/server/stream.h"

namespace afterglow::http {

class Live {
public:
    static constexpr std::chrono::milliseconds kBeat{2000};

    explicit Live(desk::Desk& desk);
    ~Live();      // stop()
    void stop();  // before the desk goes, if it goes first; ends every stream

    // Sends to `stream` until it is closed, or the sign-in behind `token` is gone or may not listen any more, which is looked
    // at with every beat. `pass`: by which they may, if it is not by their roles; nothing is sent after its end.
    void subscribe(const SessionId& session, std::string token, std::shared_ptr<Stream> stream,
                   std::optional<EmergencyPass> pass = {});
    std::size_t subscribers() const;

private:
    struct Subscriber {
        SessionId session;
        std::string token;
        std::shared_ptr<Stream> stream;
        std::optional<EmergencyPass> pass;
    };
    bool may_listen(const Subscriber& subscriber) const;
    void changed(const std::vector<desk::AnswerEvent>& events);
    void run(const std::stop_token& stop);
    // Streams that changed, each with the sequence of the first new event.
    using Changed = std::map<std::string, std::int64_t>;
    void send_changes(const Changed& streams, bool rooms);
    void beat();
    std::string watch_event(journal::Db& db, const SessionId& session, std::int64_t since) const;
    std::string session_event(journal::Db& db, const SessionId& session) const;

    desk::Desk& desk_;
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::vector<Subscriber> subscribers_;
    Changed changed_;
    bool rooms_changed_ = false;
    std::jthread thread_;
};

}  // namespace afterglow::http
