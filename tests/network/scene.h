#pragma once
// Two clinics in one process, behind one port, each with somebody in every role.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "http/network.h"
#include "tests/access/house.h"

namespace afterglow::network {

using clinic::Role;

inline constexpr const char* kFirstHost = "praha.example.org";
inline constexpr const char* kSecondHost = "lviv.example.org";

struct SceneOptions {
    harness::ClinicOptions first = {}, second = {};
    // Plants a fault between the port and the clinics.
    std::function<http::Handler(const http::Network&)> handler = {};
    bool apps_are_swapped = false;  // each name leads to the other clinic's application
};

class Scene {
public:
    explicit Scene(SceneOptions options = {});
    ~Scene();

    http::Network network;
    std::unique_ptr<access::House> first, second;
    std::uint16_t port() const { return server_->port(); }

    // Somebody who reaches a clinic by its name.
    harness::Person at(const std::string& host, const std::string& user = "") const;

private:
    std::unique_ptr<http::Server> server_;
};

}  // namespace afterglow::network
