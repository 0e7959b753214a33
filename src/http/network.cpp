#include "http/network.h"

#include "http/app.h"
#include "http/server/security_headers.h"

namespace afterglow::http {

std::string host_without_port(std::string_view host) {
    std::string name(host.substr(0, host.find(':')));  // no clinic is called by an address in brackets
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
}

void Network::add(Member member) { members_.push_back(std::move(member)); }

const Member* Network::of(const desk::Desk& desk) const {
    for (const Member& each : members_) {
        if (each.desk == &desk) return &each;
    }
    return nullptr;
}

const Member* Network::named(std::string_view host) const {
    const std::string name = host_without_port(host);
    for (const Member& each : members_) {
        if (!name.empty() && each.host == name) return &each;
    }
    return nullptr;
}

void Network::handle(Request request, Responder responder) const {
    if (const Member* member = named(request.header("host").value_or("")))
        return member->app->handle(std::move(request), std::move(responder));
    responder.answer(problem(404, "not_found"));
}

}  // namespace afterglow::http
