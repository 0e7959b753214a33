#include "identity/fetch.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace afterglow::identity {
namespace {

using Curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

void start_libcurl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

// Not being able to set an option would mean to ask otherwise than was meant.
template <class Value>
void set(const Curl& curl, CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(curl.get(), option, value);
    if (code != CURLE_OK) throw std::runtime_error(fmt::format("libcurl: {}", curl_easy_strerror(code)));
}

size_t take(char* bytes, size_t size, size_t count, void* context) {
    auto& body = *static_cast<std::string*>(context);
    if (body.size() + size * count > kMaxAnswerBytes) return CURL_WRITEFUNC_ERROR;
    body.append(bytes, size * count);
    return size * count;
}

void set_bounds(const Curl& curl, std::chrono::milliseconds time) {
    set(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_PROXY, "");  // the environment has no say
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, time.count())));
}

void set_form(const Curl& curl, const Ask& ask) {
    set(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(ask.form->size()));
    set(curl, CURLOPT_COPYPOSTFIELDS, ask.form->c_str());
    if (ask.user.empty()) return;
    set(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(curl, CURLOPT_USERNAME, form_encoded(ask.user).c_str());
    set(curl, CURLOPT_PASSWORD, form_encoded(ask.password).c_str());
}

Refusal unreachable(const std::string& why) {
    return refuse_as(RefusalKind::unavailable, "unreachable", {{"why", why}});
}

Result<Fetched> fetch(const Ask& ask, std::chrono::milliseconds time, const std::optional<std::string>& ca_file) {
    if (!is_safe_address(ask.url)) return unreachable(ask.url + " is no address to ask at");
    start_libcurl();
    const Curl curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) throw std::runtime_error("libcurl does not start");
    Fetched fetched;
    char details[CURL_ERROR_SIZE] = "";
    set(curl, CURLOPT_URL, ask.url.c_str());
    set(curl, CURLOPT_ERRORBUFFER, &details[0]);
    set(curl, CURLOPT_WRITEFUNCTION, &take);
    set(curl, CURLOPT_WRITEDATA, static_cast<void*>(&fetched.body));
    set_bounds(curl, time);
    if (ca_file) set(curl, CURLOPT_CAINFO, ca_file->c_str());
    if (ask.form) set_form(curl, ask);
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK)
        return unreachable(fmt::format("{}: {}", ask.url, *details ? details : curl_easy_strerror(code)));
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &fetched.status);
    return fetched;
}

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Url& url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
    const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
    return text;
}

}  // namespace

Fetch fetch_with_curl(std::optional<std::string> ca_file) {
    return [ca_file = std::move(ca_file)](const Ask& ask, std::chrono::milliseconds time) {
        return fetch(ask, time, ca_file);
    };
}

bool is_safe_address(const std::string& text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
    const Url url(curl_url(), curl_url_cleanup);
    if (!plain || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return false;
    if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) return false;
    if (text.find('#') != std::string::npos) return false;
    const std::string scheme = part(url, CURLUPART_SCHEME), host = part(url, CURLUPART_HOST);
    if (scheme == "https") return !host.empty();
    return scheme == "http" && (host == "127.0.0.1" || host == "localhost" || host == "[::1]");
}

std::string form_encoded(const std::string& text) {
    const std::unique_ptr<char, decltype(&curl_free)> encoded(
        curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), curl_free);
    if (!encoded) throw std::bad_alloc();
    return encoded.get();
}

}  // namespace afterglow::identity
