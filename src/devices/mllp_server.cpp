#include "devices/mllp_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <pthread.h>

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "devices/acknowledgement.h"
#include "devices/mllp.h"

namespace afterglow::devices {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAcceptPause{100};  // when the system has no more descriptors
constexpr std::size_t kReadBytes = 16 * 1024;

Refusal listen_refusal(const error_code& error, const MllpOptions& options) {
    Parameters where{{"address", options.address}, {"port", std::to_string(options.port)}};
    if (error == asio::error::address_in_use) return refuse_as(RefusalKind::unavailable, "port_taken", where);
    if (error == asio::error::access_denied) return refuse_as(RefusalKind::forbidden, "port_not_permitted", where);
    if (error == boost::system::errc::address_not_available)
        return refuse("address_not_here", {{"address", options.address}});
    where.emplace_back("reason", error.message());
    return refuse_as(RefusalKind::unavailable, "listen_failed", where);
}

Done listen(tcp::acceptor& acceptor, const MllpOptions& options) {
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return refuse("address_invalid", {{"address", options.address}});
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return listen_refusal(error, options);
    return done();
}

asio::ip::address plain_address(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

std::string peer_text(const asio::ip::address& address, std::uint16_t port) {
    const std::string text = address.to_string();
    return (address.is_v6() ? "[" + text + "]" : text) + ":" + std::to_string(port);
}

// Of answers that the server makes itself.
AckHeader own_header() {
    static std::atomic<std::uint64_t> number = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {.at = {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
            .control_id = "S" + std::to_string(++number)};
}

const char* words_of(Frame::Kind kind) {
    switch (kind) {
        case Frame::Kind::message: return "a message";
        case Frame::Kind::garbage: return "bytes outside of frames were passed over";
        case Frame::Kind::broken: return "a frame began or ended in the middle of another";
        case Frame::Kind::too_large: return "a message was too large";
    }
    std::abort();
}

class Connection;

// What the connections of a server share. All but `handler` and `options` belongs to the server's thread.
struct Shared {
    MllpOptions options;
    MllpHandler handler;
    // Outlives the server in replies that come late: what they post is then dropped with it.
    std::shared_ptr<asio::io_context> context = std::make_shared<asio::io_context>(1);
    std::map<Connection*, std::shared_ptr<Connection>> connections;  // the open ones
    std::map<std::string, std::size_t> places;                       // connections by address
    std::atomic<std::size_t> open = 0;

    void report(const std::string& text) const {
        if (options.on_trouble) options.on_trouble(text);
    }
};

// One client. Lives on the server's thread; replies reach it by posting there.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Shared& shared, tcp::socket socket, const asio::ip::address& address, std::uint16_t port)
        : shared_(shared),
          socket_(std::move(socket)),
          timer_(*shared.context),
          reader_(shared.options.message_bytes),
          place_(address.to_string()),
          peer_(peer_text(address, port)) {}

    void start() {
        shared_.connections.emplace(this, shared_from_this());
        ++shared_.places[place_];
        ++shared_.open;
        is_open_ = true;
        heard_ = Clock::now();
        watch();
        read();
    }

    // Answers that are due are still sent.
    void stop() {
        is_stopping_ = true;
        stop_by_ = Clock::now() + shared_.options.stop_time;
        error_code ignored;
        if (slots_.empty()) return close();
        watch();
        socket_.shutdown(tcp::socket::shutdown_receive, ignored);
    }

    void close() {
        if (!is_open_) return;
        is_open_ = false;
        error_code ignored;
        socket_.close(ignored);
        timer_.cancel();
        shared_.connections.erase(this);
        if (--shared_.places[place_] == 0) shared_.places.erase(place_);
        --shared_.open;
    }

    void answer(std::uint64_t number, std::optional<std::string> ack);

private:
    struct Slot {
        std::string header;  // the first segment, for an answer that we have to make ourselves
        std::optional<std::string> ack;
    };

    void read() {
        if (!is_open_ || is_reading_ || is_stopping_ || has_ended_ || is_full()) return;
        is_reading_ = true;
        socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](error_code error, std::size_t count) {
            self->is_reading_ = false;
            self->take(error, count);
        });
    }

