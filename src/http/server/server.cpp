#include "http/server/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <future>

#include "http/server/connection.h"

namespace afterglow::http {

namespace {

constexpr int kBacklog = 4096;
// Of one connection, in the system's memory: clients that read nothing would otherwise fill what all sockets share, and the
// answers to others would wait (tests/net/overload_test.cpp).
constexpr int kMaxUnsentBytes = 128 * 1024;
constexpr std::chrono::milliseconds kAcceptPause{100};  // when the system has no more descriptors
constexpr std::string_view kTooMany =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";

using asio::ip::tcp;

asio::ip::address plain_address(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

// What the bound per address counts by: whoever has one IPv6 address has the 2^64 of its network.
std::string place_of(const asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.begin() + 8};
}

// Each connection is a descriptor; the soft limit is often 1024 although more is allowed.
void raise_descriptor_limit(std::size_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

Refusal listen_refusal(const boost::system::error_code& error, const ServerOptions& options) {
    Parameters where{{"address", options.address}, {"port", std::to_string(options.port)}};
    if (error == asio::error::address_in_use) return refuse_as(RefusalKind::unavailable, "port_taken", where);
    if (error == asio::error::access_denied) return refuse_as(RefusalKind::forbidden, "port_not_permitted", where);
    if (error == boost::system::errc::address_not_available)
        return refuse("address_not_here", {{"address", options.address}});
    where.emplace_back("reason", error.message());
    return refuse_as(RefusalKind::unavailable, "listen_failed", where);
}

Done listen(Acceptor& acceptor, const ServerOptions& options) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return refuse("address_invalid", {{"address", options.address}});
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    // A restarted server must not wait for the old connections' TIME_WAIT; two servers on one port stay impossible.
    if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(kBacklog, error);
    if (error) return listen_refusal(error, options);
    return done();
}

}  // namespace

struct Server::Impl {
    Impl(ServerOptions options, Handler handler, TlsContext tls)
        : shared(std::move(options), std::move(handler), std::move(tls)) {
        const int count = std::max(1, shared.options.threads);
        for (int i = 0; i < count; ++i) io.push_back(std::make_unique<IoThread>(shared));
        acceptor.emplace(io.front()->context.get_executor());
        accept_pause.emplace(io.front()->context.get_executor());
    }

    void run() {
        asio::co_spawn(io.front()->context, accept_all(), asio::detached);
        if (shared.options.stop_on_signals) watch_signals();
        for (auto& each : io) {
            IoThread* const thread = each.get();
            threads.emplace_back([thread] {
                sigset_t pipe;
                sigemptyset(&pipe);
                sigaddset(&pipe, SIGPIPE);
                pthread_sigmask(SIG_BLOCK, &pipe, nullptr);  // OpenSSL writes to sockets that may be closed
                pthread_setname_np(pthread_self(), "http");
                thread->run();
            });
        }
    }

    void watch_signals() {
        signals.emplace(io.front()->context, SIGTERM, SIGINT);
        signals->async_wait([this](const boost::system::error_code& error, int) {
            if (!error) stop();
        });
    }

    Task<void> accept_all() {
        std::size_t next = 0;
        while (!shared.stopping) {
            IoThread& thread = *io[next];
            Socket socket(thread.context.get_executor());
            const auto [error] = co_await acceptor->async_accept(socket, kAwaitTuple);
            if (!error) {
                next = (next + 1) % io.size();
                admit(thread, std::move(socket));
            } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
                // Out of descriptors or memory. Accepting again at once would only spin.
                shared.report("accept: " + error.message());
                accept_pause->expires_after(kAcceptPause);
                co_await accept_pause->async_wait(kAwaitTuple);
            }
        }
    }

