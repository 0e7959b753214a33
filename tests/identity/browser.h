#pragma once
// A browser as far as cookies and redirects go.

#include <map>
#include <string>

#include "http/app.h"
#include "tests/harness/person.h"

namespace afterglow::identity_http {

inline constexpr const char* kBegin = "/api/v1/sign-in/provider";

// It keeps cookies, and of those it was given it brings along what it may.
class Browser {
public:
    explicit Browser(std::uint16_t port, const char* from = "127.0.0.1") : line_(port, from) {}

    // As when a link leads there from elsewhere: the cookie of the session, SameSite=Strict, stays behind.
    harness::Reply come_back(const std::string& path) { return ask(path, false); }
    harness::Reply get(const std::string& path) { return ask(path, true); }
    std::string place(const harness::Reply& reply) const { return reply.header("Location"); }
    bool is_signed_in() { return get("/api/v1/me").status == 200; }

    // Every Set-Cookie of an answer.
    void keep_cookies(const harness::Reply& reply) {
        const std::string mark = "\r\nSet-Cookie: ";
        for (std::size_t at = reply.head.find(mark); at != std::string::npos; at = reply.head.find(mark, at + 1)) {
            const std::string line =
                reply.head.substr(at + mark.size(), reply.head.find("\r\n", at + 2) - at - mark.size());
            const std::size_t equals = line.find('=');
            const std::string name = line.substr(0, equals);
            cookies[name] = line.substr(equals + 1, line.find(';') - equals - 1);
            if (line.find("Max-Age=0") != std::string::npos) cookies.erase(name);
            set[name] = line;
        }
    }
    std::map<std::string, std::string> cookies, set;

private:
    harness::Reply ask(const std::string& path, bool from_here) {
        std::string jar;
        for (const auto& [name, value] : cookies) {
            if (name == http::kCookie && !from_here) continue;
            jar.append(jar.empty() ? "" : "; ").append(name + "=" + value);
        }
        const harness::Reply reply = line_.ask({"GET", path, {{"Cookie", jar}}, ""});
        keep_cookies(reply);
        return reply;
    }
    harness::Line line_;
};

inline Json::Object said(std::initializer_list<std::pair<const char*, std::string>> members) {
    Json::Object object;
    for (const auto& [name, text] : members) object.emplace_back(name, text);
    return object;
}

}  // namespace afterglow::identity_http
