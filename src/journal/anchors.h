#pragma once
// The chain proves that nothing inside the journal was changed; it cannot prove that the end is still there. So the
// head of the chain is also written down outside the data folder, signed: on a schedule, durably (the anchors), and
// after every commit, without waiting for the disk (the latest head). Put the file on another disk if there is one.
//
// Every line is written after the commit it speaks of, so a crash can leave the file behind the journal, never ahead:
// an honest file never contradicts an honest journal. Somebody who can rewrite both the database and this file back to
// an older state of both is not found here; the number and MAC printed by `verify` and kept on paper find that.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "journal/files.h"
#include "journal/journal.h"
#include "journal/keys.h"

namespace afterglow::journal {

inline constexpr std::int64_t kAnchorEveryEvents = 1000;
inline constexpr Milliseconds kAnchorEvery = minutes(10);

struct Anchor {
    Head head;
    Instant at;
    bool operator==(const Anchor&) const = default;
};

// What the file says. Only lines with a good signature count.
struct AnchorRecord {
    bool present = false;               // there is a file
    std::vector<Anchor> anchors;        // oldest first
    std::optional<Anchor> latest_head;  // absent if none was written or both slots are torn
    std::int64_t bad_lines = 0;         // unreadable or wrongly signed, other than a torn end
    std::string clinic;                 // whose they are; empty if there is no good line
    int latest_slot = 1;                // which of the two slots holds the latest head
    std::int64_t end = 0;               // behind the last good line: where the next anchor goes
    // The furthest head known: the latest head or the last anchor.
    std::optional<Anchor> furthest() const;
};

AnchorRecord read_anchors(Files& files, const std::filesystem::path& path, const Keys& keys);
// The same without the older anchors: enough to start with, and takes no longer after ten years.
AnchorRecord read_newest_anchors(Files& files, const std::filesystem::path& path, const Keys& keys);

// The writer's side. Not thread-safe: belongs to the writer thread.
class Anchors {
public:
    // Opens the file of which `newest` was read, or creates it; drops a torn end.
    Anchors(Files& files, const std::filesystem::path& path, const Keys& keys, std::string clinic,
            const AnchorRecord& newest);

    ~Anchors();
    Anchors(const Anchors&) = delete;
    Anchors& operator=(const Anchors&) = delete;

    void note_head(const Head& head, Instant now);  // after each commit; not synced
    bool due(const Head& head, Instant now) const;  // is it time for an anchor?
    void anchor(const Head& head, Instant now);     // appends, synced; nothing to do if already anchored
    std::int64_t anchored_length() const { return last_ ? last_->head.length : 0; }

private:
    std::string signed_line(std::string_view kind, const Anchor& anchor) const;

    std::array<unsigned char, 64> signing_key_;
    std::string clinic_;
    std::unique_ptr<File> file_;
    std::int64_t end_ = 0;  // where the next anchor goes
    int slot_ = 0;          // which of the two is written next
    std::optional<Anchor> last_;
    std::optional<Instant> new_since_;  // when something not yet anchored was noted first
};

}  // namespace afterglow::journal
