#pragma once
// The file that names the clinics of one installation: where each is reached, where its things are, by which rules it works.

#include <optional>
#include <string>
#include <vector>

#include "base/mistakes.h"
#include "views/small_cells.h"

namespace afterglow {

// One [[clinic]] of the file. What is left out is as with `afterglow serve` for one clinic.
struct ClinicEntry {
    std::string host;  // the name in its address: "praha.example.org"
    std::string name;  // for people
    std::optional<std::string> data, store, schema, key, anchors;
    std::optional<std::string> policy, instruments;
    std::optional<std::string> public_url, mail_from, identity_provider;
    std::optional<std::int64_t> mllp_port;
};
BOOST_DESCRIBE_STRUCT(ClinicEntry, (),
                      (host, name, data, store, schema, key, anchors, policy, instruments, public_url, mail_from,
                       identity_provider, mllp_port))
struct ClinicsFile {
    std::optional<std::int64_t> smallest_count;  // that network managers see
    std::vector<ClinicEntry> clinic;
};
BOOST_DESCRIBE_STRUCT(ClinicsFile, (), (smallest_count, clinic))

struct ClinicsReading {
    std::optional<ClinicsFile> file;  // if there is no mistake
    Mistakes mistakes;
};
ClinicsReading read_clinics_file(const std::string& path);

}  // namespace afterglow
