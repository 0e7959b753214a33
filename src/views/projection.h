#pragma once
// How events change the views. A view is a function of the journal alone: the tables can be dropped and folded again at
// any time, and `afterglow verify` compares the live ones with such a fold, row by row.

#include <string>
#include <vector>

#include "clinic/streams.h"
#include "journal/db.h"
#include "journal/journal.h"

namespace afterglow::views {

// Creates the views if they are not there, and folds them anew if they are those of another version of the program: with
// other tables, or with other states in them. Returns how many events were folded. Throws journal::StorageError.
std::int64_t bring_up_to_date(journal::Db& db);
// The second wall before the calendar: from now on the database itself refuses a booking in whose time its room, its patient
// or somebody of its staff is taken, should a decision ever let one through. It is not raised where such bookings stand
// already; they are returned, one line each. Throws journal::StorageError.
std::vector<std::string> raise_second_wall(journal::Db& db);
const std::vector<std::string>& table_names();
std::vector<std::string> all_tables();  // and what is noted of them

// Looks whether this version can read every event there is, and whether the views know of all of them, in a time that does
// not grow with the journal. Throws journal::StorageError, newer_format or corrupt, which says what to do.
void check_readable(journal::Db& db);

clinic::Meta meta_of(const journal::StoredEvent& event);

// Brings the views up to date with one event, which is already folded into `state`, the state of its stream.
void project(journal::Db& db, const journal::StoredEvent& event, const clinic::StreamKind& kind, const void* state);

// Takes out of the views what can no longer be read, since the keys of these persons are destroyed.
void forget_persons(journal::Db& db, const std::vector<std::string>& persons);

// Empties all views and folds the journal into them again, in one transaction. Returns how many events were folded.
std::int64_t rebuild(journal::Db& db);

// What differs between the live views of a clinic and a fold of its journal into a scratch database: one line each,
// at most `kMaxDifferences`. Empty: they agree.
inline constexpr std::size_t kMaxDifferences = 20;
std::vector<std::string> differences(journal::Db& live);

}  // namespace afterglow::views
