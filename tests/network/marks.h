#pragma once
// What betrays a clinic: every id in its journal, and every text in it that the other clinic could not have by itself.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/harness/clinic.h"

namespace afterglow::network {

class Marks {
public:
    // Texts that occur in `common` (the other clinic's journal, its rules, the interface's description) are nobody's.
    Marks(harness::Clinic& clinic, const std::string& word, const std::string& common);

    // The first mark in the text; empty if there is none.
    std::string in(std::string_view text) const;
    std::size_t ids() const { return ids_.size(); }
    std::size_t texts() const { return texts_; }
    // Ids by what they are of: "patient", "course", …; "any" is all of them.
    const std::vector<std::string>& ids_of(const std::string& kind) const;

private:
    std::set<std::string, std::less<>> ids_;
    std::map<std::string, std::vector<std::string>> by_kind_;
    std::unordered_map<std::string, std::vector<std::string>> by_beginning_;
    std::vector<bool> may_begin_ = std::vector<bool>(65'536);  // by two bytes
    std::size_t texts_ = 0;
};

// Everything in a clinic's journal as one text.
std::string journal_text(harness::Clinic& clinic);

// Puts the word into everything that people write: names, notes, inquiries, lots, what was said in a session.
void mark_with(harness::Clinic& clinic, const std::string& word);

}  // namespace afterglow::network
