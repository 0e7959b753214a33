#include "http/server/connection.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

namespace afterglow::http {

namespace {

using Outcome = Transport::Outcome;

constexpr std::size_t kScratchBytes = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

void count(Counters::Count& counter, std::uint64_t by = 1) { counter.fetch_add(by, std::memory_order_relaxed); }

// Gives the memory back, which clear() does not.
void release(std::string& buffer) { std::string().swap(buffer); }

// An answer that nobody will hear: whoever sends to its stream is told.
void let_go(const Response& answer) {
    if (answer.stream) answer.stream->detach();
}

}  // namespace

// ---- Exchange -------------------------------------------------------------------------------------------------------

bool Exchange::answer(Response response) {
    const std::lock_guard lock(mutex_);
    if (!connection_ || response_) {
        let_go(response);
        return false;
    }
    response_ = std::move(response);
    // Posted under the lock: take() cannot come between, so the connection's thread still runs.
    if (suspended_) asio::post(connection_->executor(), [self = shared_from_this()] { self->wake(); });
    return true;
}

bool Exchange::is_wanted() {
    const std::lock_guard lock(mutex_);
    return connection_ && !response_;
}

bool Exchange::suspend() {
    const std::lock_guard lock(mutex_);
    suspended_ = !response_;
    return suspended_;
}

std::optional<Response> Exchange::take() {
    const std::lock_guard lock(mutex_);
    connection_ = nullptr;
    return std::move(response_);
}

void Exchange::wake() {
    Connection* connection = nullptr;
    {
        const std::lock_guard lock(mutex_);
        connection = connection_;
    }
    if (connection) connection->resume();  // only this thread sets it to null
}

bool Responder::answer(Response response) const { return exchange_->answer(std::move(response)); }
bool Responder::is_wanted() const { return exchange_->is_wanted(); }

// ---- Stream ---------------------------------------------------------------------------------------------------------

bool Stream::send(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (ended_) return false;
    if (waiting_.size() + bytes.size() > kMaxWaiting) {
        ended_ = true;
        waiting_.clear();
    } else {
        waiting_ += bytes;
    }
    call_connection();
    return !ended_;
}

bool Stream::is_open() const {
    const std::lock_guard lock(mutex_);
    return !ended_;
}

void Stream::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    call_connection();
}

void Stream::attach(Connection& connection) {
    const std::lock_guard lock(mutex_);
    connection_ = &connection;
}

std::string Stream::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

bool Stream::is_over() const {
    const std::lock_guard lock(mutex_);
    return ended_ && waiting_.empty();
}

void Stream::detach() {
    const std::lock_guard lock(mutex_);
    connection_ = nullptr;
    ended_ = true;
}

void Stream::wake() {
    Connection* connection = nullptr;
    {
        const std::lock_guard lock(mutex_);
        connection = connection_;
    }
    if (connection) connection->resume();  // only this thread sets it to null
}

// Posted under the lock: detach() cannot come between, so the connection's thread still runs.
void Stream::call_connection() {
    if (connection_) asio::post(connection_->executor(), [self = shared_from_this()] { self->wake(); });
}

// ---- Shared ---------------------------------------------------------------------------------------------------------

Shared::Shared(ServerOptions given, Handler handler_given, TlsContext tls_given)
    : options(std::move(given)),
      handler(std::move(handler_given)),
      tls(std::move(tls_given)),
      common_headers(options.common_headers) {}

void Shared::report(const std::string& failure) const {
    if (options.on_failure) options.on_failure(failure);
}

bool Shared::take_place(const std::string& address) {
    const std::lock_guard lock(places_mutex_);
    std::size_t& taken = places_[address];
    const std::size_t bound = options.limits.connections_per_address;
    if (bound != 0 && taken >= bound) return false;
    ++taken;
    return true;
}

void Shared::leave_place(const std::string& address) {
    const std::lock_guard lock(places_mutex_);
    const auto found = places_.find(address);
    assert(found != places_.end() && found->second > 0);
    if (--found->second == 0) places_.erase(found);
}

// ---- IoThread -------------------------------------------------------------------------------------------------------

IoThread::IoThread(Shared& server)
    : work(asio::make_work_guard(context)),
      scratch(kScratchBytes),
      shared(server),
      sweep_timer_(context.get_executor()) {}

