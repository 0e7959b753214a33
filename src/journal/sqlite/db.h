#pragma once
// A connection to the SQLite file of a clinic.

#include <filesystem>

#include "journal/db.h"

struct sqlite3;
struct sqlite3_stmt;

namespace afterglow::journal {

class SqliteDb final : public Db {
public:
    enum class Mode {
        read_only,
        unchanging,  // read only, promising that nobody writes meanwhile: for a folder where nothing can be created
        read_write,
        create,
    };
    struct Options {
        Mode mode = Mode::read_write;
        int cache_kib = 1024;       // of pages, per connection
        const char* vfs = nullptr;  // another door to the disk, for tests
    };

    SqliteDb(const std::filesystem::path& file, const Options& options);
    ~SqliteDb() override;

    void exec(const char* script) override;
    std::int64_t changes() const override;
    void begin_writing() override;
    void begin_reading() override;
    bool in_transaction() const override;
    void recover() override;
    std::string place() const override { return file_.string(); }
    bool has_table(std::string_view name) override;
    std::vector<std::string> tables() override;
    void forbid_overlaps(const std::string& table) override;
    bool forbids_overlaps(const std::string& table) override;
    std::int64_t format() override;
    void keep_house(int worth_pages) override;
    void leave_no_trace() override { empty_the_log_ = true; }
    void touch() override;
    bool has_room() const override;
    std::vector<std::string> schema_faults() override;
    std::vector<std::string> damage(std::size_t max) override;
    std::unique_ptr<Scratch> scratch() override;

    // From now on the log is moved into the file by keep_house() alone.
    void take_over_the_log();
    std::string name() const;                // under which a connection of Mode::create can attach the same file
    sqlite3* handle() const { return db_; }  // for functions and collations of one's own

private:
    friend class SqliteStatement;
    std::unique_ptr<Compiled> compile(std::string_view sql) override;
    [[noreturn]] void fail(int code, std::string_view doing) const;
    static std::string uri_escaped(std::string_view path);
    void set_up();
    void checkpoint(bool patient);

    std::filesystem::path file_;
    Options options_;
    sqlite3* db_ = nullptr;
    bool empty_the_log_ = false;
    int log_pages_ = 0;  // in the write-ahead log, as the last commit said
};

}  // namespace afterglow::journal
