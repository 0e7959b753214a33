#include "journal/copy.h"

#include <algorithm>

#include "journal/row.h"
#include "journal/tables.h"

namespace afterglow::journal {
namespace {

[[noreturn]] void refuse_taken(const Db& db) {
    throw StorageError(StorageFault::other,
                       db.place() + ": there is a clinic in this place already; nothing was changed");
}

// An empty place, with the journal's tables in a transaction that the caller commits.
std::unique_ptr<Db> begin_in_folder(const StoreOptions& to) {
    Files& files = to.disk();
    files.make_folder(to.folder());
    auto db = std::make_unique<SqliteDb>(to.database_path(),
                                         SqliteDb::Options{.mode = SqliteDb::Mode::create, .vfs = to.vfs});
    if (!db->tables().empty()) refuse_taken(*db);
    db->exec("PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL");
    files.sync_folder(to.folder());
    files.sync_folder(parent(to.folder()));
    db->begin_writing();
    make_tables(*db);
    return db;
}

std::unique_ptr<Db> begin_on_server(const StoreOptions& to) {
    auto db = std::make_unique<PostgresDb>(
        PostgresDb::Options{.server = to.server, .schema = to.schema, .allow_unsafe = to.allow_unsafe});
    db->begin_creating();
    if (db->format() != 0) refuse_taken(*db);
    make_tables(*db);
    return db;
}

void bind_same(Statement& insert, int position, const Statement& row, int column) {
    switch (row.type(column)) {
        case ValueType::integer: insert.bind(position, row.int64(column)); return;
        case ValueType::real: insert.bind(position, row.real(column)); return;
        case ValueType::text: insert.bind(position, row.text(column)); return;
        case ValueType::blob: insert.bind(position, Blob{row.blob(column)}); return;
        case ValueType::unknown: insert.bind(position, nullptr); return;
    }
}

// An INSERT that takes a row of `rows`. The names of tables and columns are those of the program.
std::string insert_into(const std::string& table, const Statement& rows) {
    std::string columns, values;
    for (int i = 0; i < rows.column_count(); ++i) {
        columns += (i > 0 ? ", " : "") + std::string(rows.column_name(i));
        values += (i > 0 ? ", ?" : "?") + std::to_string(i + 1);
    }
    return "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")";
}

// One row after another; how many.
std::int64_t copy_rows(Statement rows, Db& to, const std::string& table) {
    std::int64_t count = 0;
    std::string sql;
    for (; rows.step(); ++count) {
        if (sql.empty()) sql = insert_into(table, rows);
        auto insert = to.prepare(sql);
        for (int i = 0; i < rows.column_count(); ++i) bind_same(insert, i + 1, rows, i);
        insert.run();
    }
    return count;
}

void copy_journal(Db& from, Db& to) {
    for (std::int64_t copied = 0, page = kRowsOfAPage; page == kRowsOfAPage; copied += page) {
        page = copy_rows(from.query("SELECT " AFTERGLOW_JOURNAL_COLUMNS
                                    ", mac FROM journal WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
                                    copied, kRowsOfAPage),
                         to, "journal");
    }
}

}  // namespace

Head copy_clinic(Db& from, const StoreOptions& to, const std::vector<std::string>& not_these,
                 const std::function<void(Db&)>& make_others) {
    const auto db = to.on_server() ? begin_on_server(to) : begin_in_folder(to);
    copy_rows(from.prepare("SELECT * FROM meta WHERE name IN ('clinic', 'created_at', 'key')"), *db, "meta");
    copy_journal(from, *db);
    make_others(*db);
    for (const std::string& table : from.tables()) {
        if (table == "meta" || table == "journal" || std::ranges::find(not_these, table) != not_these.end()) continue;
        copy_rows(from.prepare("SELECT * FROM " + table), *db, table);
    }
    const Head head = JournalReader(*db).head();
    db->run("COMMIT");
    return head;
}

}  // namespace afterglow::journal
