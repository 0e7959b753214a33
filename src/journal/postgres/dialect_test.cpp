#include "journal/postgres/dialect.h"

#include <gtest/gtest.h>

namespace afterglow::journal {
namespace {

std::string query(std::string_view sql) {
    return query_for_postgres(sql, [](std::string_view table) {
        return table == "pair" ? TableColumns{{"a", "b"}, {}} : TableColumns{{"id"}, {"name", "\"user\""}};
    });
}

TEST(Dialect, PlacesOfValues) {
    EXPECT_EQ(query("SELECT ?1, ?12 FROM t"), "SELECT $1, $12 FROM t");
    EXPECT_EQ(query("SELECT '?1', \"?2\", 'it''s ?3' -- ?4\n, ?5"), "SELECT '?1', \"?2\", 'it''s ?3' -- ?4\n, $5");
}

TEST(Dialect, ReplacingIsUpdating) {
    EXPECT_EQ(query("INSERT OR REPLACE INTO t VALUES (?1, ?2, NULL)"),
              "INSERT INTO t VALUES ($1, $2, NULL) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \"user\" = "
              "excluded.\"user\"");
    EXPECT_EQ(query("INSERT OR REPLACE INTO pair VALUES (?1, ?2)"),
              "INSERT INTO pair VALUES ($1, $2) ON CONFLICT (a, b) DO NOTHING");
}

TEST(Dialect, Tables) {
    EXPECT_EQ(script_for_postgres("CREATE TABLE t (a TEXT, b INTEGER, c REAL, d BLOB -- INTEGER\n) STRICT, WITHOUT "
                                  "ROWID;\nCREATE TABLE s (TEXTS INTEGER) STRICT"),
              "CREATE TABLE t (a TEXT COLLATE \"C\", b BIGINT, c DOUBLE PRECISION, d BYTEA -- INTEGER\n) ;\nCREATE "
              "TABLE s (TEXTS BIGINT) ");
}

}  // namespace
}  // namespace afterglow::journal
