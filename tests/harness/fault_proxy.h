#pragma once
// Stands between a client and a server and spoils what they say: a network that fails, in user space. It knows nothing of
// what it carries, so it fits between a browser and the server as well as between the server and its database; both ends
// may be ports of the loopback or sockets of the file system. One thread; every connection is a pair of sockets.

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace afterglow::harness {

// Port of 127.0.0.1, or path of a socket; a port of 0 is any free one.
struct Place {
    std::uint16_t port = 0;
    std::string path = {};
};

enum class Fault {
    none,
    stop_accepting,   // who comes now waits
    close,            // whoever says something is cut off
    delay,            // everything comes later
    corrupt,          // one byte of each piece is another, in both directions
    slice,            // byte by byte
    throttle,         // so many bytes in a second
    swallow_answers,  // what is asked arrives; of the answer nothing does, and the connection ends
};
inline constexpr Fault kAllFaults[] = {Fault::stop_accepting, Fault::close,    Fault::delay,          Fault::corrupt,
                                       Fault::slice,          Fault::throttle, Fault::swallow_answers};
const char* name_of(Fault fault);

struct FaultProxyOptions {
    Place upstream;
    Place listen = {};
    std::chrono::milliseconds delay{150};
    std::size_t bytes_per_second = 2'000;
    std::uint64_t seed = 1;
    bool forgets_upstream = false;  // planted: never closes its side of a connection to the server
    std::string corrupts =
        {};  // only the last byte of this word, where it passes; if empty, any one byte of each piece
};

class FaultProxy {
public:
    explicit FaultProxy(FaultProxyOptions options);
    ~FaultProxy();

    std::uint16_t port() const { return port_; }
    void set(Fault fault);  // at once, for open connections, too
    // Answers thrown away, and pieces changed, since the beginning.
    std::size_t swallowed() const { return swallowed_; }
    std::size_t corrupted() const { return corrupted_; }
    std::size_t open_connections() const { return open_; }

private:
    struct Pair;
    struct Way;

    void run();
    void accept_one();
    void turn(Pair& pair, short client_events, short server_events);
    bool receive(int from, Way& way, bool is_answer);
    bool pass_on(int to, Way& way);
    void spoil(std::string& piece);
    std::size_t allowed(Way& way) const;
    void end(Pair& pair);
    int pause_ms() const;

    FaultProxyOptions options_;
    int listener_ = -1, wake_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<Fault> fault_{Fault::none};
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> swallowed_{0}, corrupted_{0}, open_{0};
    std::vector<std::unique_ptr<Pair>> pairs_;  // the thread's own, as all below
    std::vector<int> forgotten_;
    std::mt19937_64 random_;
    std::thread thread_;
};

}  // namespace afterglow::harness
