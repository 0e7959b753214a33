#pragma once
// A story: what people of a clinic do, in order, and what must be so afterwards. README.md describes the language.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::stories {

// Something a story says that cannot be understood or is not so. what() begins with file and line.
class StoryError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Statement {
    int line = 0;
    std::string text;
};

struct Story {
    std::string file, name, why, rule;
    std::vector<Statement> statements;
};

Story parse_story(const std::string& file, std::string_view text);
Story read_story(const std::string& path);

// Reads a statement word by word.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) { skip(); }
    bool at_end() const { return rest_.empty(); }
    bool take(std::string_view word);  // if it comes next, as whole words
    std::string word();                // up to white space; a comma ends it and is left out
    std::string json_text();           // a balanced JSON value, or a $variable
    std::string_view rest() const { return rest_; }

private:
    void skip();
    std::string_view rest_;
};

// "2026…", { "a": $b }: replaces every $name outside of JSON strings by what `value` says.
template <class Value>
std::string substituted(std::string_view text, Value&& value) {
    std::string out;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char each = text[i];
        if (each == '"' && (i == 0 || text[i - 1] != '\\')) in_string = !in_string;
        if (each != '$' || in_string) {
            out += each;
            continue;
        }
        std::size_t end = i + 1;
        while (
            end < text.size() &&
            (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_' || text[end] == '+' ||
             (text[end] == '-' && end + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[end + 1]))))) {
            ++end;
        }
        out += value(std::string(text.substr(i + 1, end - i - 1)));
        i = end - 1;
    }
    return out;
}

}  // namespace afterglow::stories
