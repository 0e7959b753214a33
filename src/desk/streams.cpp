#include "desk/streams.h"

#include "journal/stored.h"
#include "views/projection.h"

namespace afterglow::desk {

Streams::Held& Streams::load(journal::JournalReader& journal, const std::string& stream) {
    if (const auto found = held_.find(stream); found != held_.end()) return found->second;
    const clinic::StreamKind& kind = clinic::kind_of_stream(stream);
    Held held{kind.make(), 0};
    for (const journal::StoredEvent& event : journal.read_stream(stream)) {
        if (!event.erased)
            kind.fold(held.state.get(), event.name, journal::stored_json(event.payload), views::meta_of(event));
        held.version = event.version;
    }
    return held_.emplace(stream, std::move(held)).first->second;
}

void Streams::trim() {
    while (held_.size() > kMaxHeld) held_.erase(held_.begin());
}

}  // namespace afterglow::desk
