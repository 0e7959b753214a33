#pragma once
// Makes the tables that the journal needs, in a database that has none of them: within the caller's transaction.

#include "journal/postgres/db.h"
#include "journal/sqlite/db.h"

namespace afterglow::journal {

void make_tables(SqliteDb& db);
void make_tables(PostgresDb& db);  // StorageError, corrupt: there are other tables in the schema

// Brings those of an earlier format up to this one, within the caller's transaction; false: they are of this one.
bool upgrade_tables(SqliteDb& db);
bool upgrade_tables(PostgresDb& db);

}  // namespace afterglow::journal
