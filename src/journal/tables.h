#pragma once
// Makes the tables that the journal needs, in a database that has none of them: within the caller's transaction.

#include "journal/postgres/db.h"
#include "journal/sqlite/db.h"

namespace afterglow::journal {

void make_tables(SqliteDb& db);
void make_tables(PostgresDb& db);  // StorageError, corrupt: there are other tables in the schema

}  // namespace afterglow::journal
