#include "http/server/static_files.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "http/server/security_headers.h"

namespace afterglow::http {
namespace {

namespace fs = std::filesystem;

std::string header(const Response& response, std::string_view name) {
    for (const auto& [each, value] : response.headers) {
        if (equal_ignoring_case(each, name)) return value;
    }
    return "";
}

std::string unzipped(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

class StaticFilesTest : public ::testing::Test {
protected:
    StaticFilesTest() : folder_(fs::temp_directory_path() / ("afterglow_web_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        write("index.html", kIndex);
        write("assets/index-4f2a.js", kScript);
        write("assets/text-1b.woff2", std::string(1000, 'f'));
        write("favicon.svg", "<svg/>");
        write(".secret", "hidden");
        write(".git/config", "hidden");
        write("../afterglow_outside_" + std::to_string(::getpid()), "outside");
        fs::create_symlink(fs::path("..") / ("afterglow_outside_" + std::to_string(::getpid())), folder_ / "link.txt");
    }
    ~StaticFilesTest() override {
        fs::remove_all(folder_);
        fs::remove(fs::temp_directory_path() / ("afterglow_outside_" + std::to_string(::getpid())));
    }
    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }
    StaticFiles load() const {
        auto site = StaticFiles::load(folder_.string());
        if (!site) throw std::runtime_error(site.refusal().code);
        return std::move(site).value();
    }
    static Response get(const StaticFiles& site, std::string path, Headers headers = {}) {
        Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        return site.answer(request);
    }

    const std::string kIndex = "<!doctype html>" + std::string(500, 'h');
    const std::string kScript = "console.log('" + std::string(2000, 's') + "')";
    fs::path folder_;
};

TEST_F(StaticFilesTest, ServesFilesWithTheirTypes) {
    const StaticFiles site = load();
    EXPECT_EQ(site.count(), 4U);  // neither dot files nor links
    const Response index = get(site, "/");
    EXPECT_EQ(index.status, 200);
    EXPECT_EQ(*index.shared_body, kIndex);
    EXPECT_EQ(index.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(header(index, "Cache-Control"), "no-cache");
    const Response script = get(site, "/assets/index-4f2a.js");
    EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
    EXPECT_NE(header(script, "Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(get(site, "/favicon.svg").content_type, "image/svg+xml");
    EXPECT_EQ(get(site, "/assets/text-1b.woff2").content_type, "font/woff2");
}

TEST_F(StaticFilesTest, CompressesWhenWanted) {
    const StaticFiles site = load();
    const auto is_compressed = [&](const char* accept) {
        return header(get(site, "/assets/index-4f2a.js", {{"accept-encoding", accept}}), "Content-Encoding") == "gzip";
    };
    for (const char* yes : {"gzip", "deflate, gzip;q=0.5, br", "GZIP", "*", "br;q=0, *;q=0.1", "gzip; q=1.0"})
        EXPECT_TRUE(is_compressed(yes)) << yes;
    for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0", "gzipped"})
        EXPECT_FALSE(is_compressed(no)) << no;
    const Response packed = get(site, "/assets/index-4f2a.js", {{"accept-encoding", "gzip"}});
    EXPECT_EQ(unzipped(*packed.shared_body), kScript);
    EXPECT_LT(packed.shared_body->size(), kScript.size());
    EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
    EXPECT_NE(header(packed, "ETag"), header(get(site, "/assets/index-4f2a.js"), "ETag"));
    EXPECT_EQ(header(get(site, "/assets/text-1b.woff2", {{"accept-encoding", "gzip"}}), "Content-Encoding"), "");
}

TEST_F(StaticFilesTest, SaysNotModified) {
    const StaticFiles site = load();
    const std::string etag = header(get(site, "/"), "ETag");
    EXPECT_EQ(etag.size(), 34U);
    for (const std::string& match : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
        const Response same = get(site, "/", {{"if-none-match", match}});
        EXPECT_EQ(same.status, 304) << match;
        EXPECT_EQ(same.shared_body, nullptr);
        EXPECT_EQ(header(same, "ETag"), etag);
    }
    EXPECT_EQ(get(site, "/", {{"if-none-match", "\"x\""}}).status, 200);
    EXPECT_EQ(get(site, "/", {{"if-none-match", etag}, {"accept-encoding", "gzip"}}).status,
              200);  // another representation
    write("index.html", kIndex + "changed");
    EXPECT_NE(header(get(load(), "/"), "ETag"), etag);
}

TEST_F(StaticFilesTest, GivesTheAppForItsPages) {
    const StaticFiles site = load();
    const Headers browser{{"accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}};
    EXPECT_EQ(*get(site, "/people/7", browser).shared_body, kIndex);
    EXPECT_EQ(get(site, "/people/7", browser).status, 200);
    EXPECT_EQ(get(site, "/people/7", {{"accept", "application/json"}}).status, 404);
    for (const char* path : {"/api", "/api/v1/none", "/assets/gone-77.js", "/missing.png", "/.secret", "/link.txt",
                             "/.git/config", "/assets/x"}) {
        EXPECT_EQ(get(site, path, browser).status, 404) << path;
    }
    EXPECT_EQ(get(site, "/apiary", browser).status, 200);
}

TEST_F(StaticFilesTest, AnswersOnlyReads) {
    const StaticFiles site = load();
    Request request;
    request.path = "/";
    request.method = Method::head;
    EXPECT_EQ(site.answer(request).status, 200);
    request.method = Method::post;
    EXPECT_EQ(site.answer(request).status, 405);
    EXPECT_EQ(header(site.answer(request), "Allow"), "GET, HEAD");
}

TEST_F(StaticFilesTest, RefusesFoldersThatAreNoWebApp) {
    const auto code = [](const Result<StaticFiles>& result) { return result ? "loaded" : result.refusal().code; };
    EXPECT_EQ(code(StaticFiles::load((folder_ / "none").string())), "web_folder_missing");
    EXPECT_EQ(code(StaticFiles::load((folder_ / "assets").string())), "web_folder_without_index");
    EXPECT_EQ(code(StaticFiles::load(folder_.string(), 1000)), "web_folder_too_large");
    EXPECT_EQ(code(StaticFiles::load(folder_.string(), kMaxStaticBytes, 3)), "web_folder_too_large");
    EXPECT_EQ(code(StaticFiles::load(folder_.string(), kMaxStaticBytes, 4)), "loaded");
}

TEST(SecurityHeaders, KeepTheInterfaceOutOfCaches) {
    const auto cache_control = [](const char* path, Headers headers) {
        Response response;
        response.headers = std::move(headers);
        keep_out_of_caches(path, response);
        return header(response, "Cache-Control");
    };
    EXPECT_EQ(cache_control("/api/v1/me", {}), "no-store");
    EXPECT_EQ(cache_control("/api/openapi.json", {{"cache-control", "no-cache"}}), "no-cache");
    EXPECT_EQ(cache_control("/", {}), "");
    EXPECT_EQ(security_headers(true).size(), security_headers(false).size() + 1);
}

}  // namespace
}  // namespace afterglow::http
