#include "http/server/static_files.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <string_view>

namespace afterglow::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEtagBytes = 16;          // of the SHA-256
constexpr std::size_t kWorthCompressing = 256;  // bytes
constexpr std::string_view kIndex = "/index.html";

struct Type {
    std::string_view extension;
    std::string_view name;
    bool compresses;
};
constexpr std::array kTypes{
    Type{".html", "text/html; charset=utf-8", true},
    Type{".js", "text/javascript; charset=utf-8", true},
    Type{".mjs", "text/javascript; charset=utf-8", true},
    Type{".css", "text/css; charset=utf-8", true},
    Type{".json", "application/json", true},
    Type{".map", "application/json", true},
    Type{".webmanifest", "application/manifest+json", true},
    Type{".svg", "image/svg+xml", true},
    Type{".txt", "text/plain; charset=utf-8", true},
    Type{".xml", "application/xml", true},
    Type{".wasm", "application/wasm", true},
    Type{".ico", "image/x-icon", true},
    Type{".ttf", "font/ttf", true},
    Type{".woff", "font/woff", false},
    Type{".woff2", "font/woff2", false},
    Type{".png", "image/png", false},
    Type{".jpg", "image/jpeg", false},
    Type{".jpeg", "image/jpeg", false},
    Type{".webp", "image/webp", false},
    Type{".avif", "image/avif", false},
    Type{".pdf", "application/pdf", false},
};

Type type_of(std::string_view path) {
    for (const Type& each : kTypes) {
        if (path.ends_with(each.extension)) return each;
    }
    return {"", "application/octet-stream", false};
}

std::string sha256_hex(std::string_view content) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(content.data(), content.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc();
    std::string hex;
    for (std::size_t i = 0; i < kEtagBytes; ++i) {
        hex += kDigits[digest[i] >> 4];
        hex += kDigits[digest[i] & 15];
    }
    return hex;
}

std::string gzipped(const std::string& content) {
    constexpr int kGzipWindow = 15 + 16;  // zlib: 16 asks for the gzip wrapper
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::bad_alloc();
    return out;
}

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file.is_open() || file.bad()) return std::nullopt;
    return content;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Calls visit for every element of a comma-separated list until it returns true; returns whether it did.
template <class Visit>
bool any_in_list(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        if (visit(trimmed(list.substr(0, end)))) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

// "gzip;q=0.5" -> is it wanted? RFC 9110 section 12.4.2: a weight of zero means no.
bool is_refused(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == std::string_view::npos) return false;
    const std::string_view weight = trimmed(parameters.substr(at + 2));
    return weight.find_first_not_of("0.") == std::string_view::npos;
}

bool accepts_gzip(const Request& request) {
    std::optional<bool> named;
    bool any = false;
    any_in_list(request.header("accept-encoding").value_or(""), [&](std::string_view element) {
        const std::size_t end = std::min(element.find(';'), element.size());
        const std::string_view coding = trimmed(element.substr(0, end));
        const bool wanted = !is_refused(element.substr(end));
        if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) named = wanted;
        if (coding == "*") any = wanted;
        return false;
    });
    return named.value_or(any);
}

// RFC 9110 section 13.1.2; the comparison is weak.
bool already_has(const Request& request, std::string_view etag) {
    return any_in_list(request.header("if-none-match").value_or(""), [&](std::string_view each) {
        if (each.starts_with("W/")) each.remove_prefix(2);
        return each == "*" || each == etag;
    });
}

bool is_interface(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

// An address of the single-page app: no file name at its end, and the browser wants to show it.
bool is_page(const Request& request) {
    const std::string_view name = std::string_view(request.path).substr(request.path.rfind('/') + 1);
    const bool is_other = is_interface(request.path) || request.path.starts_with("/assets/") ||
                          request.path.find("/.") != std::string::npos;
    if (is_other || name.find('.') != std::string_view::npos) return false;
    return any_in_list(request.header("accept").value_or("*/*"), [](std::string_view each) {
        return each.starts_with("text/html") || each.starts_with("application/xhtml+xml") || each.starts_with("*/*");
    });
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& folder, std::size_t max_bytes, std::size_t max_files) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return refuse_as(RefusalKind::not_found, "web_folder_missing", {{"folder", folder}});
    StaticFiles site;
    std::size_t bytes = 0;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const bool is_hidden = at->path().filename().native().starts_with('.');
        if (is_hidden && at->is_directory()) at.disable_recursion_pending();
        if (is_hidden || at->is_symlink() || !at->is_regular_file()) continue;
        const auto size = at->file_size(error);
        if (error) break;
        bytes += size;
        if (bytes > max_bytes || site.files_.size() == max_files) {
            return refuse("web_folder_too_large", {{"folder", folder},
                                                   {"max_bytes", std::to_string(max_bytes)},
                                                   {"max_files", std::to_string(max_files)}});
        }
        auto content = read_file(at->path());
        if (!content) return refuse("web_file_unreadable", {{"file", at->path().string()}});
        const std::string path = "/" + fs::relative(at->path(), folder).generic_string();
        site.files_[path] = make_file(path, std::move(*content));
    }
    if (error) return refuse("web_file_unreadable", {{"file", folder}});
    if (!site.files_.contains(kIndex)) return refuse("web_folder_without_index", {{"folder", folder}});
    return site;
}

StaticFiles::File StaticFiles::make_file(const std::string& path, std::string content) {
    const Type type = type_of(path);
    const std::string hash = sha256_hex(content);
    File file;
    file.content_type = type.name;
    // The build names assets after their content, so such a name never means anything else. Everything else is asked
    // for each time, which costs a 304.
    file.cache_control = path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    file.etag = "\"" + hash + "\"";
    file.gzip_etag = "\"" + hash + "-gzip\"";
    if (type.compresses && content.size() >= kWorthCompressing) {
        std::string smaller = gzipped(content);
        if (smaller.size() < content.size()) file.gzip = std::make_shared<const std::string>(std::move(smaller));
    }
    file.content = std::make_shared<const std::string>(std::move(content));
    return file;
}

const StaticFiles::File* StaticFiles::find(const Request& request) const {
    const auto exact = files_.find(request.path == "/" ? kIndex : std::string_view(request.path));
    if (exact != files_.end()) return &exact->second;
    return is_page(request) ? &files_.find(kIndex)->second : nullptr;
}

Response StaticFiles::answer(const Request& request) const {
    if (request.method != Method::get && request.method != Method::head) {
        Response response = problem(405, "method_not_allowed");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    const File* file = find(request);
    if (!file) return problem(404, "not_found");

    const bool compressed = file->gzip && accepts_gzip(request);
    const std::string& etag = compressed ? file->gzip_etag : file->etag;
    Response response;
    response.headers = {{"ETag", etag}, {"Cache-Control", file->cache_control}};
    if (file->gzip) response.headers.emplace_back("Vary", "Accept-Encoding");
    if (already_has(request, etag)) {
        response.status = 304;
        return response;
    }
    response.content_type = file->content_type;
    if (compressed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.shared_body = compressed ? file->gzip : file->content;
    return response;
}

}  // namespace afterglow::http