    void admit(IoThread& thread, Socket socket) {
        boost::system::error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (error) return;  // gone already
        const auto address = plain_address(endpoint.address());
        std::string place = place_of(address);
        Counters& counters = shared.counters;
        const auto open = static_cast<std::size_t>(
            std::max<std::int64_t>(0, counters.connections_open.load(std::memory_order_relaxed)));
        if (open >= shared.options.limits.connections || !shared.take_place(place)) {
            counters.connections_refused.fetch_add(1, std::memory_order_relaxed);
            socket.non_blocking(true, error);
            if (!shared.tls) socket.send(asio::buffer(kTooMany), 0, error);
            return;
        }
        counters.connections_accepted.fetch_add(1, std::memory_order_relaxed);
        counters.connections_open.fetch_add(1, std::memory_order_relaxed);
        socket.non_blocking(true, error);
        socket.set_option(tcp::no_delay(true), error);
        setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kMaxUnsentBytes, sizeof kMaxUnsentBytes);
        asio::post(thread.context, [&thread, place = std::move(place), remote = address.to_string(),
                                    socket = std::move(socket)]() mutable {
            auto connection =
                std::make_shared<Connection>(thread, std::move(socket), std::move(remote), std::move(place));
            asio::co_spawn(thread.context, Connection::run(std::move(connection)), asio::detached);
        });
    }

    void stop() {
        if (shared.stopping.exchange(true)) return;
        asio::post(io.front()->context, [this] {
            boost::system::error_code ignored;
            acceptor->close(ignored);
            accept_pause->cancel();
            if (signals) signals->cancel(ignored);
        });
        for (auto& each : io) asio::post(each->context, [thread = each.get()] { thread->begin_stop(); });
    }

    void wait() {
        const std::lock_guard lock(wait_mutex);
        for (auto& each : threads) {
            if (each.joinable()) each.join();
        }
    }

    Shared shared;
    std::vector<std::unique_ptr<IoThread>> io;
    std::optional<Acceptor> acceptor;  // these three live on the first thread
    std::optional<Timer> accept_pause;
    std::optional<asio::signal_set> signals;
    std::vector<std::thread> threads;
    std::mutex wait_mutex;
    std::uint16_t port = 0;
};

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
    TlsContext tls;
    if (options.tls) tls = TRY(make_tls_context(*options.tls));
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler), std::move(tls));
    TRY(listen(*impl->acceptor, impl->shared.options));
    impl->port = impl->acceptor->local_endpoint().port();
    raise_descriptor_limit(impl->shared.options.limits.connections + 1024);
    impl->run();
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {  // NOLINT(bugprone-exception-escape): a thread that cannot be joined ends the process
    stop();
    wait();
}

std::uint16_t Server::port() const { return impl_->port; }
const Counters& Server::counters() const { return impl_->shared.counters; }
void Server::stop() { impl_->stop(); }
void Server::wait() { impl_->wait(); }

std::string start_refusal_text(const Refusal& refusal) {
    const auto value = [&](std::string_view name) -> std::string {
        for (const auto& [each, text] : refusal.parameters) {
            if (each == name) return text;
        }
        return "?";
    };
    const std::string& code = refusal.code;
    if (code == "port_taken")
        return "Port " + value("port") + " on " + value("address") +
               " is taken by another program. Choose another with --port, or stop that program.";
    if (code == "port_not_permitted")
        return "This user may not listen on port " + value("port") +
               ". Choose one above 1023, or grant the capability cap_net_bind_service.";
    if (code == "address_invalid")
        return "\"" + value("address") + "\" is no IP address. Give it in digits, such as 127.0.0.1 or ::1.";
    if (code == "address_not_here")
        return "This machine has no network interface with the address " + value("address") + ".";
    if (code == "listen_failed")
        return "Cannot listen on " + value("address") + " port " + value("port") + ": " + value("reason") + ".";
    if (code == "certificate_unreadable")
        return "The certificate " + value("file") + " cannot be read: " + value("reason") + ".";
    if (code == "certificate_invalid")
        return "The file " + value("file") + " is no PEM certificate: " + value("reason") + ".";
    if (code == "certificate_expired")
        return "The certificate " + value("file") + " expired at " + value("until") + ". Renew it.";
    if (code == "certificate_not_yet_valid")
        return "The certificate " + value("file") + " is valid only from " + value("from") + ". Is the clock right?";
    if (code == "key_unreadable")
        return "The private key " + value("file") + " cannot be read: " + value("reason") + ".";
    if (code == "key_invalid")
        return "The file " + value("file") + " is no PEM private key without a passphrase: " + value("reason") + ".";
    if (code == "key_does_not_match")
        return "The private key " + value("key") + " does not belong to the certificate " + value("certificate") + ".";
    return "The server cannot start: " + code + ".";
}

}  // namespace afterglow::http
