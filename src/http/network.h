#pragma once
// The clinics that one process serves. Each is a whole of its own (store, desk, application); which of them a request is for
// is decided by the name in its address alone, before anything else is looked at. What they have in common is in here: who may
// switch from one to another, and figures with small counts hidden.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "http/server/server.h"
#include "views/small_cells.h"

namespace afterglow::http {

class App;

struct Member {
    std::string host;  // "praha.example.org", in lower case, without a port
    std::string name;  // for people
    desk::Desk* desk = nullptr;
    App* app = nullptr;
};

class Network {
public:
    explicit Network(std::int64_t smallest_count = views::kSmallestCountShown) : smallest_count_(smallest_count) {}

    // All of them before the first request. Each desk and application must outlive the requests.
    void add(Member member);
    const std::vector<Member>& members() const { return members_; }
    const Member* of(const desk::Desk& desk) const;
    const Member* named(std::string_view host) const;  // as it is in an address: with any port, in any case
    std::int64_t smallest_count() const { return smallest_count_; }

    // To the clinic that the request's Host names; to all others the same 404, which says nothing of what there is.
    void handle(Request request, Responder responder) const;

private:
    std::int64_t smallest_count_;
    std::vector<Member> members_;
};

// "Praha.Example.org:8080" is "praha.example.org".
std::string host_without_port(std::string_view host);

}  // namespace afterglow::http
