#pragma once
// One client's connection and the thread it lives on. The only header that knows asio; included by connection.cpp and
// server.cpp alone.
//
// A connection belongs to one I/O thread from beginning to end, so it needs no locks; other threads reach it only
// through its Exchange. It holds no buffers while it is idle. Deadlines are stored, not armed: the thread's sweep looks
// at them a few times a second.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "http/server/exchange.h"
#include "http/server/request_reader.h"
#include "http/server/response_writer.h"
#include "http/server/server.h"
#include "http/server/transport.h"

namespace afterglow::http {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> kAwait;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwaitTuple(kAwait);  // error codes, not exceptions

// What all connections of a server share.
struct Shared {
    Shared(ServerOptions given, Handler handler_given, TlsContext tls_given);
    void report(const std::string& failure) const;

    // The bound per address. take_place() counts the connection in; leave_place() out.
    bool take_place(const std::string& address);
    void leave_place(const std::string& address);

    const ServerOptions options;
    const Handler handler;
    const TlsContext tls;
    const CommonHeaders common_headers;
    Counters counters;
    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> body_bytes_held{0};  // of all connections, not yet handed on

private:
    std::mutex places_mutex_;
    std::map<std::string, std::size_t> places_;
};

class Connection;

// One I/O thread. All members but `context` are touched on that thread only.
struct IoThread {
    explicit IoThread(Shared& server);
    void run();

    void add(Connection& connection);
    void remove(Connection& connection);
    void begin_stop();
    std::string_view date();  // of now, rendered once a second

    asio::io_context context{1};
    std::optional<asio::executor_work_guard<Executor>> work;
    std::vector<char> scratch;  // every read goes through it, so that idle connections need no buffer
    Shared& shared;

private:
    void arm_sweep();
    void sweep();

    std::vector<Connection*> connections_;
    Timer sweep_timer_;
    bool sweep_armed_ = false;
    Clock::time_point stop_deadline_ = Clock::time_point::max();
    std::time_t date_second_ = 0;
    std::string date_;
};

class Connection {
public:
    Connection(IoThread& thread, Socket socket, std::string remote_address, std::string place);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    static Task<void> run(std::shared_ptr<Connection> self);

    void resume();  // the handler has answered
    void stop();    // gracefully
    void expire();  // its deadline has passed
    void kill();
    Clock::time_point deadline() const { return deadline_; }
    Executor executor() { return socket_.get_executor(); }

    std::size_t place_in_thread = 0;  // IoThread's own

private:
    enum class Phase { handshaking, idle, reading_head, reading_body, answering, streaming, writing, lingering };
    using Wait = Socket::wait_type;
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void resume() = 0;
    };

    Task<void> serve();
    Task<bool> shake_hands();
    Task<bool> read_request();
    Task<bool> read_body();
    Task<void> answer_request();
    Task<void> go_on(std::shared_ptr<Stream> stream);
    Task<bool> fill();  // reads more; false when there will be no more
    Task<bool> flush(std::string_view body = {});
    Task<void> linger();
    Task<bool> wait_for(Wait what);
    Task<void> wait_for_answer();

    static std::optional<Wait> wait_of(Transport::Outcome outcome);
    std::string_view unread() const { return std::string_view(in_).substr(in_used_); }
    void use(std::size_t bytes);
    bool hold_body(std::size_t bytes);  // false: over Limits::bodies_bytes
    void enter(Phase phase, std::chrono::milliseconds time);
    void refuse(const Refused& refused);
    void call_handler(const std::shared_ptr<Exchange>& exchange, Request request);
    Response checked(Response response);
    void count_answer(const Response& response, Clock::time_point asked);

    IoThread& thread_;
    Shared& shared_;
    Socket socket_;
    std::unique_ptr<Transport> transport_;
    std::string remote_address_;
    std::string place_;
    Phase phase_ = Phase::handshaking;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool closing_ = false;  // after the answer that is being made
    bool dead_ = false;     // at once
    std::size_t requests_ = 0;
    std::size_t body_held_ = 0;

    std::string in_;
    std::size_t in_used_ = 0;
    std::string out_;
    HeadScanner scanner_;
    std::optional<RequestReader> reader_;
    std::shared_ptr<Exchange> exchange_;
    std::shared_ptr<Stream> stream_;  // while one goes on
    std::unique_ptr<Waiter> waiter_;
};

}  // namespace afterglow::http
