#include "http/server/request_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace afterglow::http {
namespace {

struct Outcome {
    std::string code;  // of the refusal; "incomplete"; "" when `request` holds
    int status = 0;
    Request request;
    bool closes = false;
};

// Shows the bytes to scanner and reader as a connection would, `step` at a time.
Outcome read(const std::string& bytes, std::size_t step, const Limits& limits = {}) {
    HeadScanner scanner(limits);
    RequestReader reader(limits);
    bool has_head = false;
    std::size_t used = 0;
    for (std::size_t shown = 0; shown < bytes.size();) {
        shown = std::min(bytes.size(), shown + step);
        std::string_view unread(bytes.data() + used, shown - used);
        if (!has_head) {
            const auto found = scanner.scan(unread);
            if (found.refused) return {std::string(found.refused->code), found.refused->status, {}, false};
            if (found.length == 0) continue;
            if (const auto refused = reader.read_head(unread.substr(0, found.length)))
                return {std::string(refused->code), refused->status, {}, false};
            has_head = true;
            used += found.length;
            unread.remove_prefix(found.length);
        }
        const auto taken = reader.read_body(unread);
        if (taken.refused) return {std::string(taken.refused->code), taken.refused->status, {}, false};
        used += taken.bytes;
        if (reader.is_done()) return {"", 0, std::move(reader.request()), reader.wants_close()};
    }
    return {"incomplete", 0, {}, false};
}
Outcome read(const std::string& bytes) {
    Outcome whole = read(bytes, bytes.size());
    const Outcome by_byte = read(bytes, 1);
    EXPECT_EQ(whole.code, by_byte.code) << bytes;  // how the bytes arrive must not matter
    EXPECT_EQ(whole.request.body, by_byte.request.body);
    return whole;
}

std::string with(const std::string& lines, const std::string& body = "") {
    return "POST /a HTTP/1.1\r\nHost: clinic\r\n" + lines + "\r\n" + body;
}

TEST(RequestReader, ReadsARequest) {
    const auto read_one = read(
        "POST /api/v1/x%20y?name=Zo%C3%AB+M&empty=&flag HTTP/1.1\r\nHost: clinic:8080\r\nX-CSRF-Token:  a b "
        "\r\nContent-Length: 5\r\n\r\nhello");
    ASSERT_EQ(read_one.code, "");
    const Request& request = read_one.request;
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/api/v1/x y");
    EXPECT_EQ(request.query, (Headers{{"name", "Zoë M"}, {"empty", ""}, {"flag", ""}}));
    EXPECT_EQ(request.parameter("name"), "Zoë M");
    EXPECT_EQ(request.parameter("none"), std::nullopt);
    EXPECT_EQ(request.header("x-csrf-TOKEN"), "a b");
    EXPECT_EQ(request.header("cookie"), std::nullopt);
    EXPECT_EQ(request.body, "hello");
    EXPECT_FALSE(read_one.closes);
}

TEST(RequestReader, JoinsChunks) {
    const auto chunked =
        read(with("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6;note=\"x\"\r\n world\r\n0\r\n\r\n"));
    EXPECT_EQ(chunked.code, "");
    EXPECT_EQ(chunked.request.body, "hello world");
}

TEST(RequestReader, JoinsListFieldsAndCookies) {
    const auto joined = read(with("Accept: a\r\nAccept: b\r\nCookie: x=1\r\nCookie: y=2\r\nContent-Length: 0\r\n"));
    EXPECT_EQ(joined.request.header("accept"), "a, b");
    EXPECT_EQ(joined.request.cookie("y"), "2");
    EXPECT_EQ(joined.request.cookie("z"), std::nullopt);
    EXPECT_EQ(read(with("Cookie: s=1; s=2\r\n")).request.cookie("s"), std::nullopt);
}

TEST(RequestReader, KnowsWhenTheConnectionEnds) {
    EXPECT_TRUE(read(with("Connection: close\r\n")).closes);
    EXPECT_TRUE(read(with("Connection: upgrade, Close\r\n")).closes);
    EXPECT_TRUE(read("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").closes);
    EXPECT_FALSE(read(with("Connection: keep-alive\r\n")).closes);
}

struct Shape {
    const char* name;
    std::string bytes;
    const char* code;
    int status;
};

// Each of these could be read differently by a proxy on the way, or is none of our language.
TEST(RequestReader, RefusesShapesThatCouldBeReadTwoWays) {
    const std::string chunks = "0\r\n\r\n";
    const std::vector<Shape> shapes{
        {"length and encoding", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks),
         "headers_malformed", 400},
        {"encoding and length", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", chunks),
         "headers_malformed", 400},
        {"two lengths", with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), "headers_malformed", 400},
        {"the same length twice", with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "header_repeated", 400},
        {"lengths in a list", with("Content-Length: 5, 5\r\n", "hello"), "content_length_malformed", 400},
        {"length with a sign", with("Content-Length: +5\r\n", "hello"), "headers_malformed", 400},
        {"negative length", with("Content-Length: -5\r\n", "hello"), "headers_malformed", 400},
        {"hexadecimal length", with("Content-Length: 0x5\r\n", "hello"), "headers_malformed", 400},
        {"empty length", with("Content-Length:\r\n", "hello"), "headers_malformed", 400},
        {"length beyond 64 bits", with("Content-Length: 99999999999999999999999\r\n"), "headers_malformed", 400},
        {"two encodings", with("Transfer-Encoding: gzip, chunked\r\n", chunks), "transfer_encoding_not_supported", 501},
        {"chunked twice", with("Transfer-Encoding: chunked, chunked\r\n", chunks), "transfer_encoding_not_supported",
         501},
        {"encoding in two lines", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks),
         "headers_malformed", 400},
        {"identity", with("Transfer-Encoding: identity\r\n"), "transfer_encoding_not_supported", 501},
        {"nearly chunked", with("Transfer-Encoding: xchunked\r\n", chunks), "transfer_encoding_not_supported", 501},
        {"chunked with a vertical tab", with("Transfer-Encoding: \vchunked\r\n", chunks), "header_value_malformed",
         400},
        {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "body_length_ambiguous", 400},
        {"bare line feeds", "GET / HTTP/1.1\nHost: clinic\n\n", "line_end_malformed", 400},
        {"one bare line feed", "GET / HTTP/1.1\r\nHost: clinic\nX: y\r\n\r\n", "line_end_malformed", 400},
        {"bare carriage return in a value", with("X: a\rTransfer-Encoding: chunked\r\n"), "line_end_malformed", 400},
        {"carriage return before the line end", with("X: a\r\r\n"), "line_end_malformed", 400},
        {"folded header", with("X: a\r\n b\r\n"), "header_folded", 400},
        {"folded with a tab", with("X: a\r\n\tb\r\n"), "header_folded", 400},
        {"folded first line", "GET / HTTP/1.1\r\n Host: clinic\r\n\r\n", "header_folded", 400},
        {"space before the colon", with("Content-Length : 5\r\n", "hello"), "header_name_malformed", 400},
        {"tab before the colon", with("Content-Length\t: 5\r\n", "hello"), "header_name_malformed", 400},
        {"no colon", with("nonsense\r\n"), "header_name_malformed", 400},
        {"empty name", with(": x\r\n"), "header_name_malformed", 400},
        {"name with a bracket", with("X[]: x\r\n"), "header_name_malformed", 400},
        {"NUL in a value", with(std::string("X: a\0b\r\n", 8)), "header_value_malformed", 400},
        {"no host", "GET / HTTP/1.1\r\n\r\n", "host_missing", 400},
        {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "header_repeated", 400},
        {"the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "header_repeated", 400},
        {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "host_malformed", 400},
        {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "host_malformed", 400},
        {"host with a user", "GET / HTTP/1.1\r\nHost: me@a\r\n\r\n", "host_malformed", 400},
        {"target disagrees with host", "GET http://other/ HTTP/1.1\r\nHost: clinic\r\n\r\n", "target_malformed", 400},
        {"two authorizations", with("Authorization: a\r\nAuthorization: b\r\n"), "header_repeated", 400},
        {"empty line first", "\r\nGET / HTTP/1.1\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"no version", "GET /\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"space in the target", "GET /a b HTTP/1.1\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"space at the end", "GET / HTTP/1.1 \r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"tab between", "GET\t/ HTTP/1.1\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"lower case version", "GET / http/1.1\r\nHost: clinic\r\n\r\n", "request_line_malformed", 400},
        {"version 1.2", "GET / HTTP/1.2\r\nHost: clinic\r\n\r\n", "version_not_supported", 505},
        {"version 2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "version_not_supported", 505},
        {"unknown method", "BREW / HTTP/1.1\r\nHost: clinic\r\n\r\n", "method_not_supported", 501},
        {"lower case method", "get / HTTP/1.1\r\nHost: clinic\r\n\r\n", "method_not_supported", 501},
        {"connect", "CONNECT clinic:80 HTTP/1.1\r\nHost: clinic\r\n\r\n", "method_not_supported", 501},
        {"trace", "TRACE / HTTP/1.1\r\nHost: clinic\r\n\r\n", "method_not_supported", 501},
        {"other expectation", with("Expect: tea\r\n"), "expectation_failed", 417},
        {"TLS to a plain port", std::string("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\n", 12), "line_end_malformed",
         400},
        {"chunk size empty", with("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n"), "body_malformed", 400},
        {"chunk size prefixed", with("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"), "body_malformed",
         400},
        {"chunk size negative", with("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n"), "body_malformed",
         400},
        {"chunk size beyond 64 bits", with("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
         "body_malformed", 400},
        {"space after a chunk size", with("Transfer-Encoding: chunked\r\n", "5 \r\nhello\r\n0\r\n\r\n"),
         "body_malformed", 400},
        {"chunk longer than told", with("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n"), "body_malformed",
         400},
        {"chunk with line feed extension", with("Transfer-Encoding: chunked\r\n", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"),
         "body_malformed", 400},
        {"chunk ended by a bare carriage return", with("Transfer-Encoding: chunked\r\n", "5\rhello\r\n0\r\n\r\n"),
         "body_malformed", 400},
        {"trailer", with("Transfer-Encoding: chunked\r\n", "0\r\nX-User: admin\r\n\r\n"), "trailer_refused", 400},
        {"trailer with a length", with("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 3\r\n\r\n"),
         "trailer_refused", 400},
    };
    for (const Shape& shape : shapes) {
        const Outcome outcome = read(shape.bytes);
        EXPECT_EQ(outcome.code, shape.code) << shape.name;
        EXPECT_EQ(outcome.status, shape.status) << shape.name;
    }
}

TEST(RequestReader, LimitsTheHead) {
    Limits limits;
    const std::string line = "GET / HTTP/1.1\r\nHost: clinic\r\n";
    const auto sized = [&](std::size_t bytes) {
        return line + "X: " + std::string(bytes - line.size() - 7, 'x') + "\r\n\r\n";
    };
    EXPECT_EQ(read(sized(limits.head_bytes), 4096, limits).code, "");
    EXPECT_EQ(read(sized(limits.head_bytes + 1), 4096, limits).code, "headers_too_large");
    EXPECT_EQ(read(line + std::string(limits.head_bytes, 'x'), 4096, limits).status, 431);  // before it ever ends
}

TEST(RequestReader, LimitsTheTarget) {
    Limits limits;
    const auto with_target = [&](std::size_t bytes) {
        return "GET /" + std::string(bytes - 1, 'x') + " HTTP/1.1\r\nHost: clinic\r\n\r\n";
    };
    EXPECT_EQ(read(with_target(limits.target_bytes)).code, "");
    EXPECT_EQ(read(with_target(limits.target_bytes + 1)).code, "target_too_long");
    EXPECT_EQ(read("GET /" + std::string(limits.target_bytes + 100, 'x'), 512, limits).status, 414);
}

TEST(RequestReader, LimitsHeaderFields) {
    std::string fields;
    for (std::size_t i = 1; i < kMaxHeaderFields; ++i) fields += "X" + std::to_string(i) + ": y\r\n";
    EXPECT_EQ(read(with(fields)).code, "");
    EXPECT_EQ(read(with(fields + "Z: y\r\n")).code, "too_many_headers");
}

TEST(RequestReader, LimitsQueryPairs) {
    std::string query = "a=b";
    for (std::size_t i = 1; i < kMaxQueryPairs; ++i) query += "&a=b";
    EXPECT_EQ(read("GET /?" + query + " HTTP/1.1\r\nHost: clinic\r\n\r\n").code, "");
    EXPECT_EQ(read("GET /?" + query + "&a HTTP/1.1\r\nHost: clinic\r\n\r\n").code, "target_malformed");
}

TEST(RequestReader, LimitsTheBody) {
    Limits limits;
    limits.body_bytes = 10;
    EXPECT_EQ(read(with("Content-Length: 10\r\n", "0123456789"), 99, limits).code, "");
    EXPECT_EQ(read(with("Content-Length: 11\r\n"), 99, limits).code, "body_too_large");  // before the body is sent
    EXPECT_EQ(read(with("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n0\r\n\r\n"), 7, limits).code, "");
    EXPECT_EQ(read(with("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n"), 7, limits).code,
              "body_too_large");
    EXPECT_EQ(read(with("Transfer-Encoding: chunked\r\n", "b\r\n"), 7, limits).status, 413);
}

TEST(RequestReader, LimitsWhatChunksAddToABody) {
    std::string chunks;
    while (chunks.size() < 2 * kMaxChunkOverhead) chunks += "1;" + std::string(200, 'x') + "\r\ny\r\n";
    EXPECT_EQ(read(with("Transfer-Encoding: chunked\r\n", chunks + "1;x\r\ny\r\n0\r\n\r\n"), 4096).code,
              "chunk_overhead_too_large");
    EXPECT_EQ(
        read(with("Transfer-Encoding: chunked\r\n", "1;" + std::string(kMaxChunkOverhead + 4096, 'x')), 4096).code,
        "chunk_overhead_too_large");
}

}  // namespace
}  // namespace afterglow::http
