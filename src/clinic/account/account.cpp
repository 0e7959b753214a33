#include "clinic/account/account.h"

namespace afterglow::clinic {

void evolve(Account& account, const DoseCharged& event, const Meta& meta) {
    account.lines.push_back({event.session, event.dose, event.medicine, event.dose_mg, meta.happened_at});
}
void evolve(Account& account, const DoseChargeCorrected& event, const Meta&) {
    const auto line = std::ranges::find(account.lines, event.dose, &AccountLine::dose);
    if (line != account.lines.end()) line->dose_mg = event.dose_mg;
}

}  // namespace afterglow::clinic