    void take(error_code error, std::size_t count) {
        if (!is_open_ || is_stopping_) return;
        if (error) {
            has_ended_ = true;  // it may have closed its half only, and still wait for answers
            if (error != asio::error::eof) return close();
            return go_on();
        }
        heard_ = Clock::now();
        const bool was_within = reader_.is_within_frame();
        reader_.feed({bytes_.data(), count});
        if (!was_within || reader_.has_next()) frame_begun_ = heard_;
        go_on();
    }

    // Hands over what has come, as far as answers are not behind; then there is room for more.
    void go_on() {
        while (is_open_ && !is_full()) {
            auto found = reader_.next();
            if (!found) break;
            take(std::move(*found));
        }
        if ((is_stopping_ || has_ended_) && slots_.empty() && !is_writing_) return close();
        // While we did not read, the client could not go on.
        if (std::exchange(is_paused_, is_full()) && !is_full()) heard_ = frame_begun_ = Clock::now();
        watch();
        read();
    }

    void take(Frame frame) {
        if (!is_open_) return;
        if (frame.kind != Frame::Kind::message) shared_.report(peer_ + ": " + words_of(frame.kind));
        if (frame.kind == Frame::Kind::garbage) return;
        const std::uint64_t number = first_slot_ + slots_.size();
        slots_.push_back({frame.text.substr(0, frame.text.find('\r')), std::nullopt});
        if (frame.kind == Frame::Kind::message) return hand_over(std::move(frame.text), number);
        const Refusal refusal =
            frame.kind == Frame::Kind::broken
                ? refuse("frame_broken")
                : refuse("message_too_large", {{"max", std::to_string(shared_.options.message_bytes)}});
        answer(number, acknowledgement(nullptr, AckCode::ar, problem_of(refusal), own_header()));
    }

    void hand_over(std::string message, std::uint64_t number);

    void write() {
        if (!is_open_ || is_writing_ || slots_.empty() || !slots_.front().ack) return;
        out_.clear();
        while (!slots_.empty() && slots_.front().ack) {
            out_ += framed(*slots_.front().ack);
            slots_.pop_front();
            ++first_slot_;
        }
        is_writing_ = true;
        written_by_ = Clock::now() + shared_.options.frame_time;
        watch();
        asio::async_write(socket_, asio::buffer(out_), [self = shared_from_this()](error_code error, std::size_t) {
            self->is_writing_ = false;
            if (error) return self->close();
            self->write();
            self->go_on();
        });
    }

    // One timer for every deadline: it is set for the next one, and looks again when it rings.
    void watch() {
        if (!is_open_) return;
        timer_.expires_at(deadline());
        timer_.async_wait([weak = weak_from_this()](error_code error) {
            const auto self = weak.lock();
            if (error || !self || !self->is_open_) return;
            if (Clock::now() < self->deadline()) return self->watch();
            if (!self->is_stopping_) self->shared_.report(self->peer_ + ": timed out");
            self->close();
        });
    }

    Clock::time_point deadline() const {
        auto until = heard_ + shared_.options.idle_time;
        if (reader_.is_within_frame() && !is_full()) until = std::min(until, frame_begun_ + shared_.options.frame_time);
        if (is_writing_) until = std::min(until, written_by_);
        if (is_stopping_) until = std::min(until, stop_by_);
        return until;
    }

    bool is_full() const { return slots_.size() >= shared_.options.unanswered; }

    Shared& shared_;
    tcp::socket socket_;
    asio::steady_timer timer_;
    FrameReader reader_;
    std::string place_, peer_;
    std::array<char, kReadBytes> bytes_{};
    std::deque<Slot> slots_;  // messages without a sent answer, in order
    std::uint64_t first_slot_ = 0;
    std::string out_;
    Clock::time_point heard_, frame_begun_, written_by_, stop_by_;
    bool is_open_ = false, is_reading_ = false, is_writing_ = false, is_stopping_ = false;
    bool has_ended_ = false;  // the client sends no more
    bool is_paused_ = false;  // answers are behind
};

// What the copies of one reply share.
class ReplyState {
public:
    ReplyState(std::shared_ptr<asio::io_context> context, std::weak_ptr<Connection> connection, std::uint64_t number)
        : context_(std::move(context)), connection_(std::move(connection)), number_(number) {}
    ReplyState(const ReplyState&) = delete;
    ReplyState& operator=(const ReplyState&) = delete;
    ~ReplyState() {  // NOLINT(bugprone-exception-escape): without memory the process ends
        send(std::nullopt);
    }

