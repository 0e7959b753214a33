// The `afterglow` command: composition only.

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include "main/commands.h"

int main(int argc, char** argv) {
    using namespace afterglow;
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    CLI::App app("Afterglow runs a ketamine-therapy clinic, from a person's first question to the last follow-up.",
                 "afterglow");
    app.require_subcommand(1);
    app.set_version_flag("--version", AFTERGLOW_VERSION);
    int status = 0;
    add_serve(app, status);
    add_verify(app, status);
    add_backup(app, status);
    add_restore(app, status);
    add_move(app, status);
    add_policy(app, status);
    add_user(app, status);
    add_demo(app, status);
    add_export(app, status);
    add_access_report(app, status);
    add_openapi(app, status);
    add_models(app, status);
    add_simulate(app, status);
    add_fit(app, status);
    add_monitor(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        fmt::print(stderr, "afterglow: {}\n", error.what());
        return 1;
    }
    return status;
}
