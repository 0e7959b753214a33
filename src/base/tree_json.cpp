#include <fmt/format.h>

#include "base/json.h"
#include "base/tree.h"

namespace afterglow {
namespace {

// A strict JSON reader (RFC 8259) that remembers places; base/json.h does not, since requests have no lines.
// The first fault ends it: after a missing comma everything else would be guesswork.
class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    TreeOrError read() {
        Tree root = value(0);
        skip_space();
        if (!failed_ && at_ != text_.size()) fail("Something follows after the end of the JSON value; remove it.");
        if (failed_) return SyntaxError{place_of_offset(text_, failed_at_), reason_};
        return root;
    }

private:
    Tree value(std::size_t depth) {
        Tree tree;
        skip_space();
        tree.place = here();
        if (depth > kMaxJsonDepth) fail("The nesting is too deep.");
        if (failed_) return tree;
        const char next = peek();
        if (next == '{')
            tree.content = table(depth);
        else if (next == '[')
            tree.content = list(depth);
        else if (next == '"')
            tree.content = string();
        else if (next == '-' || (next >= '0' && next <= '9'))
            number(tree);
        else if (word("true"))
            tree.content = true;
        else if (word("false"))
            tree.content = false;
        else if (!word("null"))
            fail("A JSON value is expected here.");
        return tree;
    }

    Tree::Table table(std::size_t depth) {
        Tree::Table fields;
        ++at_;
        skip_space();
        if (take('}')) return fields;
        while (!failed_) {
            skip_space();
            const Place place = here();
            const std::size_t key_at = at_;
            std::string name = string();
            for (const Field& each : fields) {
                if (!failed_ && each.name == name)
                    fail_at(key_at, fmt::format("The name \"{}\" is there twice; remove one.", name));
            }
            skip_space();
            if (!take(':')) fail("A colon is expected after the name.");
            fields.push_back({std::move(name), place, value(depth + 1)});
            skip_space();
            if (take('}')) break;
            if (!take(',')) fail("A comma or the closing brace } is expected here.");
        }
        return fields;
    }

    Tree::List list(std::size_t depth) {
        Tree::List items;
        ++at_;
        skip_space();
        if (take(']')) return items;
        while (!failed_) {
            items.push_back(value(depth + 1));
            skip_space();
            if (take(']')) break;
            if (!take(',')) fail("A comma or the closing bracket ] is expected here.");
        }
        return items;
    }

    // Finds the end of the string here and lets the strict parser undo the escapes.
    std::string string() {
        const std::size_t begin = at_;
        if (peek() != '"') {
            fail("A text in double quotes is expected here.");
            return {};
        }
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        if (at_ >= text_.size()) {
            fail_at(begin, "The text that begins here has no closing quote.");
            return {};
        }
        ++at_;
        const auto parsed = parse_json(text_.substr(begin, at_ - begin));
        if (parsed && parsed->string()) return *parsed->string();
        fail_at(begin, "The text that begins here has a line break or an escape that JSON does not know.");
        return {};
    }

    void number(Tree& tree) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && std::string_view("+-.0123456789eE").find(text_[at_]) != std::string_view::npos)
            ++at_;
        const auto parsed = parse_json(text_.substr(begin, at_ - begin));
        if (!parsed)
            fail_at(begin, "This is not a number as JSON writes them.");
        else if (parsed->integer())
            tree.content = *parsed->integer();
        else if (parsed->real())
            tree.content = *parsed->real();
    }

    // Walks on from the last place asked for, so that a file of one long line is not counted again for every value.
    Place here() {
        for (; counted_ < at_ && counted_ < text_.size(); ++counted_) {
            if (text_[counted_] == '\n')
                here_ = {here_.line + 1, 1};
            else if ((static_cast<unsigned char>(text_[counted_]) & 0xC0) != 0x80)
                ++here_.column;
        }
        return here_;
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char expected) {
        if (failed_ || at_ >= text_.size() || text_[at_] != expected) return false;
        ++at_;
        return true;
    }
    bool word(std::string_view expected) {
        if (text_.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }
    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }
    void fail(std::string reason) { fail_at(at_, std::move(reason)); }
    void fail_at(std::size_t offset, std::string reason) {
        if (failed_) return;
        failed_ = true;
        failed_at_ = offset;
        reason_ = std::move(reason);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;
    Place here_ = {1, 1};
    bool failed_ = false;
    std::size_t failed_at_ = 0;
    std::string reason_;
};

}  // namespace

TreeOrError parse_json_tree(std::string_view text) { return JsonReader(text).read(); }

}  // namespace afterglow