    void send(std::optional<std::string> ack) {
        if (is_sent_.exchange(true)) return;
        // The connection is locked on its own thread only, so that it never ends on another.
        asio::post(*context_, [connection = connection_, number = number_, ack = std::move(ack)]() mutable {
            if (const auto found = connection.lock()) found->answer(number, std::move(ack));
        });
    }

private:
    std::shared_ptr<asio::io_context> context_;
    std::weak_ptr<Connection> connection_;
    std::uint64_t number_;
    std::atomic<bool> is_sent_ = false;
};

void Connection::answer(std::uint64_t number, std::optional<std::string> ack) {
    if (!is_open_ || number < first_slot_ || number - first_slot_ >= slots_.size()) return;
    Slot& slot = slots_[number - first_slot_];
    if (!ack) ack = acknowledge_refusal(slot.header, refuse("not_answered"), own_header());
    slot.ack = std::move(ack);
    write();
}

void Connection::hand_over(std::string message, std::uint64_t number) {
    const auto state = std::make_shared<ReplyState>(shared_.context, weak_from_this(), number);
    try {
        shared_.handler(std::move(message), peer_, [state](std::string ack) { state->send(std::move(ack)); });
    } catch (const std::exception& failure) {
        shared_.report(peer_ + ": " + failure.what());
        state->send(std::nullopt);
    }
}

}  // namespace

struct MllpServer::Impl {
    Impl(MllpOptions options, MllpHandler handler)
        : shared{.options = std::move(options), .handler = std::move(handler)},
          acceptor(*shared.context),
          accept_pause(*shared.context) {}

    void run() {
        accept();
        thread = std::thread([this] {
            pthread_setname_np(pthread_self(), "mllp");
            while (!run_some()) {
            }
        });
    }

    // False: an exception of one connection came out; the others go on.
    bool run_some() {
        try {
            shared.context->run();
            return true;
        } catch (const std::exception& failure) {
            shared.report(std::string("server: ") + failure.what());
            return false;
        }
    }

    void accept() {
        acceptor.async_accept([this](error_code error, tcp::socket socket) {
            if (is_stopping) return;
            if (!error) {
                admit(std::move(socket));
                return accept();
            }
            shared.report("accept: " + error.message());
            accept_pause.expires_after(kAcceptPause);
            accept_pause.async_wait([this](error_code) {
                if (!is_stopping) accept();
            });
        });
    }

    void admit(tcp::socket socket) {
        error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (error) return;  // gone already
        const auto address = plain_address(endpoint.address());
        const auto place = shared.places.find(address.to_string());
        const std::size_t here = place == shared.places.end() ? 0 : place->second;
        if (shared.open >= shared.options.connections || here >= shared.options.connections_per_address)
            return shared.report(peer_text(address, endpoint.port()) + ": too many connections, closed");
        socket.set_option(tcp::no_delay(true), error);
        std::make_shared<Connection>(shared, std::move(socket), address, endpoint.port())->start();
    }

    void stop() {
        if (is_stopping.exchange(true)) return;
        asio::post(*shared.context, [this] {
            error_code ignored;
            acceptor.close(ignored);
            accept_pause.cancel();
            const auto all = shared.connections;  // stop() removes
            for (const auto& [_, each] : all) each->stop();
        });
    }

    void wait() {
        const std::lock_guard lock(wait_mutex);
        if (thread.joinable()) thread.join();
    }

    Shared shared;
    tcp::acceptor acceptor;
    asio::steady_timer accept_pause;
    std::atomic<bool> is_stopping = false;
    std::thread thread;
    std::mutex wait_mutex;
    std::uint16_t port = 0;
};

Result<std::unique_ptr<MllpServer>> MllpServer::start(MllpOptions options, MllpHandler handler) {
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
    TRY(listen(impl->acceptor, impl->shared.options));
    impl->port = impl->acceptor.local_endpoint().port();
    impl->run();
    return std::unique_ptr<MllpServer>(new MllpServer(std::move(impl)));
}

MllpServer::MllpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

MllpServer::~MllpServer() {  // NOLINT(bugprone-exception-escape): a thread that cannot be joined ends the process
    stop();
    wait();
}

std::uint16_t MllpServer::port() const { return impl_->port; }
std::size_t MllpServer::connections() const { return impl_->shared.open; }
void MllpServer::stop() { impl_->stop(); }
void MllpServer::wait() { impl_->wait(); }

}  // namespace afterglow::devices
