#pragma once
// What the server counts. Plain atomics, written by the I/O threads, read by whoever shows metrics.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace afterglow::http {

// Upper bounds of the latency histogram, from the last byte of a request to its answer being ready to send.
inline constexpr std::array<std::uint32_t, 12> kLatencyBoundsMicroseconds{
    100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 100'000, 500'000, 1'000'000, 5'000'000};

struct Counters {
    using Count = std::atomic<std::uint64_t>;
    Count connections_accepted{0};
    Count connections_refused{0};  // over a bound
    std::atomic<std::int64_t> connections_open{0};
    Count requests{0};          // that reached the handler
    Count requests_refused{0};  // malformed or over a limit, answered by the server itself
    Count timeouts{0};          // connections closed for slowness, idling included
    Count tls_failures{0};
    Count bytes_in{0};  // as on the wire for plain HTTP; without TLS framing otherwise
    Count bytes_out{0};
    std::array<Count, 6> answers{};  // by status class: answers[4] are the 4xx; [0] is unused
    std::array<Count, kLatencyBoundsMicroseconds.size() + 1> latency{};  // not cumulative; the last is "longer"
    Count latency_microseconds{0};                                       // sum
};

}  // namespace afterglow::http
