#pragma once
// The states of streams, folded from the journal and kept in memory for the one thread that writes. What is kept stays true
// until a transaction is undone, and then it is forgotten, or until another server writes to the stream, and then it is, too.

#include <string>
#include <unordered_map>

#include "clinic/streams.h"
#include "journal/journal.h"

namespace afterglow::desk {

class Streams {
public:
    struct Held {
        clinic::AnyState state;
        std::int64_t version = 0;
    };

    // The state of a stream now; an empty one if nothing happened in it yet.
    Held& load(journal::JournalReader& journal, const std::string& stream);
    void forget(const std::string& stream) { held_.erase(stream); }
    void forget_all() { held_.clear(); }
    // Keeps memory bounded; call between jobs, when no reference into a state is in use.
    void trim();

private:
    static constexpr std::size_t kMaxHeld = 512;
    std::unordered_map<std::string, Held> held_;
};

}  // namespace afterglow::desk
