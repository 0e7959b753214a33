#include "tests/stories/story.h"

#include <fstream>
#include <sstream>

namespace afterglow::stories {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

Story parse_story(const std::string& file, std::string_view text) {
    Story story{.file = file, .name = {}, .why = {}, .rule = {}, .statements = {}};
    int number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        from = end + 1;
        ++number;
        const std::string_view content = trimmed(line);
        if (content.empty()) continue;
        if (content.front() == '#') {
            for (const auto& [label, where] : {std::pair("# name:", &story.name), std::pair("# why:", &story.why),
                                               std::pair("# rule:", &story.rule)}) {
                if (content.starts_with(label)) *where = trimmed(content.substr(std::string_view(label).size()));
            }
        } else if (line.front() == ' ' || line.front() == '\t') {
            if (story.statements.empty())
                throw StoryError(file + ":" + std::to_string(number) + ": a line that goes on from nothing");
            story.statements.back().text.append(" ").append(content);
        } else {
            story.statements.push_back({number, std::string(content)});
        }
    }
    if (story.name.empty() || story.why.empty())
        throw StoryError(file + ":1: a story says its name and why it is told");
    return story;
}

Story read_story(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) throw StoryError(path + ": cannot be read");
    return parse_story(path, text.str());
}

void Cursor::skip() { rest_ = trimmed(rest_); }

bool Cursor::take(std::string_view word) {
    if (!rest_.starts_with(word) || (rest_.size() > word.size() && rest_[word.size()] != ' ')) return false;
    rest_.remove_prefix(word.size());
    skip();
    return true;
}

std::string Cursor::word() {
    const std::size_t end = std::min(rest_.find_first_of(" ,"), rest_.size());
    std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (rest_.starts_with(',')) rest_.remove_prefix(1);
    skip();
    return word;
}

std::string Cursor::json_text() {
    int depth = 0;
    bool in_string = false;
    std::size_t end = 0;
    for (; end < rest_.size(); ++end) {
        const char each = rest_[end];
        if (in_string) {
            if (each == '\\')
                ++end;
            else if (each == '"')
                in_string = false;
        } else if (each == '"') {
            in_string = true;
        } else if (each == '{' || each == '[') {
            ++depth;
        } else if (each == '}' || each == ']') {
            --depth;
        } else if (each == ' ' && depth == 0) {
            break;
        }
    }
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end);
    skip();
    return text;
}

}  // namespace afterglow::stories
