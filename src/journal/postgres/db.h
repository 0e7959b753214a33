#pragma once
// A connection to a PostgreSQL server, for one clinic: the schema of that name. Several servers of Afterglow may write to
// it by turns; whoever begins a writing transaction holds the lock on the clinic's row of `meta` until its end.

#include "journal/db.h"
#include "journal/postgres/dialect.h"

struct pg_conn;
struct pg_result;

namespace afterglow::journal {

// What a person may call a clinic's schema: a-z, 0-9 and _, beginning with a letter, not as PostgreSQL's own do.
bool is_schema_name(std::string_view name);

class PostgresDb final : public Db {
public:
    struct Options {
        std::string server;             // as libpq takes it: "postgres://…" or "host=… dbname=…"
        std::string schema = "clinic";  // need not be there yet
        bool read_only = false;         // connects again by itself when the connection was lost
        bool allow_unsafe = false;      // a server that forgets what it answered (fsync = off), for tests
        // A server that says nothing for so long in the middle of an answer is taken for lost; zero: never.
        std::chrono::milliseconds silence{0};
    };
    explicit PostgresDb(Options options);
    ~PostgresDb() override;

    void exec(const char* script) override;
    std::int64_t changes() const override { return changes_; }
    void begin_writing() override;
    void begin_reading() override;
    void run_ahead(bool wanted) override { may_run_ahead_ = wanted; }
    bool in_transaction() const override;
    void recover() override;
    std::string place() const override { return place_; }
    bool has_table(std::string_view name) override;
    std::vector<std::string> tables() override;
    void forbid_overlaps(const std::string& table) override;
    bool forbids_overlaps(const std::string& table) override;
    std::int64_t format() override;
    bool shared() const override { return true; }
    void tell_others() override;
    void wait_for_others(std::chrono::milliseconds at_most, int wake) override;
    int others() override;
    void touch() override;
    std::vector<std::string> schema_faults() override;
    // The server's own means look for that: data checksums, pg_amcheck.
    std::vector<std::string> damage(std::size_t) override { return {}; }
    std::unique_ptr<Scratch> scratch() override;

    const std::string& schema() const { return options_.schema; }
    // A transaction in which nobody else makes the same clinic.
    void begin_creating();
    // Makes the clinic's schema if it is not there; there must be nothing else in it.
    void make_schema();
    void exec_as_is(const char* script);  // in PostgreSQL's own words

private:
    friend class PostgresStatement;
    friend class PostgresScratch;
    using Result = std::unique_ptr<pg_result, void (*)(pg_result*)>;
    struct Value;
    std::unique_ptr<Compiled> compile(std::string_view sql) override;
    void connect();
    void let_go();
    void set_up();
    void require(const char* setting, const char* why);
    std::string show(const char* setting);
    Result execute(class PostgresStatement& statement);
    Result try_execute(class PostgresStatement& statement);
    Result run_script(const std::string& script);
    Result next_result();
    Result last_result();
    bool is_prepared(const class PostgresStatement& statement) const;
    void prepare_on_server(class PostgresStatement& statement);
    bool runs_ahead() const { return may_run_ahead_ && in_transaction(); }
    void send_ahead(class PostgresStatement& statement);
    bool send(class PostgresStatement& statement);
    Result settle();
    void drop_unneeded();
    void check(const pg_result* result, std::string_view doing);
    bool lost() const;
    [[noreturn]] void fail(const pg_result* result, std::string_view doing) const;
    TableColumns columns_of(std::string_view table);

    Options options_;
    std::string place_;
    pg_conn* connection_ = nullptr;
    bool lost_ = false;        // a failure said so, even if libpq has not noticed
    int listening_on_ = 0;     // which connection (of connected_times_) was told to LISTEN
    int connected_times_ = 0;  // statements prepared on an earlier connection are gone
    std::int64_t changes_ = 0;
    std::int64_t statement_count_ = 0;
    std::vector<std::string> unneeded_;  // names of prepared statements that can go
    std::unique_ptr<Compiled> begin_reading_;
    bool may_run_ahead_ = false;
    std::vector<std::string>
        ahead_;  // the statements sent whose results nobody has looked at; not empty: pipeline mode
};

}  // namespace afterglow::journal
