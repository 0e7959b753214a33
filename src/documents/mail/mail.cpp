#include "documents/mail/mail.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "documents/mail/mime.h"

namespace afterglow::documents {
namespace {

// What is known of the conversation. libcurl says what it wrote and read; its result alone does not tell whether the
// message was already with the server when the connection broke.
struct Conversation {
    std::string payload;
    std::size_t handed_out = 0;  // to libcurl
    std::size_t written = 0;     // to the server: no line begins with a dot, so libcurl adds no byte
    bool sender_named = false;
    bool closing = false;   // what is answered to QUIT says nothing about the message
    std::string last_line;  // the last line of an answer
    int last_code = 0;
    int code_after_message = 0;  // 0: no answer
    bool answer_after_message = false;

    // libcurl writes the final dot once everything before it is written.
    bool may_be_accepted() const { return !payload.empty() && written >= payload.size(); }
};

size_t hand_out(char* buffer, size_t size, size_t count, void* context) {
    auto& conversation = *static_cast<Conversation*>(context);
    const std::size_t bytes = std::min(size * count, conversation.payload.size() - conversation.handed_out);
    std::memcpy(buffer, conversation.payload.data() + conversation.handed_out, bytes);
    conversation.handed_out += bytes;
    return bytes;
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// "250 OK" and "250"; not "250-..." (more follows), and 0 for anything that is no answer.
int code_of_last_line(std::string_view line) {
    if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
    if (line.size() > 3 && line[3] != ' ' && line[3] != '\r' && line[3] != '\n') return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

void heard(Conversation& conversation, std::string_view line) {
    const int code = code_of_last_line(line);
    if (code == 0 || conversation.closing) return;
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    conversation.last_line = line;
    conversation.last_code = code;
    if (!conversation.may_be_accepted() || conversation.answer_after_message) return;
    conversation.answer_after_message = true;
    conversation.code_after_message = code;
}

int listen(CURL*, curl_infotype type, char* data, size_t size, void* context) {
    auto& conversation = *static_cast<Conversation*>(context);
    const std::string_view bytes(data, size);
    if (type == CURLINFO_DATA_OUT) conversation.written += size;
    if (type == CURLINFO_HEADER_IN) heard(conversation, bytes);
    if (type == CURLINFO_HEADER_OUT && bytes.starts_with("MAIL FROM")) conversation.sender_named = true;
    if (type == CURLINFO_HEADER_OUT && bytes.starts_with("QUIT")) conversation.closing = true;
    return 0;
}

// What waits in this machine counts as written: the less may wait, the less often nobody knows where a message is.
int keep_little_waiting(void*, curl_socket_t socket, curlsocktype) {
    constexpr int kBytes = 16 * 1024;
    (void)setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kBytes, sizeof kBytes);
    return CURL_SOCKOPT_OK;
}

bool is_this_machine(const std::string& host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]";
}

bool is_host(const std::string& host) {
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte) || byte == '.' ||
               byte == '-' || byte == ':' || byte == '[' || byte == ']';
    });
}

// Empty, or what is wrong with the settings.
std::string mistake_in(const MailServer& server) {
    if (!is_host(server.host) || server.port < 1 || server.port > 65'535) return "mail_server_address";
    if (server.user && server.security == MailSecurity::none && !is_this_machine(server.host))
        return "mail_password_unencrypted";
    return "";
}

std::string url_of(const MailServer& server) {
    const bool bare_ipv6 = server.host.find(':') != std::string::npos && !server.host.starts_with('[');
    return fmt::format("{}://{}:{}", server.security == MailSecurity::tls ? "smtps" : "smtp",
                       bare_ipv6 ? "[" + server.host + "]" : server.host, server.port);
}

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Recipients = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// Not being able to set an option would mean to send otherwise than was asked.
template <class Value>
void set(const Curl& curl, CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(curl.get(), option, value);
    if (code != CURLE_OK) throw std::runtime_error(fmt::format("libcurl: {}", curl_easy_strerror(code)));
}

void set_server(const Curl& curl, const MailServer& server, std::chrono::seconds timeout) {
    set(curl, CURLOPT_URL, url_of(server).c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(curl, CURLOPT_PROXY, "");  // the environment has no say
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_SOCKOPTFUNCTION, &keep_little_waiting);
    set(curl, CURLOPT_FORBID_REUSE, 1L);
    const auto seconds = std::max<std::int64_t>(1, timeout.count());
    set(curl, CURLOPT_TIMEOUT, static_cast<long>(seconds));
    set(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(seconds));
    set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(seconds));
    const bool demand_tls = server.security != MailSecurity::none;
    set(curl, CURLOPT_USE_SSL, static_cast<long>(demand_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (server.ca_file) set(curl, CURLOPT_CAINFO, server.ca_file->c_str());
    if (server.user) set(curl, CURLOPT_USERNAME, server.user->c_str());
    if (server.user) set(curl, CURLOPT_PASSWORD, server.password.value_or("").c_str());
}

MailOutcome outcome_of_code(int code, const Conversation& conversation) {
    if (code >= 500 && code < 600 && conversation.sender_named) return MailOutcome::refused_for_good;
    return MailOutcome::refused_for_now;
}

MailResult judge(const Conversation& conversation, CURLcode code, const char* details) {
    const std::string failure = *details ? details : curl_easy_strerror(code);
    if (conversation.answer_after_message) {
        const int answer = conversation.code_after_message;
        // 221 answers QUIT: the answer to the message was lost.
        if (answer >= 200 && answer < 300 && answer != 221) return {MailOutcome::sent, conversation.last_line};
        if (answer >= 400 && answer < 600) return {outcome_of_code(answer, conversation), conversation.last_line};
        return {MailOutcome::unknown, conversation.last_line};
    }
    if (conversation.may_be_accepted()) return {MailOutcome::unknown, failure};
    const bool answered = conversation.last_code >= 400;
    return {outcome_of_code(conversation.last_code, conversation), answered ? conversation.last_line : failure};
}

void start_libcurl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

MailResult converse(const MailServer& server, const MailMessage& message, std::chrono::seconds timeout) {
    start_libcurl();
    Conversation conversation;
    conversation.payload = mime_text(message);
    char details[CURL_ERROR_SIZE] = "";
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) throw std::runtime_error("libcurl does not start");
    set_server(curl, server, timeout);
    const Recipients to(curl_slist_append(nullptr, message.to_address.c_str()), curl_slist_free_all);
    set(curl, CURLOPT_MAIL_FROM, message.from_address.c_str());
    set(curl, CURLOPT_MAIL_RCPT, to.get());
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, &hand_out);
    set(curl, CURLOPT_READDATA, &conversation);
    set(curl, CURLOPT_VERBOSE, 1L);  // or nothing is listened to
    set(curl, CURLOPT_DEBUGFUNCTION, &listen);
    set(curl, CURLOPT_DEBUGDATA, &conversation);
    set(curl, CURLOPT_ERRORBUFFER, &details[0]);
    const CURLcode code = curl_easy_perform(curl.get());
    return judge(conversation, code, details);
}

}  // namespace

MailResult send_mail(const MailServer& server, const MailMessage& message, std::chrono::seconds timeout) {
    if (const std::string mistake = mistake_in(message); !mistake.empty())
        return {MailOutcome::refused_for_good, mistake};
    // Settings can be put right, and then the same message can go.
    if (const std::string mistake = mistake_in(server); !mistake.empty())
        return {MailOutcome::refused_for_now, mistake};
    return converse(server, message, timeout);
}

}  // namespace afterglow::documents
