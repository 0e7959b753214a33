#include "journal/postgres/dialect.h"

#include <array>
#include <cctype>
#include <stdexcept>

namespace afterglow::journal {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// The length of what comes first in a text: a quoted text or name, a comment, a word, or one other character.
std::size_t first_piece(std::string_view text) {
    const char c = text.front();
    if (c == '\'' || c == '"') return std::min(text.find(c, 1), text.size() - 1) + 1;
    if (text.starts_with("--")) return std::min(text.find('\n'), text.size());
    if (!is_word(c)) return 1;
    std::size_t end = 1;
    while (end < text.size() && is_word(text[end])) ++end;
    return end;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWords{{
    {"INTEGER", "BIGINT"},
    {"REAL", "DOUBLE PRECISION"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""},
}};

std::string_view word_for_postgres(std::string_view word) {
    for (const auto& [here, there] : kWords) {
        if (word == here) return there;
    }
    return word;
}

std::string joined(const std::vector<std::string>& names, std::string_view before_each, std::string_view after_each) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty()) out += ", ";
        out.append(before_each).append(name).append(after_each);
    }
    return out;
}

std::string replacing(const TableColumns& columns) {
    std::string out = " ON CONFLICT (" + joined(columns.key, "", "") + ") DO ";
    if (columns.others.empty()) return out + "NOTHING";
    out += "UPDATE SET ";
    std::string sets;
    for (const std::string& name : columns.others) sets += (sets.empty() ? "" : ", ") + name + " = excluded." + name;
    return out + sets;
}

}  // namespace

std::string query_for_postgres(std::string_view sql,
                               const std::function<TableColumns(std::string_view table)>& columns_of) {
    constexpr std::string_view kReplace = "INSERT OR REPLACE INTO ";
    std::string out, ending;
    if (sql.starts_with(kReplace)) {
        sql.remove_prefix(kReplace.size());
        ending = replacing(columns_of(sql.substr(0, first_piece(sql))));
        out = "INSERT INTO ";
    }
    while (!sql.empty()) {
        const std::size_t length = first_piece(sql);
        const bool parameter = sql.front() == '?';
        out.append(parameter ? "$" : sql.substr(0, length));
        sql.remove_prefix(length);
    }
    return out + ending;
}

std::string script_for_postgres(std::string_view script) {
    std::string out;
    while (!script.empty()) {
        std::size_t length = first_piece(script);
        const std::string_view piece = script.substr(0, length);
        if (piece == "STRICT") {
            length = std::min(script.find(';'), script.size());  // up to the end of the statement, WITHOUT ROWID too
        } else {
            out.append(word_for_postgres(piece));
        }
        script.remove_prefix(length);
    }
    return out;
}

}  // namespace afterglow::journal