void IoThread::run() {
    while (true) {
        try {
            context.run();
            return;
        } catch (const std::exception& failure) {  // of one connection; the others go on
            shared.report(std::string("server: ") + failure.what());
        }
    }
}

void IoThread::add(Connection& connection) {
    connection.place_in_thread = connections_.size();
    connections_.push_back(&connection);
    arm_sweep();
    if (shared.stopping) connection.stop();
}

void IoThread::remove(Connection& connection) {
    connections_[connection.place_in_thread] = connections_.back();
    connections_[connection.place_in_thread]->place_in_thread = connection.place_in_thread;
    connections_.pop_back();
    // So that the thread can end at once when its last connection has.
    if (connections_.empty() && shared.stopping) sweep_timer_.cancel();
}

void IoThread::begin_stop() {
    stop_deadline_ = Clock::now() + shared.options.limits.stop_time;
    work.reset();
    const std::vector<Connection*> all = connections_;  // stop() never removes, but let that not matter
    for (Connection* each : all) each->stop();
    if (connections_.empty()) sweep_timer_.cancel();  // the last one left before: nothing to wait for
}

// Often enough that no limit is overrun by more than a quarter, seldom enough to cost nothing.
void IoThread::arm_sweep() {
    if (sweep_armed_ || connections_.empty()) return;
    const Limits& limits = shared.options.limits;
    const auto shortest = std::min({limits.head_time, limits.body_time, limits.idle_time, limits.answer_time,
                                    limits.write_stall_time, limits.write_time, limits.linger_time, limits.stop_time});
    sweep_armed_ = true;
    sweep_timer_.expires_after(std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(500)));
    sweep_timer_.async_wait([this](const boost::system::error_code&) {
        sweep_armed_ = false;
        sweep();
    });
}

void IoThread::sweep() {
    const auto now = Clock::now();
    for (Connection* each : connections_) {
        if (now >= stop_deadline_) {
            each->kill();
        } else if (now >= each->deadline()) {
            each->expire();
        }
    }
    arm_sweep();
}

std::string_view IoThread::date() {
    const auto now = std::chrono::system_clock::now();
    const std::time_t second = std::chrono::system_clock::to_time_t(now);
    if (second != date_second_ || date_.empty()) {
        date_second_ = second;
        date_ = http_date(now);
    }
    return date_;
}

// ---- Connection: life -----------------------------------------------------------------------------------------------

Connection::Connection(IoThread& thread, Socket socket, std::string remote_address, std::string place)
    : thread_(thread),
      shared_(thread.shared),
      socket_(std::move(socket)),
      remote_address_(std::move(remote_address)),
      place_(std::move(place)),
      scanner_(shared_.options.limits) {
    thread_.add(*this);
}

Connection::~Connection() {  // NOLINT(bugprone-exception-escape): a mutex that cannot be locked ends the process
    thread_.remove(*this);
    hold_body(0);
    transport_.reset();
    shared_.leave_place(place_);
    shared_.counters.connections_open.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::kill() {
    if (dead_) return;
    dead_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);  // ends every wait; the coroutine then leaves
    // Posted, since the sweep that calls this must not lose its place when the connection ends.
    if (exchange_) asio::post(executor(), [exchange = exchange_] { exchange->wake(); });
    if (stream_) asio::post(executor(), [stream = stream_] { stream->wake(); });
}

void Connection::expire() {
    if (dead_) return;
    if (phase_ != Phase::lingering) count(shared_.counters.timeouts);
    if (phase_ != Phase::answering) return kill();
    deadline_ = Clock::time_point::max();
    closing_ = true;
    exchange_->answer(problem(503, "answer_too_late"));
}

void Connection::stop() {
    closing_ = true;
    const bool is_waiting_for_request =
        phase_ == Phase::handshaking || phase_ == Phase::idle || phase_ == Phase::reading_head;
    if (is_waiting_for_request && unread().empty()) kill();
    if (stream_) stream_->end();
}

void Connection::resume() {
    // Moved out first: resuming may go as far as waiting for the next answer.
    if (const auto waiter = std::move(waiter_)) waiter->resume();
}

void Connection::enter(Phase phase, std::chrono::milliseconds time) {
    phase_ = phase;
    deadline_ = Clock::now() + time;
}

