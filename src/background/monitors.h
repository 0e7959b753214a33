#pragma once
// Bedside monitors: takes their messages over MLLP, finds the running session each belongs to, and hands it to the desk. A
// message is answered when the reading is in the journal, and never before.

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "desk/desk.h"
#include "desk/device_troubles.h"
#include "devices/acknowledgement.h"
#include "devices/mllp_server.h"
#include "devices/observation.h"
#include "views/queries.h"

namespace afterglow::background {

// Which of the running sessions a reading belongs to. The bed is the code of the session's room; a patient identifier is the
// person's id here or the national one. If both are given, both must say the same.
// Refusals: "nobody_named" "unknown_bed" {bed} "unknown_patient" "wrong_patient" {bed} "bed_ambiguous" {bed}
struct MatchedWatch {
    std::optional<SessionId> session;  // also of a refusal, if it belongs to one
    std::optional<Refusal> refusal;
};
MatchedWatch match(const devices::MonitorReading& reading, const std::vector<views::RunningWatch>& running);

class Monitors {
public:
    // Refusals: those of MllpServer::start.
    static Result<std::unique_ptr<Monitors>> start(desk::Desk& desk, desk::DeviceTroubles& troubles,
                                                   devices::MllpOptions options);
    ~Monitors();
    std::uint16_t port() const { return server_->port(); }

private:
    Monitors(desk::Desk& desk, desk::DeviceTroubles& troubles) : desk_(desk), troubles_(troubles) {}
    void take(const std::string& message, const std::string& peer, const devices::MllpReply& reply);
    void refuse(const devices::MonitorReading& reading, const std::string& peer, const MatchedWatch& matched,
                const devices::Problem& problem);
    bool is_new(const std::string& what);
    devices::AckHeader header() const;

    desk::Desk& desk_;
    desk::DeviceTroubles& troubles_;
    std::mutex mutex_;
    std::condition_variable came_back_;
    int under_way_ = 0;                            // readings that the desk has and has not answered
    std::map<std::string, Instant> told_;          // refusals that are in a session's watch already
    std::unique_ptr<devices::MllpServer> server_;  // last: its thread uses the others
};

}  // namespace afterglow::background
