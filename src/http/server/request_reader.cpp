#include "http/server/request_reader.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <cassert>

#include "http/server/chunks.h"
#include "http/server/target.h"

namespace afterglow::http {

namespace beast = boost::beast;

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kLongestMethod = 16;
constexpr std::size_t kVersionLength = 8;  // "HTTP/1.1"

// Fields that say one thing; two of them are two opinions.
constexpr std::array<std::string_view, 12> kOnlyOnce{
    "host",   "content-length", "transfer-encoding", "content-type",      "authorization",    "origin",
    "expect", "referer",        "user-agent",        "if-modified-since", "content-encoding", "range"};

std::string lower_case(beast::string_view text) {
    std::string out(text.data(), text.size());
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 9112 section 3: method SP request-target SP HTTP-version, exactly one space each.
std::optional<Refused> check_request_line(std::string_view line, const Limits& limits) {
    const std::size_t first = line.find(' ');
    if (first == std::string_view::npos) return Refused{400, "request_line_malformed"};
    const std::string_view method = line.substr(0, first);
    if (!is_token(method)) return Refused{400, "request_line_malformed"};
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string_view::npos) return Refused{400, "request_line_malformed"};
    if (second - first - 1 > limits.target_bytes) return Refused{414, "target_too_long"};
    const std::string_view version = line.substr(second + 1);
    const bool is_version = version.size() == kVersionLength && version.starts_with("HTTP/") && is_digit(version[5]) &&
                            version[6] == '.' && is_digit(version[7]);
    if (!is_version) return Refused{400, "request_line_malformed"};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refused{505, "version_not_supported"};
    if (!method_from(method)) return Refused{501, "method_not_supported"};
    return std::nullopt;
}

std::optional<Refused> check_field_line(std::string_view line) {
    // Section 5.2: line folding is obsolete; a server may refuse it.
    if (line.front() == ' ' || line.front() == '\t') return Refused{400, "header_folded"};
    // Section 5.1: no whitespace between name and colon.
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return Refused{400, "header_name_malformed"};
    if (!is_field_value(line.substr(colon + 1))) return Refused{400, "header_value_malformed"};
    return std::nullopt;
}

// Every line of the head by the letter of RFC 9112. `head` ends with its empty line.
std::optional<Refused> check_shape(std::string_view head, const Limits& limits) {
    std::size_t lines = 0;
    while (true) {
        const std::size_t end = head.find(kLineEnd);
        assert(end != std::string_view::npos);
        const std::string_view line = head.substr(0, end);
        // Section 2.2: a bare CR or LF is no line end (the scanner has already refused bare LF).
        if (line.find_first_of(kLineEnd) != std::string_view::npos) return Refused{400, "line_end_malformed"};
        head.remove_prefix(end + kLineEnd.size());
        if (line.empty()) break;
        if (const auto refused = lines == 0 ? check_request_line(line, limits) : check_field_line(line)) return refused;
        if (lines++ > limits.header_fields) return Refused{431, "too_many_headers"};
    }
    return head.empty() ? std::nullopt : std::optional(Refused{400, "line_end_malformed"});
}

}  // namespace

// ---- the end of the head --------------------------------------------------------------------------------------------

HeadScanner::Found HeadScanner::scan(std::string_view input) {
    const auto refuse = [](int status, std::string_view code) { return Found{Refused{status, code}, 0}; };
    while (scanned_ < input.size()) {
        const std::size_t feed = input.find('\n', scanned_);
        if (feed == std::string_view::npos) {
            scanned_ = input.size();
            break;
        }
        if (feed == 0 || input[feed - 1] != '\r') return refuse(400, "line_end_malformed");
        if (feed >= limits_->head_bytes) return refuse(431, "headers_too_large");
        const bool is_empty_line = feed - 1 == line_;
        if (is_empty_line && line_ == 0) return refuse(400, "request_line_malformed");
        line_ = scanned_ = feed + 1;
        if (is_empty_line) return {std::nullopt, line_};
    }
    const std::size_t longest_line = limits_->target_bytes + kLongestMethod + kVersionLength + 2;
    if (line_ == 0 && input.size() > longest_line) return refuse(414, "target_too_long");
    if (input.size() > limits_->head_bytes) return refuse(431, "headers_too_large");
    return {};
}

// ---- Beast's parser, with our answers to its questions --------------------------------------------------------------

struct RequestReader::Parser : beast::http::basic_parser<true> {
    using Error = beast::error_code;

    explicit Parser(const Limits& bounds) : limits(bounds) {
        eager(false);
        header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        body_limit(limits.body_bytes);
    }

    std::optional<Refused> refused_by(const Error& error) const {
        if (!error || error == beast::http::error::need_more) return std::nullopt;
        if (refused) return refused;
        if (error == beast::http::error::body_limit) return Refused{413, "body_too_large"};
        return Refused{400, "headers_malformed"};
    }

