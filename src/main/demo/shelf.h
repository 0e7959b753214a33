#pragma once
// The invented clinic's controlled drugs: which lot a dose is taken from, and the deliveries that make it so. Doses are not
// written in the order of time, so deliveries are written last, when it is known what each lot has to give.

#include <map>
#include <string>

#include "clinic/stock/register.h"
#include "main/demo/script.h"

namespace afterglow::demo {

struct World;

class Shelf {
public:
    struct Lot {
        StockId stock;
        std::string number;
        Date expires;
    };
    // The lot that a dose or a waste at this moment is taken from.
    Lot take(World& world, Instant at, const std::string& medicine, Milligrams amount);
    // Deliveries of every lot, and the last days of the register.
    void write(World& world) const;

private:
    struct Kept {
        Lot lot;
        std::string medicine;
        Instant first;
        std::int64_t micrograms = 0, times = 0;
    };
    std::map<std::pair<std::string, std::int32_t>, std::vector<Kept>> lots_;  // of a medicine and a month
};

}  // namespace afterglow::demo
