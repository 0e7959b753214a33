#include "http/server/target.h"

#include <gtest/gtest.h>

#include <optional>

namespace afterglow::http {
namespace {

std::optional<Request> parse(std::string_view target, Method method = Method::get) {
    Request request;
    request.method = method;
    if (!parse_target(target, "clinic:8080", request)) return std::nullopt;
    return request;
}
std::string path(std::string_view target) {
    const auto request = parse(target);
    return request ? request->path : "refused";
}

TEST(Target, HasOneSpellingOfEveryPath) {
    EXPECT_EQ(path("/"), "/");
    EXPECT_EQ(path("/people/7/"), "/people/7/");
    EXPECT_EQ(path("/a%20b%c4%8d"), "/a b\xc4\x8d");
    EXPECT_EQ(path("/..hidden/x..y/..."), "/..hidden/x..y/...");
    for (const char* refused : {"",
                                "x",
                                "/..",
                                "/../etc/passwd",
                                "/a/../b",
                                "/a/..",
                                "/./a",
                                "/a/.",
                                "/%2e%2e/etc",
                                "/a/%2e%2E",
                                "/a%2fb",
                                "/a%2Fb",
                                "//",
                                "//a",
                                "/a//b",
                                "/a\\b",
                                "/a%5cb",
                                "/a%00b",
                                "/a%0ab",
                                "/a%7f",
                                "/a%",
                                "/a%4",
                                "/a%zz",
                                "/%c0%ae%c0%ae/",
                                "/%ff",
                                "/%ed%a0%80",
                                "/a#b",
                                "/a b",
                                "/\x80",
                                "*",
                                "ftp://clinic:8080/",
                                "http://",
                                "http://clinic:8080",
                                "http://clinic/",
                                "http://user@clinic:8080/"}) {
        const bool is_absolute_root = std::string_view(refused) == "http://clinic:8080";
        EXPECT_EQ(path(refused), is_absolute_root ? "/" : "refused") << refused;
    }
    EXPECT_EQ(path("http://CLINIC:8080/x?y"), "/x");
    EXPECT_TRUE(parse("*", Method::options));
}

TEST(Target, DecodesTheQuery) {
    const auto request = parse("/?a=1&b=%26%3d+x&&c&a=2&=v");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->query, (Headers{{"a", "1"}, {"b", "&= x"}, {"c", ""}, {"a", "2"}, {"", "v"}}));
    EXPECT_EQ(request->parameter("a"), "1");
    EXPECT_FALSE(parse("/?a=%00"));
    EXPECT_FALSE(parse("/?a=%f"));
    EXPECT_FALSE(parse("/?a=%ff"));
    EXPECT_TRUE(parse("/?next=/a/../b"));  // only text
}

TEST(Target, KnowsHosts) {
    for (const char* good :
         {"clinic", "clinic.example.org:8443", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:80", "a_b-c", "clinic:"}) {
        EXPECT_TRUE(is_host(good)) << good;
    }
    for (const char* bad :
         {"", ":80", "a b", "a,b", "[::1", "[]", "[g]", "[::1]x", "a:b", "a:123456", "a:80:80", "kl\xc3\xadnika"}) {
        EXPECT_FALSE(is_host(bad)) << bad;
    }
}

TEST(Target, KnowsUtf8) {
    EXPECT_TRUE(is_utf8("a\xc4\x8d\xe2\x82\xac\xf0\x9f\x8c\x85"));
    for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

}  // namespace
}  // namespace afterglow::http
