#pragma once
// The HTTP/1.1 server: listens, reads requests strictly and within limits, hands each to one handler, writes answers in
// order. It knows no routes; those are above. Few I/O threads serve many connections, so **a handler must not block**:
// what waits (the write path, password hashing) keeps the Responder and answers later from its own thread.
//
//   auto server = TRY(Server::start({.port = 8080}, [](Request request, Responder responder) {
//       responder.answer({.content_type = "text/plain", .body = "good morning"});
//   }));
//   server->wait();
//
// Not for: HTTP/2 (a proxy's work), outgoing requests.
// An answer with a stream (stream.h) goes on: server-sent events.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "http/server/counters.h"
#include "http/server/limits.h"
#include "http/server/message.h"

namespace afterglow::http {

class Exchange;

// The way back for one request. Copies share it, so that it fits into std::function. Safe from any thread, also when
// the connection or the whole server has gone meanwhile. When the last copy goes without an answer: 500.
class Responder {
public:
    explicit Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
    // The first call answers and returns true; later calls do nothing and return false.
    bool answer(Response response) const;
    // False when nobody waits any more (answered, timed out, disconnected): work may be skipped.
    bool is_wanted() const;

private:
    std::shared_ptr<Exchange> exchange_;
};

// Called on an I/O thread. An exception that escapes is a 500 and goes to ServerOptions::on_failure.
using Handler = std::function<void(Request, Responder)>;

struct TlsFiles {
    std::string certificate;  // PEM, the server's certificate first, then the chain
    std::string key;          // PEM, without a passphrase
};

struct ServerOptions {
    std::string address = "127.0.0.1";  // numeric; "::" and "0.0.0.0" are all interfaces
    std::uint16_t port = 8080;          // 0: an ephemeral one, see Server::port()
    std::optional<TlsFiles> tls;
    int threads = 2;
    bool stop_on_signals = false;  // SIGTERM and SIGINT stop gracefully
    Headers common_headers;        // on every answer, see security_headers.h
    Limits limits;
    std::function<void(const std::string&)> on_failure;  // what an administrator should see; from any I/O thread
};

class Server {
public:
    // Listens when it returns. Refusals: "port_taken" {address, port}, "port_not_permitted" {address, port},
    // "address_invalid" {address}, "address_not_here" {address}, "listen_failed" {address, port, reason};
    // "certificate_unreadable" {file, reason}, "certificate_invalid" {file, reason}, "certificate_expired" {file, until},
    // "certificate_not_yet_valid" {file, from}, "key_unreadable" {file, reason}, "key_invalid" {file, reason},
    // "key_does_not_match" {certificate, key}.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
    ~Server();  // stop() and wait()

    std::uint16_t port() const;
    const Counters& counters() const;

    // Stops accepting, closes idle connections, lets requests in flight finish within Limits::stop_time. Returns at
    // once; may be called from any thread, also from a handler, and more than once.
    void stop();
    // Returns when the server has stopped, by stop() or a signal. Not from a handler.
    void wait();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// One plain English sentence for a refusal of Server::start, with what to do about it.
std::string start_refusal_text(const Refusal& refusal);

}  // namespace afterglow::http
