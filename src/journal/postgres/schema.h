#pragma once
// The tables of a clinic's schema that this folder owns, as ../schema.h has them for SQLite. PostgreSQL does not keep the
// text that made an object; `verify` compares what the server says about them with kPortrait.

#include <array>
#include <string_view>

namespace afterglow::journal {

// $$…$$ is kept as it stands here, and compared.
#define AFTERGLOW_REFUSE_CHANGE " BEGIN RAISE EXCEPTION 'the journal only grows: no row is changed or deleted'; END "
#define AFTERGLOW_GROW_AT_END                                                                            \
    " BEGIN IF NEW.sequence IS DISTINCT FROM (SELECT coalesce(max(sequence), 0) + 1 FROM journal) THEN " \
    "RAISE EXCEPTION 'the journal only grows at its end'; END IF; RETURN NEW; END "

inline constexpr const char* kPostgresSchema =
    R"(
CREATE TABLE meta (name text COLLATE "C" PRIMARY KEY, value text COLLATE "C" NOT NULL);
CREATE TABLE journal (
    sequence bigint PRIMARY KEY,
    stream text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    name_version bigint NOT NULL,
    command_id text COLLATE "C" NOT NULL,
    command_digest text COLLATE "C" NOT NULL,
    who text COLLATE "C" NOT NULL,
    happened_at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    key_id text COLLATE "C",
    payload bytea NOT NULL,
    mac bytea NOT NULL,
    UNIQUE (stream, version)
);
CREATE INDEX journal_command ON journal (command_id);
CREATE FUNCTION journal_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$)" AFTERGLOW_REFUSE_CHANGE R"($$;
CREATE FUNCTION journal_grows_at_the_end() RETURNS trigger LANGUAGE plpgsql AS $$)" AFTERGLOW_GROW_AT_END R"($$;
CREATE TRIGGER journal_keeps_rows BEFORE DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER journal_grows_at_the_end BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_grows_at_the_end();
)";
// Since format 2: ../persons.h.
inline constexpr const char* kPostgresPersonKeys =
    R"(CREATE TABLE person_key (id text COLLATE "C" PRIMARY KEY, person text COLLATE "C" NOT NULL UNIQUE, wrapped bytea);)";

// The two tables and what belongs to them, one line each, in the order of the bytes. ?1: the schema.
inline constexpr const char* kPortraitQuery = R"(
WITH mine AS (
    SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity, c.relnamespace,
           quote_ident(n.nspname) || '.' AS prefix
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ?1 AND c.relname IN ('meta', 'journal')
), line AS (
    SELECT 'table ' || relname || CASE WHEN relkind = 'r' THEN '' ELSE ' of another kind' END
           || CASE WHEN relpersistence = 'p' THEN '' ELSE ' that does not last' END
           || CASE WHEN relrowsecurity THEN ' that hides rows' ELSE '' END AS text FROM mine
    UNION ALL
    SELECT 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
           || coalesce(' COLLATE ' || collname, '') || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
           || CASE WHEN atthasdef THEN ' DEFAULT' ELSE '' END
    FROM mine JOIN pg_catalog.pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_catalog.pg_collation ON pg_collation.oid = attcollation
    UNION ALL
    SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
    FROM mine JOIN pg_catalog.pg_constraint ON conrelid = mine.oid AND contype <> 'n'
    UNION ALL
    SELECT 'index ' || replace(pg_get_indexdef(indexrelid), prefix, '')
           || CASE WHEN indisvalid AND indisready AND indislive THEN '' ELSE ' that is not valid' END
    FROM mine JOIN pg_catalog.pg_index ON indrelid = mine.oid
    UNION ALL
    SELECT 'trigger ' || CAST(tgenabled AS text) || ' ' || replace(pg_get_triggerdef(pg_trigger.oid), prefix, '')
           || CASE WHEN pronamespace = relnamespace THEN '' ELSE ' of another schema' END
    FROM mine JOIN pg_catalog.pg_trigger ON tgrelid = mine.oid AND NOT tgisinternal
    JOIN pg_catalog.pg_proc ON pg_proc.oid = tgfoid
    UNION ALL
    SELECT 'function ' || proname || ' ' || lanname || prosrc || coalesce(array_to_string(proconfig, ' '), '')
           || CASE WHEN prosecdef THEN ' as its owner' ELSE '' END
    FROM pg_catalog.pg_proc JOIN pg_catalog.pg_language ON pg_language.oid = prolang
    JOIN pg_catalog.pg_namespace n ON n.oid = pronamespace
    WHERE n.nspname = ?1 AND proname IN ('journal_refuses_change', 'journal_grows_at_the_end')
    UNION ALL
    SELECT 'rule ' || rulename || ' on ' || relname FROM mine JOIN pg_catalog.pg_rewrite ON ev_class = mine.oid
    UNION ALL
    SELECT 'inheritance of ' || relname FROM mine JOIN pg_catalog.pg_inherits ON mine.oid IN (inhparent, inhrelid)
)
SELECT text FROM line ORDER BY text COLLATE "C"
)";

inline constexpr std::array<std::string_view, 29> kPortrait{
    R"(column journal.command_digest text COLLATE C NOT NULL)",
    R"(column journal.command_id text COLLATE C NOT NULL)",
    R"(column journal.happened_at bigint NOT NULL)",
    R"(column journal.key_id text COLLATE C)",
    R"(column journal.mac bytea NOT NULL)",
    R"(column journal.name text COLLATE C NOT NULL)",
    R"(column journal.name_version bigint NOT NULL)",
    R"(column journal.payload bytea NOT NULL)",
    R"(column journal.recorded_at bigint NOT NULL)",
    R"(column journal.sequence bigint NOT NULL)",
    R"(column journal.stream text COLLATE C NOT NULL)",
    R"(column journal.version bigint NOT NULL)",
    R"(column journal.who text COLLATE C NOT NULL)",
    R"(column meta.name text COLLATE C NOT NULL)",
    R"(column meta.value text COLLATE C NOT NULL)",
    R"(constraint journal_pkey PRIMARY KEY (sequence))",
    R"(constraint journal_stream_version_key UNIQUE (stream, version))",
    R"(constraint meta_pkey PRIMARY KEY (name))",
    "function journal_grows_at_the_end plpgsql" AFTERGLOW_GROW_AT_END,
    "function journal_refuses_change plpgsql" AFTERGLOW_REFUSE_CHANGE,
    R"(index CREATE INDEX journal_command ON journal USING btree (command_id))",
    R"(index CREATE UNIQUE INDEX journal_pkey ON journal USING btree (sequence))",
    R"(index CREATE UNIQUE INDEX journal_stream_version_key ON journal USING btree (stream, version))",
    R"(index CREATE UNIQUE INDEX meta_pkey ON meta USING btree (name))",
    R"(table journal)",
    R"(table meta)",
    "trigger O CREATE TRIGGER journal_grows_at_the_end BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION "
    "journal_grows_at_the_end()",
    "trigger O CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION "
    "journal_refuses_change()",
    "trigger O CREATE TRIGGER journal_keeps_rows BEFORE DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE "
    "FUNCTION journal_refuses_change()",
};

#undef AFTERGLOW_REFUSE_CHANGE
#undef AFTERGLOW_GROW_AT_END

}  // namespace afterglow::journal