// What the transport wants; nothing when it cannot go on.
std::optional<Connection::Wait> Connection::wait_of(Transport::Outcome outcome) {
    if (outcome == Outcome::want_read) return Wait::wait_read;
    if (outcome == Outcome::want_write) return Wait::wait_write;
    return std::nullopt;
}

// ---- Connection: the story of one -----------------------------------------------------------------------------------

// g++ 12 loses its place in a coroutine that awaits inside a condition of do-while or of a short-circuit: here every
// await is a statement of its own.

Task<void> Connection::run(std::shared_ptr<Connection> self) {
    try {
        co_await self->serve();
    } catch (const std::exception& failure) {
        self->shared_.report(std::string("connection: ") + failure.what());
    }
    if (self->exchange_) self->exchange_->take();
    if (self->stream_) self->stream_->detach();
    // Closes here and not when the last reference goes, which a pending wait may hold.
    boost::system::error_code ignored;
    self->socket_.close(ignored);
}

Task<void> Connection::serve() {
    bool goes_on = co_await shake_hands();
    while (goes_on) {
        goes_on = co_await read_request();
        if (goes_on) co_await answer_request();
        if (closing_ || dead_) goes_on = false;
        // Who sent many requests at once takes turns with the others of this thread.
        if (goes_on && !unread().empty()) {
            enter(Phase::reading_head, shared_.options.limits.head_time);
            co_await asio::post(executor(), kAwait);
            goes_on = !dead_;
        }
    }
    if (dead_ || !closing_) co_return;  // killed, or the client went first
    const bool sent = co_await flush();
    if (sent) co_await linger();
}

Task<bool> Connection::shake_hands() {
    const Limits& limits = shared_.options.limits;
    enter(Phase::handshaking, limits.head_time);
    transport_ = make_transport(socket_.native_handle(), shared_.tls);
    while (!dead_) {
        const auto step = transport_->handshake();
        if (step.outcome == Outcome::moved) {
            enter(Phase::reading_head, limits.head_time);
            co_return true;
        }
        const auto what = wait_of(step.outcome);
        if (!what) break;
        const bool ready = co_await wait_for(*what);
        if (!ready) co_return false;
    }
    if (!dead_) count(shared_.counters.tls_failures);
    co_return false;
}

// False: no request; the connection ends (a refusal may be waiting in out_).
Task<bool> Connection::read_request() {
    const Limits& limits = shared_.options.limits;
    scanner_.restart();
    if (!unread().empty()) {
        enter(Phase::reading_head, limits.head_time);
    } else if (requests_ > 0) {
        enter(Phase::idle, limits.idle_time);
    }
    while (true) {
        if (requests_ > 0 && unread().starts_with("\r\n")) {  // RFC 9112 section 2.2: some clients end a POST so
            use(2);
            scanner_.restart();
        }
        const auto found = scanner_.scan(unread());
        if (found.refused) {
            refuse(*found.refused);
            co_return false;
        }
        if (found.length > 0) {
            reader_.emplace(limits);
            const auto refused = reader_->read_head(unread().substr(0, found.length));
            use(found.length);
            if (refused) {
                refuse(*refused);
                co_return false;
            }
            break;
        }
        const bool filled = co_await fill();
        if (!filled) co_return false;
        if (phase_ == Phase::idle) enter(Phase::reading_head, limits.head_time);
    }
    if (reader_->is_done()) co_return true;
    const bool whole = co_await read_body();
    co_return whole;
}

Task<bool> Connection::read_body() {
    enter(Phase::reading_body, shared_.options.limits.body_time);
    if (reader_->expects_continue() && unread().empty()) out_ += kContinue;
    while (true) {
        auto taken = reader_->read_body(unread());
        use(taken.bytes);
        if (!hold_body(reader_->request().body.size())) taken.refused = Refused{503, "too_many_bodies"};
        if (taken.refused) {
            refuse(*taken.refused);
            co_return false;
        }
        if (reader_->is_done()) co_return true;
        const bool filled = co_await fill();
        if (!filled) co_return false;
    }
}

