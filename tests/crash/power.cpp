#include "tests/crash/power.h"

#include <algorithm>

namespace afterglow::crash {
namespace {

bool one_in_two(Random& random) { return (random() & 1) != 0; }

}  // namespace

std::string_view loss_name(Loss loss) {
    switch (loss) {
        case Loss::drop: return "drop";
        case Loss::keep: return "keep";
        case Loss::tear_512: return "tear_512";
        case Loss::tear_4096: return "tear_4096";
        case Loss::reorder: break;
    }
    return "reorder";
}

void PowerCut::rename(Names& names, const Step& step) {
    if (step.act == Act::create) names[step.path] = step.inode;
    if (step.act == Act::remove) names.erase(step.path);
    if (step.act == Act::rename) {
        const auto found = names.find(step.path);
        if (found == names.end()) return;
        names[step.to] = found->second;
        names.erase(step.path);
    }
}

void PowerCut::put(std::string& bytes, const Step& step) {
    const auto at = static_cast<std::size_t>(step.at);
    if (step.act == Act::truncate) {
        bytes.resize(at);
        return;
    }
    if (bytes.size() < at + step.data.size()) bytes.resize(at + step.data.size());
    step.data.copy(bytes.data() + at, step.data.size());
}

void PowerCut::apply(const Step& step) {
    switch (step.act) {
        case Act::create:
        case Act::remove:
        case Act::rename: pending_names_.push_back(step); return;
        case Act::write:
        case Act::truncate: files_[step.inode].pending.push_back(step); return;
        case Act::sync: {
            FileState& file = files_[step.inode];
            for (const Step& each : file.pending) put(file.durable, each);
            file.pending.clear();
            return;
        }
        case Act::failed_sync: {
            // The system forgets what it could not write: some of it is on the disk, the rest never will be, and the
            // next sync says nothing of it.
            FileState& file = files_[step.inode];
            for (const Step& each : file.pending) {
                if (one_in_two(random_)) put(file.durable, each);
            }
            file.pending.clear();
            return;
        }
        case Act::sync_folder:
            std::erase_if(pending_names_, [&](const Step& each) {
                if (journal::parent(each.path).string() != step.path) return false;
                rename(durable_names_, each);
                return true;
            });
            return;
    }
}

std::map<std::string, int> PowerCut::live_names() const {
    Names names = durable_names_;
    for (const Step& step : pending_names_) rename(names, step);
    return names;
}

// Only some sectors of the write reach the disk: the first few, or any.
void PowerCut::tear(std::string& bytes, const Step& step, std::size_t sector, Random& random) {
    const auto begin = static_cast<std::size_t>(step.at), end = begin + step.data.size();
    const bool in_order = one_in_two(random);
    const std::size_t cut = begin + random() % (step.data.size() + 1);
    if (one_in_two(random) && bytes.size() < end) bytes.resize(end);  // the file may have grown already
    for (std::size_t from = begin; from < end;) {
        const std::size_t to = std::min(end, from / sector * sector + sector);
        if (in_order ? to <= cut : one_in_two(random)) {
            if (bytes.size() < to) bytes.resize(to);
            step.data.copy(bytes.data() + from, to - from, from - begin);
        }
        from = to;
    }
}

std::string PowerCut::survived(const FileState& file, Loss loss, Random& random) {
    std::string bytes = file.durable;
    for (const Step& step : file.pending) {
        switch (loss) {
            case Loss::drop: break;
            case Loss::keep: put(bytes, step); break;
            case Loss::reorder:
                if (one_in_two(random)) put(bytes, step);
                break;
            case Loss::tear_512:
            case Loss::tear_4096:
                // A tear is at the end of what survived more often than everywhere.
                if (random() % 4 != 0 || step.act == Act::truncate) {
                    if (random() % 4 != 0) put(bytes, step);
                } else {
                    tear(bytes, step, loss == Loss::tear_512 ? 512 : 4096, random);
                }
                break;
        }
    }
    return bytes;
}

Contents PowerCut::after(Loss loss, Random& random) const {
    Names names = durable_names_;
    std::size_t surviving = 0;
    if (loss == Loss::keep) surviving = pending_names_.size();
    if (loss != Loss::keep && loss != Loss::drop) surviving = random() % (pending_names_.size() + 1);
    for (std::size_t i = 0; i < surviving; ++i) rename(names, pending_names_[i]);

    Contents contents;
    for (const auto& [path, inode] : names) {
        const auto found = files_.find(inode);
        contents[path] = found == files_.end() ? std::string() : survived(found->second, loss, random);
    }
    return contents;
}

}  // namespace afterglow::crash
