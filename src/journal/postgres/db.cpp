#include "journal/postgres/db.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <iterator>

#include "journal/postgres/schema.h"

namespace afterglow::journal {
namespace {

constexpr int kOldestServer = 150000;  // 15
constexpr std::string_view kCommit = "COMMIT";
constexpr std::size_t kMostAhead = 256;  // statements: their answers fit into what the connection holds

// PostgreSQL's numbers for its types (pg_type.dat); they never change.
enum TypeId : Oid {
    kUnknownType = 0,
    kBool = 16,
    kBytea = 17,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kText = 25,
    kFloat8 = 701,
};

Oid type_id(ValueType type) {
    switch (type) {
        case ValueType::integer: return kInt8;
        case ValueType::real: return kFloat8;
        case ValueType::text: return kText;
        case ValueType::blob: return kBytea;
        case ValueType::unknown: break;
    }
    return kUnknownType;
}

// Numbers travel with their most significant byte first.
std::string to_wire(std::uint64_t bits) {
    std::string bytes(8, '\0');
    for (std::size_t i = 8; i-- > 0; bits >>= 8) bytes[i] = static_cast<char>(bits & 0xff);
    return bytes;
}
std::uint64_t from_wire(std::string_view bytes) {
    std::uint64_t bits = 0;
    for (const char byte : bytes) bits = bits << 8 | static_cast<unsigned char>(byte);
    return bits;
}

struct Failure {
    std::string_view state;  // five characters, or their beginning
    StorageFault fault;
    std::string_view plain;
};
constexpr std::array<Failure, 18> kFailures{{
    {"53100", StorageFault::full, "the disk of the database server is full"},
    {"53300", StorageFault::busy, "the database server takes no more connections (max_connections)"},
    {"53", StorageFault::io, "the database server has run out of memory or another resource"},
    {"42501", StorageFault::read_only, "the database user may not do that"},
    {"28", StorageFault::read_only, "the database server refuses this user"},
    {"25006", StorageFault::read_only, "the database may only be read"},
    {"58", StorageFault::io, "the disk of the database server does not read or write"},
    {"XX001", StorageFault::corrupt, "the database is damaged"},
    {"XX002", StorageFault::corrupt, "the database is damaged"},
    {"08", StorageFault::unreachable, "the connection to the database server was lost"},
    {"57P", StorageFault::unreachable, "the database server is stopping or starting"},
    {"25P03", StorageFault::unreachable, "the database server gave this connection up"},
    {"55P03", StorageFault::busy, "another server holds the database"},
    {"40", StorageFault::busy, "another server holds the database"},
    {"57014", StorageFault::busy, "the database server took too long"},
    {"3F000", StorageFault::other, "the schema is not there"},
    {"42P01", StorageFault::other, "a table is not there"},
    {"", StorageFault::other, "it cannot be used"},
}};

const Failure& failure_of(std::string_view state) {
    return *std::find_if(kFailures.begin(), kFailures.end(),
                         [&](const Failure& each) { return state.starts_with(each.state); });
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) line += c == '\n' ? ' ' : c;
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

// Of LISTEN and NOTIFY; a schema's name is one already, but for its length.
std::string channel(const std::string& schema) { return ("afterglow_" + schema).substr(0, 63); }

// What an administrator sees in pg_stat_activity; PostgreSQL keeps 63 bytes.
std::string application_name(const std::string& schema) { return ("afterglow " + schema).substr(0, 63); }

}  // namespace

bool is_schema_name(std::string_view name) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (name.empty() || name.size() > 63 || !letter(name.front()) || name.starts_with("pg_")) return false;
    return std::all_of(name.begin(), name.end(),
                       [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// ---- statements -----------------------------------------------------------------------------------------------------

// Prepared at its first execution, when the types of all values are known.
class PostgresStatement final : public Compiled {
public:
    PostgresStatement(PostgresDb& db, std::string_view sql) : db_(db), sql_(sql) {}
    ~PostgresStatement() override { forget_prepared(); }

    void bind_null(int position, ValueType type) override { at(position) = {type_id(type), std::nullopt}; }
    void bind_blob(int position, std::string_view bytes) override { at(position) = {kBytea, std::string(bytes)}; }
    void bind_text(int position, std::string_view text) override { at(position) = {kText, std::string(text)}; }
    void bind_int64(int position, std::int64_t value) override {
        at(position) = {kInt8, to_wire(static_cast<std::uint64_t>(value))};
    }
    void bind_double(int position, double value) override {
        at(position) = {kFloat8, to_wire(std::bit_cast<std::uint64_t>(value))};
    }

    bool step() override {
        if (!result_) {
            result_ = db_.execute(*this);
            row_ = -1;
        }
        if (row_ + 1 >= PQntuples(result_.get())) return false;
        ++row_;
        converted_.clear();
        return true;
    }
    void run() override {
        if (db_.runs_ahead() && sql_ != kCommit) return db_.send_ahead(*this);
        Compiled::run();
    }
    void reset() override { result_.reset(); }
    void clear() override {
        result_.reset();
        values_.clear();
        converted_.clear();
    }

    bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
    ValueType type(int column) const override {
        if (is_null(column)) return ValueType::unknown;
        switch (PQftype(result_.get(), column)) {
            case kBool:
            case kInt2:
            case kInt4:
            case kInt8: return ValueType::integer;
            case kFloat8: return ValueType::real;
            case kBytea: return ValueType::blob;
            default: return ValueType::text;
        }
    }
    std::int64_t int64(int column) const override {
        const std::string_view bytes = blob(column);
        switch (PQftype(result_.get(), column)) {
            case kBool: return bytes == std::string_view("\1", 1);
            case kInt2: return static_cast<std::int16_t>(from_wire(bytes));
            case kInt4: return static_cast<std::int32_t>(from_wire(bytes));
            case kInt8: return static_cast<std::int64_t>(from_wire(bytes));
            case kFloat8: return static_cast<std::int64_t>(real(column));
            default: return wrong_type(column), 0;
        }
    }
    double real(int column) const override {
        if (PQftype(result_.get(), column) == kFloat8) return std::bit_cast<double>(from_wire(blob(column)));
        return static_cast<double>(int64(column));
    }
    std::string_view text(int column) const override {
        switch (PQftype(result_.get(), column)) {
            case kBool:
            case kInt2:
            case kInt4:
            case kInt8:
                if (is_null(column)) return {};
                return converted_[column] = std::to_string(int64(column));
            case kFloat8:
                if (is_null(column)) return {};
                return converted_[column] = std::to_string(real(column));
            default: return blob(column);
        }
    }
    std::string_view blob(int column) const override {
        return {PQgetvalue(result_.get(), row_, column),
                static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }
    int column_count() const override { return PQnfields(result_.get()); }
    std::string_view column_name(int column) const override { return PQfname(result_.get(), column); }

private:
    friend class PostgresDb;
    struct Value {
        Oid type = kUnknownType;
        std::optional<std::string> bytes;
    };

    Value& at(int position) {
        const auto index = static_cast<std::size_t>(position) - 1;
        if (values_.size() <= index) values_.resize(index + 1);
        return values_[index];
    }
    std::vector<Oid> types() const {
        std::vector<Oid> types;
        for (const Value& value : values_) types.push_back(value.type);
        return types;
    }
    void forget_prepared() {
        if (!name_.empty() && prepared_on_ == db_.connected_times_) db_.unneeded_.push_back(name_);
        name_.clear();
    }
    void wrong_type(int column) const {
        if (is_null(column)) return;
        throw std::logic_error("column " + std::string(column_name(column)) +
                               " is not a whole number; CAST it: " + sql_);
    }

    PostgresDb& db_;
    const std::string sql_;
    std::vector<Value> values_;
    std::string name_;  // on the server; empty: not prepared
    std::vector<Oid> prepared_types_;
    int prepared_on_ = 0;
    PostgresDb::Result result_{nullptr, PQclear};
    int row_ = -1;
    mutable std::unordered_map<int, std::string> converted_;
};

std::unique_ptr<Compiled> PostgresDb::compile(std::string_view sql) {
    return std::make_unique<PostgresStatement>(*this, sql);
}

bool PostgresDb::is_prepared(const PostgresStatement& statement) const {
    return !statement.name_.empty() && statement.prepared_on_ == connected_times_ &&
           statement.prepared_types_ == statement.types();
}

void PostgresDb::prepare_on_server(PostgresStatement& statement) {
    if (is_prepared(statement)) return;
    settle();
    statement.forget_prepared();
    drop_unneeded();
    const std::vector<Oid> types = statement.types();
    const std::string sql =
        query_for_postgres(statement.sql_, [this](std::string_view table) { return columns_of(table); });
    const std::string name = "s" + std::to_string(++statement_count_);
    Result result{nullptr, PQclear};
    if (PQsendPrepare(connection_, name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()) == 1)
        result = last_result();
    check(result.get(), statement.sql_);
    statement.name_ = name;
    statement.prepared_types_ = types;
    statement.prepared_on_ = connected_times_;
}

void PostgresDb::drop_unneeded() {
    if (unneeded_.empty() || PQtransactionStatus(connection_) == PQTRANS_INERROR) return;
    for (const std::string& name : std::exchange(unneeded_, {})) run_script("DEALLOCATE " + name);
}

PostgresDb::Result PostgresDb::execute(PostgresStatement& statement) {
    const bool may_try_again = options_.read_only && !in_transaction();
    if (may_try_again && lost()) connect();
    try {
        return try_execute(statement);
    } catch (const StorageError&) {
        statement.forget_prepared();  // whatever it was prepared for may have changed
        if (!may_try_again || !lost()) throw;
    }
    connect();
    return try_execute(statement);
}

// Sends what is prepared without waiting for its result.
bool PostgresDb::send(PostgresStatement& statement) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const PostgresStatement::Value& value : statement.values_) {
        values.push_back(value.bytes ? value.bytes->data() : nullptr);
        lengths.push_back(value.bytes ? static_cast<int>(value.bytes->size()) : 0);
    }
    const std::vector<int> binary(values.size(), 1);
    return PQsendQueryPrepared(connection_, statement.name_.c_str(), static_cast<int>(values.size()), values.data(),
                               lengths.data(), binary.data(), 1) == 1;
}

PostgresDb::Result PostgresDb::try_execute(PostgresStatement& statement) {
    prepare_on_server(statement);
    Result result{nullptr, PQclear};
    if (ahead_.empty()) {
        if (send(statement)) result = last_result();
        check(result.get(), statement.sql_);
    } else {
        send_ahead(statement);
        result = settle();
    }
    // What PostgreSQL answers to a COMMIT after a failure that nobody looked at.
    if (statement.sql_ == kCommit && std::string_view(PQcmdStatus(result.get())) != kCommit)
        throw StorageError(StorageFault::io, place_ + ": the transaction was rolled back");
    const std::string_view count = PQcmdTuples(result.get());
    changes_ = 0;
    std::from_chars(count.data(), count.data() + count.size(), changes_);
    return result;
}

void PostgresDb::send_ahead(PostgresStatement& statement) {
    if (ahead_.size() >= kMostAhead) settle();
    prepare_on_server(statement);
    if (ahead_.empty()) PQenterPipelineMode(connection_);
    ahead_.push_back(statement.sql_);
    if (!send(statement)) lost_ = true;  // settle() finds out why
}

// Looks at the results of all that was sent ahead; the last of them. Throws PipelineFailure for the first that failed.
PostgresDb::Result PostgresDb::settle() {
    Result last{nullptr, PQclear};
    if (ahead_.empty()) return last;
    const std::vector<std::string> sent = std::exchange(ahead_, {});
    std::optional<PipelineFailure> failure;
    PQpipelineSync(connection_);
    for (const std::string& sql : sent) {
        last = next_result();
        const Result end = next_result();  // each statement's results end with a null
        if (failure) continue;
        try {
            check(last.get(), sql);
        } catch (const StorageError& error) {
            failure.emplace(error.fault(), error.what());
        }
    }
    const Result synced = next_result();
    if (PQexitPipelineMode(connection_) != 1) lost_ = true;
    if (failure) throw *failure;
    return last;
}

// ---- connection -----------------------------------------------------------------------------------------------------

PostgresDb::PostgresDb(Options options) : options_(std::move(options)), place_("the database server") {
    if (!is_schema_name(options_.schema)) {
        throw StorageError(StorageFault::other, "\"" + options_.schema +
                                                    "\" cannot be the name of a clinic's schema: use a-z, 0-9 and _, "
                                                    "beginning with a letter");
    }
    try {
        connect();
    } catch (...) {
        let_go();
        throw;
    }
}

PostgresDb::~PostgresDb() { let_go(); }

// Statements first: they tell the connection that they are not needed any more.
void PostgresDb::let_go() {
    begin_reading_.reset();
    forget_statements();
    PQfinish(connection_);
}

void PostgresDb::connect() {
    PQfinish(std::exchange(connection_, nullptr));
    unneeded_.clear();
    ahead_.clear();
    lost_ = false;
    ++connected_times_;
    // What stands before the person's own words can be changed by them; what comes after cannot.
    const char* const names[] = {
        "connect_timeout",           "keepalives_idle", "keepalives_interval", "tcp_user_timeout",
        "fallback_application_name", "dbname",          "client_encoding",     nullptr};
    const char* const values[] = {"5", "10", "5", "15000", "afterglow", options_.server.c_str(), "UTF8", nullptr};
    connection_ = PQconnectdbParams(names, values, 1);
    if (!connection_) throw std::bad_alloc();
    const auto text_of = [](const char* text) { return std::string(text ? text : ""); };
    place_ = "database " + text_of(PQdb(connection_)) + " at " + text_of(PQhost(connection_)) + ":" +
             text_of(PQport(connection_)) + ", schema " + options_.schema;
    if (PQstatus(connection_) != CONNECTION_OK) {
        throw StorageError(StorageFault::unreachable,
                           place_ + ": no connection (" + one_line(PQerrorMessage(connection_)) + ")");
    }
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    set_up();
}

void PostgresDb::set_up() {
    if (PQserverVersion(connection_) < kOldestServer)
        throw StorageError(StorageFault::other, place_ + ": PostgreSQL 15 or newer is needed");
    if (show("server_encoding") != "UTF8")
        throw StorageError(StorageFault::other, place_ + ": the database must have the encoding UTF8");
    // Nothing outside the clinic's schema is ever seen.
    query("SELECT set_config('search_path', quote_ident(?1), false)", options_.schema).run();
    run_script("SET jit = off");
    query("SELECT set_config('application_name', ?1, false)", application_name(options_.schema)).run();
    if (options_.read_only) {
        run_script("SET default_transaction_read_only = on");
        return;
    }
    if (show("synchronous_commit") == "off") run_script("SET synchronous_commit = on");
    if (!options_.allow_unsafe) {
        require("fsync", "an answer would not mean that it is kept");
        require("full_page_writes", "a power cut could damage what was kept");
    }
    // A server that hangs lets the others go on; one that waits says so.
    run_script("SET idle_in_transaction_session_timeout = '30s'");
    run_script("SET lock_timeout = " + std::to_string(kBusyTimeoutMs));
}

std::string PostgresDb::show(const char* setting) {
    auto row = query("SELECT current_setting(?1)", setting);
    return row.step() ? row.string(0) : "";
}

void PostgresDb::require(const char* setting, const char* why) {
    if (show(setting) == "on") return;
    throw StorageError(StorageFault::other, place_ + ": the database server runs with " + setting + " = off, so " +
                                                why + ". Turn it on in postgresql.conf");
}

void PostgresDb::tell_others() { run("SELECT pg_notify(?1, '')", channel(options_.schema)); }

void PostgresDb::wait_for_others(std::chrono::milliseconds at_most, int wake) {
    if (options_.read_only && lost()) connect();
    if (listening_on_ != connected_times_) run_script("LISTEN " + channel(options_.schema));
    listening_on_ = connected_times_;
    std::array<pollfd, 2> sources{
        {{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0}, {.fd = wake, .events = POLLIN, .revents = 0}}};
    ::poll(sources.data(), sources.size(), static_cast<int>(at_most.count()));
    if (PQconsumeInput(connection_) != 1) lost_ = true;
    while (PGnotify* told = PQnotifies(connection_)) PQfreemem(told);
}

int PostgresDb::others() {
    auto row = query(
        "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = current_database() AND application_name = ?1 "
        "AND pid <> pg_backend_pid()",
        application_name(options_.schema));
    return row.step() ? static_cast<int>(row.int64(0)) : 0;
}

bool PostgresDb::lost() const { return lost_ || PQstatus(connection_) != CONNECTION_OK; }

PostgresDb::Result PostgresDb::run_script(const std::string& script) {
    settle();
    Result result{nullptr, PQclear};
    if (PQsendQuery(connection_, script.c_str()) == 1) result = last_result();
    check(result.get(), script);
    return result;
}

// A connection can be there and dead: a lost byte of a message's length makes both ends wait for the rest.
PostgresDb::Result PostgresDb::next_result() {
    while (options_.silence.count() > 0 && PQisBusy(connection_)) {
        pollfd answer{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0};
        const int ready = ::poll(&answer, 1, static_cast<int>(options_.silence.count()));
        if (ready == 0) {
            lost_ = true;
            throw StorageError(StorageFault::unreachable, place_ + ": the database server did not answer for " +
                                                              std::to_string(options_.silence.count() / 1000) +
                                                              " seconds");
        }
        if (ready > 0 && PQconsumeInput(connection_) != 1) break;  // PQgetResult says why
    }
    return {PQgetResult(connection_), PQclear};
}

// Of a script's statements that of the last, or of the one that failed.
PostgresDb::Result PostgresDb::last_result() {
    Result last{nullptr, PQclear};
    while (Result next = next_result()) last = std::move(next);
    return last;
}

void PostgresDb::exec(const char* script) { run_script(script_for_postgres(script)); }
void PostgresDb::exec_as_is(const char* script) { run_script(script); }

void PostgresDb::check(const pg_result* result, std::string_view doing) {
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
    // A failure without a code is not the server's word: the connection is no longer good for anything.
    if (!PQresultErrorField(result, PG_DIAG_SQLSTATE)) lost_ = true;
    fail(result, doing);
}

void PostgresDb::fail(const pg_result* result, std::string_view doing) const {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const Failure& failure = failure_of(lost() ? "08" : state ? state : "");
    throw StorageError(failure.fault, place_ + ": " + std::string(failure.plain) + " (" +
                                          one_line(PQresultErrorMessage(result)) +
                                          (state ? "; code " + std::string(state) : "") +
                                          "; doing: " + one_line(doing.substr(0, 80)) + ")");
}

void PostgresDb::begin_writing() {
    run_script(
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
        "SELECT FROM meta WHERE name = 'clinic' FOR UPDATE");
}
void PostgresDb::begin_reading() {
    if (options_.read_only && lost()) connect();
    if (!begin_reading_) begin_reading_ = compile("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    send_ahead(static_cast<PostgresStatement&>(*begin_reading_));  // it goes along with the first question
}

bool PostgresDb::in_transaction() const {
    if (lost()) return false;
    const PGTransactionStatusType status = PQtransactionStatus(connection_);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

void PostgresDb::recover() {
    try {
        settle();
    } catch (const StorageError&) {
        // What failed is undone now.
    }
    if (in_transaction()) {
        try {
            run_script("ROLLBACK");
        } catch (const StorageError&) {
            if (!lost()) throw;
        }
    }
    if (lost()) connect();
}

// ---- what is in it --------------------------------------------------------------------------------------------------

bool PostgresDb::has_table(std::string_view name) {
    return query("SELECT FROM pg_catalog.pg_tables WHERE schemaname = ?1 AND tablename = ?2", options_.schema, name)
        .step();
}

std::vector<std::string> PostgresDb::tables() {
    return column_of(
        query("SELECT CAST(tablename AS TEXT) FROM pg_catalog.pg_tables WHERE schemaname = ?1 ORDER BY tablename "
              "COLLATE \"C\"",
              options_.schema));
}

std::int64_t PostgresDb::format() {
    if (!has_table("meta")) return 0;
    auto row = prepare("SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'format'");
    return row.step() ? row.int64(0) : 0;
}

void PostgresDb::begin_creating() {
    exec("BEGIN");
    query("SELECT pg_advisory_xact_lock(hashtextextended('afterglow ' || ?1, 0))", options_.schema).run();
}

void PostgresDb::make_schema() {
    // Not IF NOT EXISTS: that asks for a right which an administrator who made the schema need not give.
    if (!query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?1", options_.schema).step())
        run_script("CREATE SCHEMA " + options_.schema);
    if (query("SELECT FROM pg_catalog.pg_tables WHERE schemaname = ?1", options_.schema).step()) {
        throw StorageError(StorageFault::corrupt,
                           place_ + ": there are tables in this schema, but it is not that of a clinic");
    }
}

// Boxes, with the name on one side and the time on the other, since ranges beside a name would need an extension
// (btree_gist) that not every server has. Boxes that only touch overlap; times end before the next begins.
void PostgresDb::forbid_overlaps(const std::string& table) {
    exec(fmt::format(
             "ALTER TABLE {0} ADD CONSTRAINT {0}_overlaps EXCLUDE USING gist (box("
             "point(hashtextextended(whom, day), starts_at), point(hashtextextended(whom, day), ends_at - 1)) WITH &&)",
             table)
             .c_str());
}

bool PostgresDb::forbids_overlaps(const std::string& table) {
    return query("SELECT 1 FROM pg_catalog.pg_constraint WHERE conname = ?1 AND conrelid = CAST(?2 AS regclass)",
                 table + "_overlaps", table)
        .step();
}

void PostgresDb::touch() { run("UPDATE meta SET value = value WHERE name = 'format'"); }

TableColumns PostgresDb::columns_of(std::string_view table) {
    auto rows = query(
        "SELECT quote_ident(attname), attnum = ANY (indkey) FROM pg_catalog.pg_attribute "
        "JOIN pg_catalog.pg_index ON indrelid = attrelid AND indisprimary "
        "WHERE attrelid = CAST(?1 AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        table);
    TableColumns columns;
    while (rows.step()) (rows.boolean(1) ? columns.key : columns.others).push_back(rows.string(0));
    return columns;
}

// ---- for verify -----------------------------------------------------------------------------------------------------

std::vector<std::string> PostgresDb::schema_faults() {
    const std::vector<std::string> wanted(kPortrait.begin(), kPortrait.end());
    std::vector<std::string> there, missing, strange, faults;
    auto rows = query(kPortraitQuery, options_.schema);
    while (rows.step()) there.push_back(rows.string(0));
    std::ranges::set_difference(wanted, there, std::back_inserter(missing));
    std::ranges::set_difference(there, wanted, std::back_inserter(strange));
    for (const std::string& line : missing)
        faults.push_back("this is missing in the database, or not as the program made it: " + line);
    for (const std::string& line : strange) faults.push_back("somebody made this in the database: " + line);
    return faults;
}

// Temporary tables, which hide the live ones; the transaction they are made in is never committed.
class PostgresScratch final : public Scratch {
public:
    explicit PostgresScratch(PostgresDb& db) : db_(db), live_("\"" + db.schema() + "\"") {
        db_.run_script(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE;"
            "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)");
    }
    ~PostgresScratch() override {
        try {
            db_.recover();
        } catch (const StorageError&) {
            // The next query on this connection meets the same fault and reports it.
        }
    }
    Db& db() override { return db_; }
    void finish() override {}
    std::string_view live() const override { return live_; }
    std::string_view made() const override { return "pg_temp"; }

private:
    PostgresDb& db_;
    std::string live_;
};

std::unique_ptr<Scratch> PostgresDb::scratch() { return std::make_unique<PostgresScratch>(*this); }

}  // namespace afterglow::journal
