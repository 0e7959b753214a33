#include "tests/net/asker.h"

#include "http/app.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"

namespace afterglow::net {

using http::testing::Answer;
using http::testing::Client;

std::string request(const std::string& path, const Session& session, const std::string& body) {
    std::string bytes = (body.empty() ? "GET " : "POST ") + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!session.cookie.empty()) bytes += "Cookie: " + std::string(http::kCookie) + "=" + session.cookie + "\r\n";
    if (!session.csrf.empty()) bytes += "X-CSRF-Token: " + session.csrf + "\r\n";
    if (!body.empty())
        bytes += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

std::string command(const std::string& name, const Session& session, const std::string& id, const Json& data) {
    return request("/api/v1/commands/" + name, session, harness::to_text(Json::Object{{"id", id}, {"data", data}}));
}

Asker::Asker(std::uint16_t port, bool tls, std::chrono::milliseconds patience, const char* from)
    : port_(port), patience_(patience), from_(from) {
    if (tls) context_.reset(SSL_CTX_new(TLS_client_method()));
}

void Asker::hang_up() {
    ssl_.reset();
    client_.reset();
}

bool Asker::connect() {
    hang_up();
    client_ = std::make_unique<Client>(port_, 0, from_);
    const timeval wait{patience_.count() / 1000, patience_.count() % 1000 * 1000};
    ::setsockopt(client_->socket(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(client_->socket(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (!client_->is_connected() || !context_) return client_->is_connected();
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), client_->socket());
    return SSL_connect(ssl_.get()) == 1;
}

bool Asker::send(std::string_view bytes) {
    if (!ssl_) return client_->send(bytes);
    return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

bool Asker::read_some(std::string& into) {
    char piece[16384];
    const ssize_t n =
        ssl_ ? SSL_read(ssl_.get(), piece, sizeof piece) : ::recv(client_->socket(), piece, sizeof piece, 0);
    if (n <= 0) return false;
    into.append(piece, static_cast<std::size_t>(n));
    return true;
}

// Strictly: what a browser would not take for an answer is none.
Answer Asker::receive() {
    const auto until = std::chrono::steady_clock::now() + patience_;
    std::string bytes;
    std::size_t head = std::string::npos, length = 0;
    while (head == std::string::npos || bytes.size() < head + length) {
        if (std::chrono::steady_clock::now() > until || !read_some(bytes)) return {};
        if (head == std::string::npos && (head = bytes.find("\r\n\r\n")) != std::string::npos) {
            head += 4;
            const std::size_t at = bytes.find("Content-Length: ");
            if (!bytes.starts_with("HTTP/1.1 ") || at > head) return {};
            length = std::strtoul(bytes.c_str() + at + 16, nullptr, 10);
            if (length > 16'000'000) return {};
        }
    }
    return {std::atoi(bytes.c_str() + 9), bytes.substr(0, head), bytes.substr(head, length)};
}

Answer Asker::ask(const std::string& bytes) {
    if (!client_ && !connect()) return hang_up(), Answer{};
    Answer answer = send(bytes) ? receive() : Answer{};
    if (answer.status == 0 || answer.has("Connection: close")) hang_up();
    return answer;
}

Session sign_in(std::uint16_t port, bool tls, const std::string& user, const char* from) {
    Asker asker(port, tls, std::chrono::seconds{10}, from);
    const Json body = Json::Object{{"user", user}, {"password", std::string(harness::kPassword)}};
    const Answer answer = asker.ask(request("/api/v1/sign-in", {}, harness::to_text(body)));
    const std::size_t from_cookie = answer.head.find(std::string(http::kCookie) + "=");
    if (answer.status != 200 || from_cookie == std::string::npos)
        throw std::runtime_error("no sign-in: " + answer.body);
    const std::size_t begin = from_cookie + std::string(http::kCookie).size() + 1;
    return {answer.head.substr(begin, answer.head.find(';', begin) - begin),
            harness::text_at(harness::parsed(answer.body), "/csrf_token")};
}

}  // namespace afterglow::net
