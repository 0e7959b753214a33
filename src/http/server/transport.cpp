#include "http/server/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/time.h"

namespace afterglow::http {

namespace {

using Outcome = Transport::Outcome;

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(int socket) : socket_(socket) {}

    Moved handshake() override { return {Outcome::moved}; }

    Moved read(char* to, std::size_t room) override {
        const ssize_t n = ::recv(socket_, to, room, MSG_DONTWAIT);
        if (n > 0) return {Outcome::moved, static_cast<std::size_t>(n)};
        return {n == 0 ? Outcome::closed : again(Outcome::want_read)};
    }

    Moved write(std::string_view first, std::string_view second) override {
        std::array<iovec, 2> pieces{iovec{const_cast<char*>(first.data()), first.size()},
                                    iovec{const_cast<char*>(second.data()), second.size()}};
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        const ssize_t n = ::sendmsg(socket_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n >= 0) return {Outcome::moved, static_cast<std::size_t>(n)};
        return {again(Outcome::want_write)};
    }

    void close_write() override { ::shutdown(socket_, SHUT_WR); }
    bool holds_unread() const override { return false; }

private:
    static Outcome again(Outcome want) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? want : Outcome::failed;
    }
    int socket_;
};

// OpenSSL directly on the socket: asio's ssl::stream would hold two 17 KiB buffers for every idle connection.
// OpenSSL writes without MSG_NOSIGNAL; the I/O threads block SIGPIPE.
class TlsTransport final : public Transport {
public:
    TlsTransport(int socket, const TlsContext& context)
        : socket_(socket), context_(context), ssl_(SSL_new(context.get())) {
        if (!ssl_ || SSL_set_fd(ssl_.get(), socket) != 1) throw std::bad_alloc();
        SSL_set_accept_state(ssl_.get());
    }

    Moved handshake() override {
        ERR_clear_error();
        const int done = SSL_do_handshake(ssl_.get());
        return {done == 1 ? Outcome::moved : outcome_of(done)};
    }

    Moved read(char* to, std::size_t room) override {
        ERR_clear_error();
        std::size_t n = 0;
        const int done = SSL_read_ex(ssl_.get(), to, room, &n);
        return done == 1 ? Moved{Outcome::moved, n} : Moved{outcome_of(done)};
    }

    Moved write(std::string_view first, std::string_view second) override {
        const std::string_view piece = first.empty() ? second : first;
        if (piece.empty()) return {Outcome::moved};
        ERR_clear_error();
        std::size_t n = 0;
        const int done = SSL_write_ex(ssl_.get(), piece.data(), piece.size(), &n);
        return done == 1 ? Moved{Outcome::moved, n} : Moved{outcome_of(done)};
    }

    void close_write() override {
        ERR_clear_error();
        if (SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
        ::shutdown(socket_, SHUT_WR);
    }

    bool holds_unread() const override { return SSL_has_pending(ssl_.get()) == 1; }

private:
    Outcome outcome_of(int done) {
        switch (SSL_get_error(ssl_.get(), done)) {
            case SSL_ERROR_WANT_READ: return Outcome::want_read;
            case SSL_ERROR_WANT_WRITE: return Outcome::want_write;
            case SSL_ERROR_ZERO_RETURN: return Outcome::closed;
            default: return Outcome::failed;
        }
    }

    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    int socket_;
    TlsContext context_;
    std::unique_ptr<SSL, Free> ssl_;
};

// ---- the certificate ------------------------------------------------------------------------------------------------

std::string tls_reason() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

// Distinguishes "cannot be read" from "is not what it should be": OpenSSL's own words for the first are obscure.
Done check_readable(const std::string& file, const char* code) {
    std::FILE* opened = std::fopen(file.c_str(), "re");
    const int error = errno;
    char first = 0;
    const bool readable = opened && std::fread(&first, 1, 1, opened) == 1;
    const int read_error = opened && std::ferror(opened) ? errno : 0;
    if (opened) std::fclose(opened);
    if (readable) return done();
    const int reason = opened ? read_error : error;
    return refuse(code,
                  {{"file", file}, {"reason", reason ? std::generic_category().message(reason) : "the file is empty"}});
}

std::string text_of(const ASN1_TIME* time) {
    tm broken{};
    if (ASN1_TIME_to_tm(time, &broken) != 1) return "?";
    return to_text(Instant{static_cast<std::int64_t>(timegm(&broken)) * 1000});
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                    unsigned offered_length, void*) {
    static constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    const int found =
        SSL_select_next_proto(&chosen, out_length, kHttp11.data(), kHttp11.size(), offered, offered_length);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void set_rules(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    // Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets resume sessions without memory here
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

Done check_dates(SSL_CTX* context, const TlsFiles& files) {
    const X509* certificate = SSL_CTX_get0_certificate(context);
    const ASN1_TIME* from = X509_get0_notBefore(certificate);
    const ASN1_TIME* until = X509_get0_notAfter(certificate);
    if (X509_cmp_current_time(until) < 0) {
        return refuse("certificate_expired", {{"file", files.certificate}, {"until", text_of(until)}});
    }
    if (X509_cmp_current_time(from) > 0) {
        return refuse("certificate_not_yet_valid", {{"file", files.certificate}, {"from", text_of(from)}});
    }
    return done();
}

}  // namespace

Result<TlsContext> make_tls_context(const TlsFiles& files) {
    TRY(check_readable(files.certificate, "certificate_unreadable"));
    TRY(check_readable(files.key, "key_unreadable"));
    ERR_clear_error();
    const TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) throw std::bad_alloc();
    set_rules(context.get());
    // No passphrase is ever asked for on a terminal.
    SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
        return refuse("certificate_invalid", {{"file", files.certificate}, {"reason", tls_reason()}});
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        const bool mismatch = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH ||
                              ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_TYPE_MISMATCH;
        const std::string reason = tls_reason();
        if (mismatch) return refuse("key_does_not_match", {{"certificate", files.certificate}, {"key", files.key}});
        return refuse("key_invalid", {{"file", files.key}, {"reason", reason}});
    }
    if (SSL_CTX_check_private_key(context.get()) != 1) {
        ERR_clear_error();
        return refuse("key_does_not_match", {{"certificate", files.certificate}, {"key", files.key}});
    }
    TRY(check_dates(context.get(), files));
    return context;
}

std::unique_ptr<Transport> make_transport(int socket, const TlsContext& context) {
    if (context) return std::make_unique<TlsTransport>(socket, context);
    return std::make_unique<PlainTransport>(socket);
}

}  // namespace afterglow::http
