#pragma once
// Every limit of the HTTP server, each with a name and each with a test (limits_test.cpp). Nothing that a client sends,
// holds open or leaves unread is without one. `Limits` carries them so that tests can shorten the times and an
// administrator can widen what the clinic's network needs; the defaults are meant to be kept.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace afterglow::http {

inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;            // request line and header fields together: 431
inline constexpr std::size_t kMaxTargetBytes = 4 * 1024;           // path and query as sent: 414
inline constexpr std::size_t kMaxHeaderFields = 64;                // 431
inline constexpr std::size_t kMaxQueryPairs = 64;                  // 400
inline constexpr std::size_t kMaxBodyBytes = 1024 * 1024;          // after chunked decoding: 413
inline constexpr std::size_t kMaxBodiesBytes = 256 * 1024 * 1024;  // of all bodies still arriving: 503
inline constexpr std::size_t kMaxChunkOverhead = 64 * 1024;        // chunk sizes and line ends of one body: 400
inline constexpr std::size_t kMaxBufferedOutput = 64 * 1024;  // answers to pipelined requests collected for one write
inline constexpr std::size_t kMaxJoinedBody =
    16 * 1024;  // smaller bodies are copied beside their head, larger sent in place

inline constexpr std::chrono::milliseconds kHeadTime{10'000};        // to finish a TLS handshake, and then a header
inline constexpr std::chrono::milliseconds kBodyTime{30'000};        // to finish a body
inline constexpr std::chrono::milliseconds kIdleTime{75'000};        // between requests
inline constexpr std::chrono::milliseconds kAnswerTime{60'000};      // for a handler to answer; then 503
inline constexpr std::chrono::milliseconds kWriteStallTime{30'000};  // without a byte taken by the client
inline constexpr std::chrono::milliseconds kWriteTime{300'000};      // for one answer altogether
inline constexpr std::chrono::milliseconds kLingerTime{2'000};     // for a refused client to read why before the reset
inline constexpr std::chrono::milliseconds kStopTime{10'000};      // for requests in flight after stop()
inline constexpr std::size_t kMaxLingerBytes = 2 * kMaxBodyBytes;  // read and thrown away meanwhile

inline constexpr std::size_t kMaxConnections = 10'000;
inline constexpr std::size_t kMaxConnectionsPerAddress = 512;      // 0: no bound. IPv6 counts by /64
inline constexpr std::size_t kMaxRequestsPerConnection = 100'000;  // then Connection: close

inline constexpr std::size_t kMaxStaticBytes = 64 * 1024 * 1024;  // of the web app, uncompressed
inline constexpr std::size_t kMaxStaticFiles = 4096;

struct Limits {
    std::size_t head_bytes = kMaxHeadBytes;
    std::size_t target_bytes = kMaxTargetBytes;
    std::size_t header_fields = kMaxHeaderFields;
    std::size_t body_bytes = kMaxBodyBytes;
    std::size_t bodies_bytes = kMaxBodiesBytes;
    std::chrono::milliseconds head_time = kHeadTime;
    std::chrono::milliseconds body_time = kBodyTime;
    std::chrono::milliseconds idle_time = kIdleTime;
    std::chrono::milliseconds answer_time = kAnswerTime;
    std::chrono::milliseconds write_stall_time = kWriteStallTime;
    std::chrono::milliseconds write_time = kWriteTime;
    std::chrono::milliseconds linger_time = kLingerTime;
    std::chrono::milliseconds stop_time = kStopTime;
    std::size_t connections = kMaxConnections;
    std::size_t connections_per_address = kMaxConnectionsPerAddress;
    std::size_t requests_per_connection = kMaxRequestsPerConnection;
};

}  // namespace afterglow::http
