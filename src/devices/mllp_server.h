#pragma once
// Takes messages of monitors over TCP (MLLP). It knows frames, not what is in them: each message goes to one handler with
// the way back. One thread serves all connections, so **a handler must not block**; what waits answers later from its own
// thread. Answers of a connection are sent in the order of its messages.
//
//   auto server = TRY(MllpServer::start({.port = 2575}, [](std::string message, std::string peer, MllpReply reply) {
//       reply(acknowledgement(...));
//   }));
//
// A frame that is broken or too large never reaches the handler: it is answered here with AR and an empty control id, as
// MLLP senders wait for an answer. Garbage between frames is not answered.
// There is no TLS and no sign-in: listen on the monitors' own network, or on 127.0.0.1 behind a tunnel.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "devices/hl7.h"

namespace afterglow::devices {

inline constexpr std::size_t kMaxMonitorConnections = 64;
inline constexpr std::size_t kMaxMonitorConnectionsPerAddress = 32;  // a gateway speaks for many monitors
inline constexpr std::size_t kMaxUnanswered = 64;                    // messages of one connection; then it is not read
inline constexpr std::chrono::milliseconds kMonitorIdleTime{900'000};  // without a byte; a monitor connects anew
inline constexpr std::chrono::milliseconds kFrameTime{30'000};         // to finish a frame that was begun
inline constexpr std::chrono::milliseconds kMonitorStopTime{2'000};    // for answers that are still due after stop()

struct MllpOptions {
    std::string address = "127.0.0.1";  // numeric; "::" and "0.0.0.0" are all interfaces
    std::uint16_t port = 2575;          // IANA: hl7. 0: an ephemeral one, see MllpServer::port()
    std::size_t connections = kMaxMonitorConnections;
    std::size_t connections_per_address = kMaxMonitorConnectionsPerAddress;
    std::size_t unanswered = kMaxUnanswered;
    std::size_t message_bytes = kMaxMessageBytes;
    std::chrono::milliseconds idle_time = kMonitorIdleTime;
    std::chrono::milliseconds frame_time = kFrameTime;
    std::chrono::milliseconds stop_time = kMonitorStopTime;
    // What an administrator should see, in English, with the peer; on the server's thread. At most a line for each event.
    std::function<void(const std::string&)> on_trouble = nullptr;
};

// The way back for one message: its answer, without a frame. From any thread, also when the connection or the server has
// gone meanwhile; calls after the first do nothing. When the last copy goes without an answer, the message is answered
// with AR (application internal error).
using MllpReply = std::function<void(std::string ack)>;

// Called on the server's thread. `peer`: "192.0.2.7:40123", "[2001:db8::7]:40123". An exception that escapes goes to
// MllpOptions::on_trouble, and the message is answered with AR.
using MllpHandler = std::function<void(std::string message, std::string peer, MllpReply reply)>;

class MllpServer {
public:
    // Listens when it returns. Refusals: "port_taken" {address, port}, "port_not_permitted" {address, port},
    // "address_invalid" {address}, "address_not_here" {address}, "listen_failed" {address, port, reason}; the same codes as
    // http::Server, so that http::start_refusal_text() has their words.
    static Result<std::unique_ptr<MllpServer>> start(MllpOptions options, MllpHandler handler);
    ~MllpServer();  // stop() and wait()

    std::uint16_t port() const;
    std::size_t connections() const;  // open now

    // Stops accepting and reading, sends answers that are due within stop_time, closes. Returns at once; from any thread,
    // also from a handler, and more than once.
    void stop();
    void wait();  // until it has stopped. Not from a handler

private:
    struct Impl;
    explicit MllpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace afterglow::devices
