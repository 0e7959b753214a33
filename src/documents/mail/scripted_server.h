#pragma once
// For tests: a mail server on a free port of this machine that does what the test says, one connection long.

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace afterglow::documents {

class Peer {
public:
    explicit Peer(int socket) : socket_(socket) {}
    void say(const std::string& text) const;
    std::string line();     // without its end; empty when the client is gone
    std::string message();  // all up to the line with a dot
    void take_some(std::size_t bytes) const;
    void wait(std::chrono::milliseconds time) const;
    void break_off();  // no goodbye: the client sees a reset

    void greet() const { say("220 mail.example ready\r\n"); }
    void until(const std::string& verb);  // politely up to the command that begins with `verb`, not answering it
    void until_message();                 // politely up to the message's first byte

private:
    int socket_;
    std::string unread_;
};

class ScriptedServer {
public:
    explicit ScriptedServer(std::function<void(Peer&)> script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    int port() const { return port_; }

private:
    int listener_ = -1;
    int port_ = 0;
    std::thread thread_;
};

int free_port();  // that nothing listens on

}  // namespace afterglow::documents
