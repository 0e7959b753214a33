#include "journal/tables.h"

#include "journal/postgres/schema.h"
#include "journal/schema.h"

namespace afterglow::journal {

void make_tables(SqliteDb& db) {
    for (const SchemaObject& object : kSchema) db.exec(std::string(object.sql).c_str());
    db.exec(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
    db.exec(("PRAGMA user_version = " + std::to_string(kFormat)).c_str());
}

void make_tables(PostgresDb& db) {
    db.make_schema();
    db.exec_as_is(kPostgresSchema);
    db.exec_as_is(kPostgresPersonKeys);
    db.run("INSERT INTO meta VALUES ('format', ?1)", std::to_string(kFormat));
}

bool upgrade_tables(SqliteDb& db) {
    const std::int64_t before = db.format();
    if (before >= kFormat) return false;
    for (const SchemaObject& object : kSchema) {
        if (object.since > before) db.exec(std::string(object.sql).c_str());
    }
    db.exec(("PRAGMA user_version = " + std::to_string(kFormat)).c_str());
    return true;
}

bool upgrade_tables(PostgresDb& db) {
    if (db.format() >= kFormat) return false;
    db.exec_as_is(kPostgresPersonKeys);
    db.run("UPDATE meta SET value = ?1 WHERE name = 'format'", std::to_string(kFormat));
    return true;
}

}  // namespace afterglow::journal
