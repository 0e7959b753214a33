#pragma once
// Sends messages over MLLP and waits for each answer: for simulated monitors and for tests. Blocking; one thread at a time.
//
//   MllpClient client = TRY(MllpClient::connect("127.0.0.1", 2575));
//   std::string answer = TRY(client.ask(message));
//
// After a refusal of ask() the connection is closed: an answer that comes late must not be taken for another's.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "devices/mllp.h"

namespace afterglow::devices {

inline constexpr std::chrono::milliseconds kConnectTime{5'000};
inline constexpr std::chrono::milliseconds kAckTime{10'000};

class MllpClient {
public:
    // Refusals, all of kind unavailable: "host_unknown" {host}, "not_connected" {host, port, reason}.
    static Result<MllpClient> connect(const std::string& host, std::uint16_t port,
                                      std::chrono::milliseconds time = kConnectTime);
    MllpClient(MllpClient&& other) noexcept;
    MllpClient& operator=(MllpClient&& other) noexcept;
    ~MllpClient();

    // The answer, without its frame. Refusals, all of kind unavailable: "connection_lost", "answer_late",
    // "answer_unreadable" (no whole frame, or too large).
    Result<std::string> ask(std::string_view message, std::chrono::milliseconds time = kAckTime);

    // The bytes as they are, without a frame. False: the connection is lost.
    bool send_raw(std::string_view bytes, std::chrono::milliseconds time = kAckTime);
    // The next answer to whatever was sent; refusals as ask().
    Result<std::string> receive(std::chrono::milliseconds time = kAckTime);

    bool is_open() const { return socket_ >= 0; }
    void close();

private:
    explicit MllpClient(int socket) : socket_(socket) {}
    int socket_ = -1;
    FrameReader reader_;
};

}  // namespace afterglow::devices
