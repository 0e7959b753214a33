#include "main/demo/shelf.h"

#include <fmt/format.h>

#include <algorithm>

#include "main/demo/world.h"

namespace afterglow::demo {
namespace {

// An example product: 50 mg in a millilitre, 10 ml in a vial.
constexpr Milligrams kStrength{50'000}, kContainer{500'000};
constexpr std::int64_t kTimesPerLot = 60;
constexpr std::int64_t kSpareContainers = 3;

}  // namespace

Shelf::Lot Shelf::take(World& world, Instant at, const std::string& medicine, Milligrams amount) {
    const Date day = world.zone.date(at);
    std::vector<Kept>& lots = lots_[{medicine, day.days / 30}];
    if (lots.empty() || lots.back().times >= kTimesPerLot) {
        const Date expires{day.days / 30 * 30 + 400 + static_cast<std::int32_t>(world.dice.between(0, 200))};
        lots.push_back({{world.dice.id<StockId>(), fmt::format("CA{}", world.dice.between(2410, 2699)), expires},
                        medicine,
                        at,
                        0,
                        0});
    }
    Kept& kept = lots.back();
    kept.first = std::min(kept.first, at);
    kept.micrograms += amount.micrograms;
    ++kept.times;
    return kept.lot;
}

void Shelf::write(World& world) const {
    const StaffId custodian = world.member("custodian").id;
    for (const auto& [month, lots] : lots_) {
        for (const Kept& kept : lots) {
            const Instant at = kept.first - hours(20);
            const std::int64_t containers =
                (kept.micrograms + kContainer.micrograms - 1) / kContainer.micrograms + kSpareContainers;
            world.script.add(at, custodian, "receive-stock",
                             clinic::ReceiveStock{kept.lot.stock,
                                                  {{kept.medicine}, kStrength, kContainer},
                                                  {kept.lot.number},
                                                  kept.lot.expires,
                                                  {clinic::kSafe},
                                                  {containers},
                                                  {"Example Pharma"},
                                                  {fmt::format("DL-{}", world.dice.between(10'000, 99'999))},
                                                  {}});
        }
    }
    for (std::int64_t back = 6; back >= 0; --back) {
        const Date day = world.day(-back);
        if (is_weekend(day)) continue;
        world.script.add(world.zone.at(day, 7 * 60 + 40), custodian, "open-register-day", clinic::OpenRegisterDay{});
        world.script.add(world.zone.at(day, 18 * 60 + 20), custodian, "close-register-day", clinic::CloseRegisterDay{});
    }
}

}  // namespace afterglow::demo
