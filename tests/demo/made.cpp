#include "tests/demo/made.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "journal/verify.h"
#include "tests/harness/json_tools.h"

namespace afterglow::demo {

harness::Output make(const std::filesystem::path& data, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"demo", "--data", data.string(), "--instruments",
                                       harness::source_path("instruments")};
    if (std::find(more.begin(), more.end(), "--policy") == more.end()) {
        arguments.insert(arguments.end(), {"--policy", harness::source_path("policy/cz-outpatient")});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return harness::run_program(arguments);
}

const Made& made() {
    static const Made* one = [] {
        static Made made;
        const std::string accounts = made.folder.path() / "accounts.json";
        made.output = make(made.data, {"--seed", "1", "--now", kNow, "--accounts", accounts});
        std::stringstream text;
        text << std::ifstream(accounts).rdbuf();
        const Json list = harness::parsed(text.str());
        for (const Json& each : *list.array())
            made.passwords[harness::text_at(each, "/user")] = harness::text_at(each, "/password");
        return &made;
    }();
    return *one;
}

journal::Db& views_of_made() {
    static const auto db = journal::open_for_reading({.data = made().data});
    return *db;
}

std::vector<std::string> documents(journal::Db& db, const std::string& kind) {
    std::vector<std::string> bodies;
    auto rows = db.query("SELECT body FROM document WHERE stream LIKE ?1", kind + ":%");
    while (rows.step()) bodies.push_back(rows.string(0));
    return bodies;
}

}  // namespace afterglow::demo