Task<void> Connection::answer_request() {
    const auto asked = Clock::now();
    ++requests_;
    if (reader_->wants_close() || requests_ >= shared_.options.limits.requests_per_connection) closing_ = true;
    Request request = std::move(reader_->request());
    reader_.reset();
    hold_body(0);
    Framing framing;
    framing.is_head = request.method == Method::head;
    enter(Phase::answering, shared_.options.limits.answer_time);
    count(shared_.counters.requests);

    exchange_ = std::make_shared<Exchange>(*this);
    call_handler(exchange_, std::move(request));
    if (exchange_->is_wanted()) {
        // The answer comes later: earlier ones must not wait for it.
        const bool sent = co_await flush();
        if (!sent) {
            const std::optional<Response> unsent = exchange_->take();
            if (unsent) let_go(*unsent);
            co_return;
        }
        const bool suspended = exchange_->suspend();
        if (suspended) co_await wait_for_answer();
    }
    std::optional<Response> answer = exchange_->take();
    exchange_.reset();
    if (dead_ || !answer) {
        if (answer) let_go(*answer);
        co_return;
    }

    const Response response = checked(std::move(*answer));
    answer.reset();
    if (response.stream) closing_ = true;  // its end is the end of the connection
    framing.closes = closing_;
    append_head(out_, response, shared_.common_headers, framing, thread_.date());
    count_answer(response, asked);
    const std::string_view body = body_of(response, framing);
    if (body.size() <= kMaxJoinedBody) {
        out_ += body;
        if (out_.size() >= kMaxBufferedOutput) co_await flush();
    } else {
        co_await flush(body);
    }
    if (framing.is_head) let_go(response);
    if (response.stream && !framing.is_head) co_await go_on(response.stream);
}

Task<void> Connection::go_on(std::shared_ptr<Stream> stream) {
    stream_ = std::move(stream);
    stream_->attach(*this);
    phase_ = Phase::streaming;
    deadline_ = Clock::time_point::max();
    if (shared_.stopping) stream_->end();  // stop() came before there was one
    while (!dead_) {
        out_ += stream_->take();
        if (!out_.empty()) {
            const bool sent = co_await flush();
            if (!sent) break;
            continue;
        }
        if (stream_->is_over()) break;
        co_await wait_for_answer();
    }
    stream_->detach();
    stream_.reset();
}

// ---- Connection: parts ----------------------------------------------------------------------------------------------

void Connection::call_handler(const std::shared_ptr<Exchange>& exchange, Request request) {
    request.remote_address = remote_address_;
    request.secure = shared_.tls != nullptr;
    // The Responder's copies share this pointer; when the last goes, an unanswered request is a fault of ours.
    std::shared_ptr<Exchange> handle(exchange.get(),
                                     [exchange](Exchange*) { exchange->answer(problem(500, "not_answered")); });
    try {
        shared_.handler(std::move(request), Responder(handle));
    } catch (const std::exception& failure) {
        shared_.report(std::string("handler: ") + failure.what());
        exchange->answer(problem(500, "internal_error"));
    } catch (...) {
        shared_.report("handler: an exception that is no std::exception");
        exchange->answer(problem(500, "internal_error"));
    }
}

Response Connection::checked(Response response) {
    if (is_sendable(response)) return response;
    let_go(response);
    shared_.report("an answer with a header that cannot be sent was replaced by 500");
    return problem(500, "answer_malformed");
}

void Connection::refuse(const Refused& refused) {
    count(shared_.counters.requests_refused);
    closing_ = true;
    reader_.reset();
    hold_body(0);
    const Response response = problem(refused.status, refused.code);
    append_head(out_, response, shared_.common_headers, {.is_head = false, .closes = true}, thread_.date());
    out_ += response.body;
    count(shared_.counters.answers[static_cast<std::size_t>(refused.status / 100)]);
}

void Connection::count_answer(const Response& response, Clock::time_point asked) {
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - asked).count();
    const auto bucket = std::lower_bound(kLatencyBoundsMicroseconds.begin(), kLatencyBoundsMicroseconds.end(), taken);
    count(shared_.counters.latency[static_cast<std::size_t>(bucket - kLatencyBoundsMicroseconds.begin())]);
    count(shared_.counters.latency_microseconds, static_cast<std::uint64_t>(taken));
    count(shared_.counters.answers[static_cast<std::size_t>(response.status / 100)]);
}

// One body is bounded; so is the memory of all that are still arriving, or many slow clients together would fill it.
bool Connection::hold_body(std::size_t bytes) {
    if (bytes == body_held_) return true;
    shared_.body_bytes_held += bytes - body_held_;  // unsigned: a smaller number wraps to a subtraction
    body_held_ = bytes;
    return shared_.body_bytes_held <= shared_.options.limits.bodies_bytes;
}

