#include <fmt/format.h>

#include "main/commands.h"

namespace afterglow {

void add_demo(CLI::App& app, int& status) {
    app.add_subcommand("demo", "Make a demo clinic of invented people")->callback([&status] {
        fmt::print(stderr, "afterglow: not here yet\n");
        status = 1;
    });
}

}  // namespace afterglow
