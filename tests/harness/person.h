#pragma once
// Somebody at a browser: signs in over HTTP, keeps the cookie and the token, reads pages and gives commands.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "http/server/test_client.h"

namespace afterglow::harness {

struct Reply {
    int status = 0;  // 0: the connection ended before a whole answer
    std::string head;
    std::string text;
    Json json;                                    // null if the text is none
    std::string code() const;                     // of a refusal
    bool refuses(const std::string& code) const;  // as the whole, or in one of its fields
    bool refuses(const std::string& code, const std::string& pointer) const;
    std::string header(const std::string& name) const;  // as sent; empty if there is none
};

using Headers = std::vector<std::pair<std::string, std::string>>;
struct Request {
    std::string method = "GET";
    std::string path;
    Headers headers;
    std::string body;
};

// Sees every exchange: the stories hold them against the interface's description.
using Witness = std::function<void(const Request&, const Reply&)>;

// A connection that is made again when the server has closed it.
class Line {
public:
    explicit Line(std::uint16_t port, const char* from = "127.0.0.1") : port_(port), from_(from) {}
    Reply ask(const Request& request);
    void hang_up() { client_.reset(); }
    Witness witness;
    std::string host = "localhost";

private:
    std::uint16_t port_;
    const char* from_;
    std::unique_ptr<http::testing::Client> client_;
};

// What goes along with a command beside its data.
struct Extras {
    std::optional<std::string> id;  // a new one if absent
    std::optional<std::int64_t> expected_version;
    std::optional<std::string> happened_at;
    std::optional<std::string> password;
    std::optional<std::pair<std::string, std::string>> witness;  // types name and password, and the command has a proof
    std::optional<std::string> proof;                            // that they gave
};
Json envelope(const Json& data, const Extras& extras);
Json witness_request(const std::string& command, const Json& data, const Extras& extras);  // for extras.id

class Person {
public:
    Person(std::uint16_t port, std::string user, const char* from = "127.0.0.1")
        : line(port, from), user(std::move(user)) {}

    Reply sign_in(const std::string& password);  // Reply.json is Me
    Reply sign_in();                             // with harness::kPassword
    Reply signed_in(Reply reply);                // keeps the cookie and the token, if it brings them
    void forget() { cookie.clear(), csrf.clear(); }

    Reply get(const std::string& path);
    Reply post(const std::string& path, const Json& body);
    Reply command(const std::string& name, const Json& data, Extras extras = {});
    // The second person, at this person's browser: Reply.json holds the proof.
    Reply let_witness(const std::string& name, const Json& data, const Extras& extras);
    Headers headers() const;  // cookie, token, type of content

    Line line;
    std::string user, cookie, csrf;
};

}  // namespace afterglow::harness
