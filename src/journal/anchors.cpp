#include "journal/anchors.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "journal/hex.h"

namespace afterglow::journal {
namespace {

// The file is text in lines of one size: two slots for the latest head, written by turns so that one of them is whole
// at any moment, then the anchors. README.md describes a line.
constexpr std::int64_t kLine = 320;
constexpr int kSlots = 2;
constexpr std::string_view kAnchorKind = "anchor";
constexpr std::string_view kLatestKind = "latest";

struct ReadLine {
    std::string kind;
    std::string clinic;
    Anchor anchor;
};

std::string padded(std::string line) {
    line.resize(kLine - 1, ' ');
    return line + '\n';
}

std::string_view next_word(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

bool signature_is_good(std::string_view signed_part, std::string_view signature_hex, const Keys& keys) {
    const auto signature = array_from_hex<crypto_sign_BYTES>(signature_hex);
    return signature &&
           crypto_sign_verify_detached(signature->data(), reinterpret_cast<const unsigned char*>(signed_part.data()),
                                       signed_part.size(), keys.anchor_public_key().data()) == 0;
}

std::optional<ReadLine> read_line(std::string_view line, const Keys& keys) {
    if (line.size() != kLine || line.back() != '\n') return std::nullopt;
    std::string_view rest = line.substr(0, line.find_last_not_of(" \n") + 1);
    const char* start = rest.data();
    const std::string_view kind = next_word(rest), format = next_word(rest), clinic = next_word(rest);
    const auto length = whole_number(next_word(rest));
    const auto mac = array_from_hex<32>(next_word(rest));
    const auto at = parse_instant(next_word(rest));
    const std::string_view signed_part(start, static_cast<std::size_t>(rest.data() - start));
    if (format != "1" || !length || !mac || !at || !signature_is_good(signed_part, rest, keys)) return std::nullopt;
    return ReadLine{std::string(kind), std::string(clinic), {.head = {*length, *mac}, .at = *at}};
}

class Reader {
public:
    Reader(File& file, const Keys& keys) : file_(file), keys_(keys), lines_((file.size() + kLine - 1) / kLine) {
        if (lines_ > kMaxLines) throw StorageError(StorageFault::corrupt, "the anchors file is larger than 1 GiB");
    }

    AnchorRecord all() {
        read_slots();
        read_anchors_from(kSlots);
        return std::move(record_);
    }
    AnchorRecord newest() {
        read_slots();
        // The last line may be torn, the one before may not.
        read_anchors_from(std::max<std::int64_t>(kSlots, lines_ - 2));
        return std::move(record_);
    }

private:
    static constexpr std::int64_t kMaxLines = (1 << 30) / kLine;
    static constexpr std::int64_t kLinesAtOnce = 1000;

    void read_slots() {
        const std::string text = file_.read(0, kSlots * kLine);
        for (int slot = 0; slot < kSlots; ++slot) {
            const auto line = read_line(line_at(text, slot), keys_);
            if (!line || line->kind != kLatestKind) continue;  // not written yet, or torn by a power cut
            note_clinic(line->clinic);
            if (record_.latest_head && record_.latest_head->head.length > line->anchor.head.length) continue;
            record_.latest_head = line->anchor;
            record_.latest_slot = slot;
        }
    }

    void read_anchors_from(std::int64_t number) {
        record_.end = number * kLine;
        while (number < lines_) {
            const std::string text = file_.read(number * kLine, kLinesAtOnce * kLine);
            for (std::int64_t i = 0; i < kLinesAtOnce && number < lines_; ++i, ++number)
                look_at(number, line_at(text, i));
        }
    }

    void look_at(std::int64_t number, std::string_view text) {
        const auto line = read_line(text, keys_);
        const bool is_last = number + 1 == lines_;
        if (line && line->kind == kAnchorKind) {
            note_clinic(line->clinic);
            record_.anchors.push_back(line->anchor);
        } else if (is_last) {
            return;  // torn: it was not synced yet when the power failed
        } else {
            ++record_.bad_lines;
        }
        record_.end = (number + 1) * kLine;
    }

    void note_clinic(const std::string& clinic) {
        if (record_.clinic.empty()) record_.clinic = clinic;
    }
    static std::string_view line_at(std::string_view text, std::int64_t number) {
        const auto offset = static_cast<std::size_t>(number * kLine);
        return offset >= text.size() ? std::string_view() : text.substr(offset, kLine);
    }

    File& file_;
    const Keys& keys_;
    std::int64_t lines_;
    AnchorRecord record_{.present = true, .anchors = {}, .latest_head = {}, .clinic = {}};
};

}  // namespace

std::optional<Anchor> AnchorRecord::furthest() const {
    std::optional<Anchor> result = latest_head;
    if (!anchors.empty() && (!result || result->head.length < anchors.back().head.length)) result = anchors.back();
    return result;
}

AnchorRecord read_anchors(Files& files, const std::filesystem::path& path, const Keys& keys) {
    const auto file = files.open(path, Files::Access::read);
    return file ? Reader(*file, keys).all() : AnchorRecord{};
}

AnchorRecord read_newest_anchors(Files& files, const std::filesystem::path& path, const Keys& keys) {
    const auto file = files.open(path, Files::Access::read);
    return file ? Reader(*file, keys).newest() : AnchorRecord{};
}

Anchors::Anchors(Files& files, const std::filesystem::path& path, const Keys& keys, std::string clinic,
                 const AnchorRecord& newest)
    : clinic_(std::move(clinic)), end_(newest.end), slot_(1 - newest.latest_slot) {
    Key public_key;
    crypto_sign_seed_keypair(public_key.data(), signing_key_.data(), keys.anchor_seed().data());
    if (!newest.anchors.empty()) last_ = newest.anchors.back();

    if (newest.present) file_ = files.open(path, Files::Access::write);
    if (!file_) file_ = files.create(path);
    files.sync_folder(parent(path));
    if (end_ <= kSlots * kLine) {
        end_ = kSlots * kLine;
        // A new file, or one that a power cut left short; what it holds of a good slot is kept.
        for (std::int64_t slot = file_->size() / kLine; slot < kSlots; ++slot) file_->write(slot * kLine, padded(""));
    }
    file_->truncate(end_);
    // Read back whole, yet perhaps never synced: after a failed sync the system shows what the disk has not. Written
    // again it becomes durable with the next anchor, which must not stand behind a gap.
    if (last_) file_->write(end_ - kLine, signed_line(kAnchorKind, *last_));
}

Anchors::~Anchors() { sodium_memzero(signing_key_.data(), signing_key_.size()); }

std::string Anchors::signed_line(std::string_view kind, const Anchor& anchor) const {
    char number[24];
    std::snprintf(number, sizeof number, "%019lld", static_cast<long long>(anchor.head.length));
    std::string line(kind);
    line.append(" 1 ").append(clinic_).append(" ").append(number).append(" ").append(to_hex(anchor.head.mac));
    line.append(" ").append(to_text(anchor.at)).append(" ");

    std::array<unsigned char, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(line.data()), line.size(),
                         signing_key_.data());
    return padded(line + to_hex(signature));
}

void Anchors::note_head(const Head& head, Instant now) {
    if (!new_since_ && head.length > anchored_length()) new_since_ = now;
    file_->write(slot_ * kLine, signed_line(kLatestKind, {head, now}));
    slot_ = 1 - slot_;
}

bool Anchors::due(const Head& head, Instant now) const {
    if (head.length <= anchored_length()) return false;
    if (head.length - anchored_length() >= kAnchorEveryEvents) return true;
    // A clock that was set back must not put it off.
    return new_since_ && (now - *new_since_ >= kAnchorEvery || now < *new_since_);
}

void Anchors::anchor(const Head& head, Instant now) {
    if (head.length <= anchored_length()) return;
    const std::string line = signed_line(kAnchorKind, {head, now});
    file_->write(end_, line);
    file_->sync();
    // Only now: after a failure the next anchor is written over this one.
    end_ += kLine;
    last_ = Anchor{head, now};
    new_since_.reset();
}

}  // namespace afterglow::journal
