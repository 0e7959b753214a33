#include "tests/network/scene.h"

#include "http/server/security_headers.h"

namespace afterglow::network {
namespace {

http::Handler the_programs(const http::Network& network) {
    return [&network](http::Request request, http::Responder responder) {
        network.handle(std::move(request), std::move(responder));
    };
}

}  // namespace

Scene::Scene(SceneOptions options) {
    options.first.network = options.second.network = &network;
    first = std::make_unique<access::House>(std::move(options.first));
    second = std::make_unique<access::House>(std::move(options.second));
    harness::Clinic &one = first->clinic, &two = second->clinic;
    const bool swapped = options.apps_are_swapped;
    network.add({kFirstHost, "Praha", &one.desk(), swapped ? &two.app() : &one.app()});
    network.add({kSecondHost, "Lviv", &two.desk(), swapped ? &one.app() : &two.app()});
    http::ServerOptions server;
    server.port = 0;
    server.common_headers = http::security_headers(false);
    auto started =
        http::Server::start(std::move(server), options.handler ? options.handler(network) : the_programs(network));
    if (!started.ok()) throw std::runtime_error(http::start_refusal_text(started.refusal()));
    server_ = std::move(*started);
}

Scene::~Scene() {
    server_.reset();
    // Each knows the other's desk: both finish what they took before either goes.
    for (int i = 0; i < 3; ++i) first->clinic.desk().flush_reads(), second->clinic.desk().flush_reads();
    first->clinic.app().live().stop();
    second->clinic.app().live().stop();
}

harness::Person Scene::at(const std::string& host, const std::string& user) const {
    harness::Person person(server_->port(), user);
    person.line.host = host;
    return person;
}

}  // namespace afterglow::network
