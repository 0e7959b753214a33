#include "documents/mail/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace afterglow::documents {
namespace {

int listening_socket(int& port) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int small = 4096;  // what the network keeps on its way
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, generic, size) != 0 || listen(listener, 4) != 0 || getsockname(listener, generic, &size) != 0)
        throw std::runtime_error("no free port");
    port = ntohs(address.sin_port);
    return listener;
}

}  // namespace

void Peer::say(const std::string& text) const { (void)send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }

std::string Peer::line() {
    std::size_t end;
    while ((end = unread_.find("\r\n")) == std::string::npos) {
        char buffer[4096];
        const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) return "";
        unread_.append(buffer, static_cast<std::size_t>(count));
    }
    std::string line = unread_.substr(0, end);
    unread_.erase(0, end + 2);
    return line;
}

std::string Peer::message() {
    std::size_t end;
    while ((end = unread_.find("\r\n.\r\n")) == std::string::npos) {
        char buffer[4096];
        const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) return unread_;
        unread_.append(buffer, static_cast<std::size_t>(count));
    }
    std::string message = unread_.substr(0, end + 2);
    unread_.erase(0, end + 5);
    return message;
}

void Peer::take_some(std::size_t bytes) const {
    std::string buffer(bytes, '\0');
    (void)recv(socket_, buffer.data(), bytes, MSG_WAITALL);
}

void Peer::wait(std::chrono::milliseconds time) const { std::this_thread::sleep_for(time); }

void Peer::break_off() {
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    shutdown(socket_, SHUT_RDWR);
}

void Peer::until(const std::string& verb) {
    greet();
    while (true) {
        const std::string said = line();
        if (said.empty() || said.starts_with(verb)) return;
        say(said.starts_with("DATA") ? "354 go on\r\n" : "250 fine\r\n");
    }
}

void Peer::until_message() {
    until("DATA");
    say("354 go on\r\n");
}

ScriptedServer::ScriptedServer(std::function<void(Peer&)> script) {
    listener_ = listening_socket(port_);
    thread_ = std::thread([listener = listener_, script = std::move(script)] {
        const int connection = accept(listener, nullptr, nullptr);
        if (connection < 0) return;
        Peer peer(connection);
        script(peer);
        close(connection);
    });
}

ScriptedServer::~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);  // accept returns if nobody came
    thread_.join();
    close(listener_);
}

int free_port() {
    int port = 0;
    close(listening_socket(port));
    return port;
}

}  // namespace afterglow::documents
