#include "backup/move.h"

#include "journal/copy.h"
#include "journal/verify.h"
#include "views/projection.h"

namespace afterglow::backup {
namespace {

using journal::StorageError;
using journal::StorageFault;

std::string clinic_of(journal::Db& db) {
    auto row = db.query("SELECT value FROM meta WHERE name = 'clinic'");
    return row.step() ? row.string(0) : "";
}

// Whether all of the clinic came there with an earlier try. Throws if something else is there.
bool came_before(journal::Db& from, const journal::StoreOptions& to) {
    if (!to.on_server() && !to.disk().exists(to.database_path())) return false;
    const auto there = journal::open_for_reading(to);
    if (there->tables().empty()) return false;
    const bool same = there->format() != 0 && clinic_of(*there) == clinic_of(from) &&
                      journal::JournalReader(*there).head() == journal::JournalReader(from).head();
    if (!same)
        throw StorageError(StorageFault::other,
                           there->place() + ": there is something else in this place; nothing was changed");
    return true;
}

void expect_in_order(const journal::StoreOptions& place) {
    const journal::Verification verification = journal::verify(place);
    const auto db = journal::open_for_reading(place);
    if (!verification.ok()) throw StorageError(StorageFault::corrupt, db->place() + ": " + verification.summary());
    const std::vector<std::string> differences = views::differences(*db);
    if (!differences.empty())
        throw StorageError(StorageFault::corrupt,
                           db->place() + ": its views differ from its journal: " + differences.front());
}

}  // namespace

journal::Head settle_in(journal::Db& from, const journal::StoreOptions& to, const MakeTables& make_tables,
                        const Progress& progress) {
    if (!came_before(from, to)) {
        progress("copying");
        journal::copy_clinic(from, to, views::all_tables(), make_tables);
    }
    progress("folding the views");
    const auto there = journal::open_for_writing(to);
    views::bring_up_to_date(*there);
    progress("verifying");
    expect_in_order(to);
    return journal::JournalReader(*there).head();
}

journal::Head move(const journal::StoreOptions& from, const journal::StoreOptions& to, const MakeTables& make_tables,
                   const Progress& told) {
    const Progress progress = told ? told : Progress([](const std::string&) {});
    const auto source = journal::Store::open(from);  // and nobody else opens it
    if (const int others = source->db().others(); others > 0) {
        throw StorageError(StorageFault::locked, source->db().place() + ": " + std::to_string(others) +
                                                     " connections of servers are open; stop them first");
    }
    progress("verifying the clinic as it is");
    expect_in_order(from);
    const auto reading = source->open_reader();
    const journal::Head head = settle_in(*reading, to, make_tables, progress);

    journal::Db& db = source->db();
    db.begin_writing();
    if (journal::JournalReader(db).head() != head) {
        db.run("ROLLBACK");
        throw StorageError(StorageFault::busy, db.place() +
                                                   ": somebody wrote here meanwhile. It was not moved: stop all "
                                                   "servers, empty the other place and begin again");
    }
    db.run("INSERT INTO meta (name, value) VALUES (?1, ?2)", journal::kMovedTo, journal::open_for_reading(to)->place());
    db.run("COMMIT");
    return head;
}

}  // namespace afterglow::backup