void Connection::use(std::size_t bytes) {
    in_used_ += bytes;
    assert(in_used_ <= in_.size());
    if (in_used_ < in_.size()) return;
    in_.clear();
    in_used_ = 0;
}

Task<bool> Connection::fill() {
    const bool sent = co_await flush();
    if (!sent) co_return false;
    if (closing_ && phase_ == Phase::idle) co_return false;  // stop() came meanwhile
    if (in_used_ > 0) {
        in_.erase(0, in_used_);
        in_used_ = 0;
    }
    if (in_.empty()) release(in_);
    if (phase_ == Phase::idle) release(out_);
    // Between requests there is most likely nothing yet: waiting first saves a useless read.
    bool must_wait = in_.empty() && phase_ != Phase::reading_body && !transport_->holds_unread();
    Wait what = Wait::wait_read;
    while (true) {
        if (must_wait) {
            const bool ready = co_await wait_for(what);
            if (!ready) co_return false;
        }
        const auto moved = transport_->read(thread_.scratch.data(), thread_.scratch.size());
        if (moved.outcome == Outcome::moved) {
            count(shared_.counters.bytes_in, moved.bytes);
            in_.append(thread_.scratch.data(), moved.bytes);
            co_return true;
        }
        const auto next = wait_of(moved.outcome);
        if (!next) co_return false;  // the client has gone
        what = *next;
        must_wait = true;
    }
}

Task<bool> Connection::flush(std::string_view body) {
    const Limits& limits = shared_.options.limits;
    std::string_view head = out_;
    if (head.empty() && body.empty()) co_return !dead_;
    // What was going on goes on afterwards with the time it had left.
    const auto begin = Clock::now();
    const auto phase = std::exchange(phase_, Phase::writing);
    const auto deadline = std::exchange(deadline_, begin + limits.write_stall_time);
    const auto end = begin + limits.write_time;
    while (!dead_ && !(head.empty() && body.empty())) {
        const auto moved = transport_->write(head, body);
        if (moved.outcome == Outcome::moved) {
            count(shared_.counters.bytes_out, moved.bytes);
            const std::size_t of_head = std::min(moved.bytes, head.size());
            head.remove_prefix(of_head);
            body.remove_prefix(moved.bytes - of_head);
            deadline_ = std::min(Clock::now() + limits.write_stall_time, end);
            continue;
        }
        const auto what = wait_of(moved.outcome);
        if (!what) break;
        const bool ready = co_await wait_for(*what);
        if (!ready) break;
    }
    const bool sent = head.empty() && body.empty();
    out_.clear();
    phase_ = phase;
    deadline_ = deadline == Clock::time_point::max() ? deadline : deadline + (Clock::now() - begin);
    if (!sent) dead_ = true;
    co_return sent;
}

// Closing with unread bytes in the socket makes the system send a reset, which can overtake our last answer. So say
// goodbye, then read and throw away for a moment until the client has gone.
Task<void> Connection::linger() {
    enter(Phase::lingering, shared_.options.limits.linger_time);
    release(in_);
    in_used_ = 0;
    transport_->close_write();
    std::size_t thrown_away = 0;
    while (!dead_ && thrown_away < kMaxLingerBytes) {
        const auto moved = transport_->read(thread_.scratch.data(), thread_.scratch.size());
        thrown_away += moved.bytes;
        if (moved.outcome == Outcome::moved) continue;
        const auto what = wait_of(moved.outcome);
        if (!what) break;
        const bool ready = co_await wait_for(*what);
        if (!ready) break;
    }
}

Task<bool> Connection::wait_for(Wait what) {
    const auto [error] = co_await socket_.async_wait(what, kAwaitTuple);
    co_return !error && !dead_;
}

// A plain function that returns the awaitable: the handler is stored until resume().
Task<void> Connection::wait_for_answer() {
    return asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) {
            struct Stored final : Waiter {
                explicit Stored(decltype(handler)&& given) : continuation(std::move(given)) {}
                void resume() override { std::move(continuation)(); }
                decltype(handler) continuation;
            };
            waiter_ = std::make_unique<Stored>(std::move(handler));
        },
        kAwait);
}

}  // namespace afterglow::http
