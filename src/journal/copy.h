#pragma once
// The same clinic in another database: every row of the journal with the same MAC, so that key and anchors stay true.

#include <functional>

#include "journal/journal.h"
#include "journal/store.h"

namespace afterglow::journal {

// Copies meta, journal and all other tables of the clinic but those named in `not_these` (views, which are folded again)
// into the place that `to` names, in one transaction: it is there whole or not at all. `from` shows one moment of the
// clinic if a transaction is open on it. `make_others` makes the other tables. Where the copied chain ends.
// StorageError: there is something in that place already, or a database fails.
Head copy_clinic(Db& from, const StoreOptions& to, const std::vector<std::string>& not_these,
                 const std::function<void(Db&)>& make_others);

}  // namespace afterglow::journal
