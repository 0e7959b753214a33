#pragma once
// The program's SQL in PostgreSQL's words. The texts are written once, for both databases; what they cannot say alike is
// put into other words here, and nowhere else:
//
//   ?1                                    $1
//   INSERT OR REPLACE INTO t VALUES (…)   INSERT INTO t VALUES (…) ON CONFLICT (its key) DO UPDATE SET …
//   in CREATE TABLE: INTEGER, REAL        BIGINT, DOUBLE PRECISION
//                    BLOB, TEXT           BYTEA, TEXT COLLATE "C" (compared byte by byte, as SQLite does)
//                    STRICT, WITHOUT ROWID   (nothing)

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::journal {

struct TableColumns {
    std::vector<std::string> key, others;  // names, quoted if they must be
};

// `columns_of` is asked what a table looks like, only for INSERT OR REPLACE.
std::string query_for_postgres(std::string_view sql,
                               const std::function<TableColumns(std::string_view table)>& columns_of);
std::string script_for_postgres(std::string_view script);

}  // namespace afterglow::journal
