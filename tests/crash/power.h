#pragma once
// What a disk may hold after its power was cut: walks the log of a SimulatedDisk and builds the files of any moment.

#include <array>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/crash/simulated_disk.h"

namespace afterglow::crash {

using Random = std::mt19937_64;

// What happens to writes and names that were not synced.
enum class Loss {
    drop,       // all are lost
    keep,       // all survive
    tear_512,   // of each write some 512-byte sectors survive, of the names the first few
    tear_4096,  // the same in pages of 4 KiB
    reorder,    // each write survives whole or not at all, whatever came first
};
inline constexpr std::array kLosses{Loss::drop, Loss::keep, Loss::tear_512, Loss::tear_4096, Loss::reorder};
std::string_view loss_name(Loss loss);

class PowerCut {
public:
    explicit PowerCut(std::uint64_t seed) : random_(seed) {}

    void apply(const Step& step);
    Contents after(Loss loss, Random& random) const;

    // The names as programs see them, for going on with this disk after a crash of the process only.
    std::map<std::string, int> live_names() const;

private:
    using Names = std::map<std::string, int>;
    struct FileState {
        std::string durable;
        std::vector<Step> pending;  // writes and truncations not yet synced
    };
    static void rename(Names& names, const Step& step);
    static void put(std::string& bytes, const Step& step);
    static void tear(std::string& bytes, const Step& step, std::size_t sector, Random& random);
    static std::string survived(const FileState& file, Loss loss, Random& random);

    Random random_;
    std::map<int, FileState> files_;
    Names durable_names_;
    std::vector<Step> pending_names_;
};

}  // namespace afterglow::crash
