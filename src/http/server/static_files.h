#pragma once
// The built web app, read once from a folder into memory and served from a map: a request never touches the file
// system, so there is no path to climb out of. Variants compressed with gzip are made at the start.
//
// Not for anything that changes while the server runs, nor for people's documents.

#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/server/limits.h"
#include "http/server/message.h"

namespace afterglow::http {

class StaticFiles {
public:
    // Reads all regular files below `folder`, without dot files; symbolic links are not followed. Refusals:
    // "web_folder_missing" {folder}, "web_folder_without_index" {folder}, "web_folder_too_large" {folder, max_bytes,
    // max_files}, "web_file_unreadable" {file}.
    static Result<StaticFiles> load(const std::string& folder, std::size_t max_bytes = kMaxStaticBytes,
                                    std::size_t max_files = kMaxStaticFiles);

    // GET and HEAD: the file, 304, or 404; other methods 405. A page address of the single-page app ("/people/7", wanted
    // as HTML, no such file) gets index.html; nothing below /api ever does.
    Response answer(const Request& request) const;

    std::size_t count() const { return files_.size(); }

private:
    struct File {
        std::string content_type;
        std::string cache_control;
        std::string etag;
        std::string gzip_etag;
        std::shared_ptr<const std::string> content;
        std::shared_ptr<const std::string> gzip;  // null when it would not be smaller
    };
    static File make_file(const std::string& path, std::string content);
    const File* find(const Request& request) const;

    std::map<std::string, File, std::less<>> files_;  // by path: "/assets/index-4f2a.js"
};

}  // namespace afterglow::http
