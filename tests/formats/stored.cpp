#include "tests/formats/stored.h"

#include <libpq-fe.h>
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "journal/hex.h"
#include "journal/postgres/test_server.h"
#include "journal/schema.h"
#include "journal/verify.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"

namespace afterglow::formats {
namespace {

namespace fs = std::filesystem;
using journal::TestServer;

constexpr int kPeople = 3, kInquiries = 12;

const char* database() { return journal::tests_run_on_postgres() ? "postgres" : "sqlite"; }
fs::path fixtures() { return harness::source_path("tests/fixtures/stores"); }

std::string unpacked(const fs::path& file) {
    std::string bytes;
    char piece[65'536];
    const gzFile in = gzopen(file.c_str(), "rb");
    for (int n = 0; in && (n = gzread(in, piece, sizeof piece)) > 0;) bytes.append(piece, static_cast<std::size_t>(n));
    if (!in || gzclose(in) != Z_OK) throw std::runtime_error("cannot unpack " + file.string());
    return bytes;
}
void pack(const fs::path& file, const std::string& bytes) {
    const gzFile out = gzopen(file.c_str(), "wb9");
    const bool written = gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size())) > 0;
    if (gzclose(out) != Z_OK || !written) throw std::runtime_error("cannot pack " + file.string());
}
std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// What pg_dump says, without the lines that only psql understands.
std::string dump(const std::string& connection) {
    const fs::path program = fs::path(AFTERGLOW_POSTGRES_BIN) / "pg_dump";
    const std::string command =
        program.string() + " --inserts --no-owner --no-privileges --schema=clinic -d '" + connection + "'";
    FILE* out = ::popen(command.c_str(), "r");
    std::string all, line;
    char piece[65'536];
    while (out && std::fgets(piece, sizeof piece, out)) {
        line += piece;
        if (!line.ends_with('\n')) continue;
        if (!line.starts_with('\\')) all += line;
        line.clear();
    }
    if (!out || ::pclose(out) != 0) throw std::runtime_error("pg_dump failed");
    return all;
}
void run_script(const std::string& connection, const std::string& script) {
    PGconn* there = PQconnectdb(connection.c_str());
    PGresult* result = PQexec(there, script.c_str());
    const ExecStatusType status = PQresultStatus(result);
    const std::string text = PQerrorMessage(there);
    PQclear(result);
    PQfinish(there);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(text);
}

void let_something_happen(harness::Clinic& clinic) {
    for (int i = 0; i < kPeople; ++i) clinic.hire("person" + std::to_string(i), {clinic::Role::coordinator});
    for (int i = 0; i < kInquiries; ++i) {
        std::string inquiry = kInquiry;
        inquiry[35] = static_cast<char>('1' + i % 9);
        inquiry[34] = static_cast<char>('0' + i / 9);
        clinic.perform(
            "record-inquiry",
            harness::parsed(R"({"inquiry":")" + inquiry + R"(","channel":"phone","question":{"name":"Žofie Ґ )" +
                            std::to_string(i) +
                            R"(","phone":"601 234 567","language":"cs","question":"Kdy?","answer_by":"phone",)" +
                            R"("consent_to_contact":true}})"));
    }
}

}  // namespace

std::vector<Stored> all_stored() {
    std::vector<Stored> all;
    if (!fs::exists(fixtures())) return all;
    for (const auto& each : fs::directory_iterator(fixtures())) {
        Stored stored{.name = each.path().filename().string()};
        if (!stored.name.ends_with(std::string("-") + database())) continue;
        std::ifstream(each.path() / "expected") >> stored.events >> stored.head;
        all.push_back(stored);
    }
    return all;
}

void write_todays() {
    const fs::path place = fixtures() / (std::to_string(journal::kFormat) + "-" + database());
    if (fs::exists(place)) return;
    const bool on_server = journal::tests_run_on_postgres();
    const std::string server = on_server ? TestServer::the().connection(TestServer::the().new_database()) : "";
    harness::Clinic clinic({.server = server});
    let_something_happen(clinic);
    clinic.stop();
    fs::create_directories(place);
    pack(place / "data.gz", on_server ? dump(server) : content(clinic.store_options().database_path()));
    pack(place / "clinic.anchors.gz", content(clinic.root() / "clinic.anchors"));
    fs::copy_file(clinic.root() / "clinic.key", place / "clinic.key");
    const journal::Head head = journal::JournalReader(*journal::open_for_reading(clinic.store_options())).head();
    std::ofstream(place / "expected") << head.length << ' ' << journal::to_hex(head.mac) << '\n';
}

journal::StoreOptions put_back(const Stored& stored, const fs::path& folder) {
    const fs::path place = fixtures() / stored.name;
    fs::copy_file(place / "clinic.key", folder / "clinic.key");
    std::ofstream(folder / "clinic.anchors", std::ios::binary) << unpacked(place / "clinic.anchors.gz");
    for (const char* each : {"clinic.key", "clinic.anchors"})
        fs::permissions(folder / each, fs::perms::owner_read | fs::perms::owner_write);
    journal::StoreOptions options{.data = folder / "clinic"};
    const std::string data = unpacked(place / "data.gz");
    if (journal::tests_run_on_postgres()) {
        options.server = TestServer::the().connection(TestServer::the().new_database());
        run_script(options.server, data);
    } else {
        fs::create_directories(options.folder());
        std::ofstream(options.database_path(), std::ios::binary) << data;
    }
    return options;
}

}  // namespace afterglow::formats