    const Limits& limits;
    Request request;
    std::string target;
    std::optional<Refused> refused;
    std::size_t body_left = 0;           // of a body whose length was told
    std::optional<ChunkDecoder> chunks;  // of one whose length was not
    std::size_t body_wire_bytes = 0;
    bool is_http_1_0 = false;
    bool expects_continue = false;

private:
    void refuse(int status, std::string_view code, Error& error) {
        refused = Refused{status, code};
        error = beast::http::error::bad_field;
    }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view sent, int version,
                         Error& error) override {
        const auto known = method_from({method.data(), method.size()});
        if (!known) return refuse(501, "method_not_supported", error);
        request.method = *known;
        target.assign(sent.data(), sent.size());
        is_http_1_0 = version == 10;
    }

    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view sent, Error& error) override {
        std::string key = lower_case(name);
        std::string value(sent.data(), sent.size());
        if (key == "transfer-encoding" && !equal_ignoring_case(value, "chunked")) {
            return refuse(501, "transfer_encoding_not_supported", error);
        }
        if (key == "content-length" && (value.empty() || !std::all_of(value.begin(), value.end(), http::is_digit))) {
            return refuse(400, "content_length_malformed", error);
        }
        const auto same = std::find_if(request.headers.begin(), request.headers.end(),
                                       [&](const auto& each) { return each.first == key; });
        if (same == request.headers.end()) {
            request.headers.emplace_back(std::move(key), std::move(value));
            return;
        }
        if (std::find(kOnlyOnce.begin(), kOnlyOnce.end(), key) != kOnlyOnce.end())
            return refuse(400, "header_repeated", error);
        same->second.append(key == "cookie" ? "; " : ", ").append(value);
    }

    void on_header_impl(Error& error) override {
        const auto host = request.header("host");
        if (!host && !is_http_1_0) return refuse(400, "host_missing", error);
        if (host && !is_host(*host)) return refuse(400, "host_malformed", error);
        const bool has_length = request.header("content-length").has_value();
        const bool has_encoding = request.header("transfer-encoding").has_value();
        if (has_encoding && (has_length || is_http_1_0)) return refuse(400, "body_length_ambiguous", error);
        if (!http::parse_target(target, host.value_or(""), request)) return refuse(400, "target_malformed", error);
        if (const auto expect = request.header("expect")) {
            if (!equal_ignoring_case(*expect, "100-continue")) return refuse(417, "expectation_failed", error);
            expects_continue = !is_http_1_0;
        }
    }

    // Bodies are read without Beast.
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(beast::string_view, Error&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, Error&) override { return 0; }
    void on_finish_impl(Error&) override {}
    void on_response_impl(int, beast::string_view, int, Error&) override {}
};

RequestReader::RequestReader(const Limits& limits) : parser_(std::make_unique<Parser>(limits)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;

std::optional<Refused> RequestReader::read_head(std::string_view head) {
    if (const auto refused = check_shape(head, parser_->limits)) return refused;
    Parser::Error error;
    const std::size_t used = parser_->put({head.data(), head.size()}, error);
    if (const auto refused = parser_->refused_by(error)) return refused;
    // Both must agree on where the head ends, or one of them is wrong.
    if (used != head.size() || !parser_->is_header_done()) return Refused{400, "headers_malformed"};
    if (parser_->chunked()) parser_->chunks.emplace(parser_->limits.body_bytes);
    parser_->body_left = static_cast<std::size_t>(parser_->content_length().value_or(0));
    assert(parser_->body_left <= parser_->limits.body_bytes);
    return std::nullopt;
}

RequestReader::Taken RequestReader::read_body(std::string_view input) {
    std::string& body = parser_->request.body;
    if (!parser_->chunks) {
        const std::size_t bytes = std::min(parser_->body_left, input.size());
        body.append(input.substr(0, bytes));
        parser_->body_left -= bytes;
        return {std::nullopt, bytes};
    }
    const std::size_t bytes = parser_->chunks->take(input, body);
    parser_->body_wire_bytes += bytes;
    if (parser_->body_wire_bytes > body.size() + kMaxChunkOverhead)
        return {Refused{400, "chunk_overhead_too_large"}, bytes};
    switch (parser_->chunks->state()) {
        case ChunkDecoder::State::more:
        case ChunkDecoder::State::done: return {std::nullopt, bytes};
        case ChunkDecoder::State::malformed: return {Refused{400, "body_malformed"}, bytes};
        case ChunkDecoder::State::has_trailer: return {Refused{400, "trailer_refused"}, bytes};
        case ChunkDecoder::State::too_large: return {Refused{413, "body_too_large"}, bytes};
    }
    return {};
}

bool RequestReader::is_done() const {
    return parser_->chunks ? parser_->chunks->state() == ChunkDecoder::State::done : parser_->body_left == 0;
}
bool RequestReader::expects_continue() const { return parser_->expects_continue; }
bool RequestReader::wants_close() const { return parser_->is_http_1_0 || !parser_->keep_alive(); }
Request& RequestReader::request() { return parser_->request; }

}  // namespace afterglow::http
