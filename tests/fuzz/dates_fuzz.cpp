// Any bytes as a date, a local time and an instant, and what is read in the zones of clinics. Nothing may crash; what is
// read comes back; a local time that exists is found again from its instant.

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "tests/fuzz/require.h"

using namespace afterglow;

namespace {

void check_in_zones(LocalTime local) {
    require(local.minute_of_day() >= 0 && local.minute_of_day() < 1440);
    for (const char* zone : {"Europe/Prague", "Europe/Kyiv", "UTC", "Australia/Lord_Howe", "America/St_Johns"}) {
        for (const Fold fold : {Fold::none, Fold::earlier, Fold::later}) {
            const auto at = to_instant(local, zone, fold);
            if (at.ok()) require(to_local(*at, zone) == local);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto date = parse_date(text); date.ok()) {
        require(to_text(*date) == text);
        for (const int years : {-1, 1, 4, 25}) require(years_between(*date, years_later(*date, years)) == years);
    }
    if (const auto local = parse_local_time(text); local.ok()) {
        require(to_text(*local) == text);
        check_in_zones(*local);
    }
    if (const auto at = parse_instant(text); at.ok()) {
        const auto again = parse_instant(to_text(*at));
        require(again.ok() && *again == *at);
        check_in_zones(to_local(*at, "UTC"));
    }
    return 0;
}
