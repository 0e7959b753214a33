#pragma once
// Reads a policy pack from its folder, with the questionnaires it uses, and checks it. See docs/reference/policy-packs.md.
//
//   PackReading reading = read_pack("policy/cz-outpatient", "instruments");
//   if (!reading.pack) std::cerr << print_mistakes(reading.mistakes);

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/mistakes.h"
#include "clinic/pack/pack.h"

namespace afterglow::policy {

// Either a pack without mistakes, or every mistake and no pack: a clinic never runs on half of its rules.
struct PackReading {
    std::optional<clinic::Pack> pack;
    Mistakes mistakes;
};

PackReading read_pack(const std::filesystem::path& folder, const std::filesystem::path& instruments_folder);

// The ids of the rules that inform but hold nothing back until a clinician of the clinic confirms them (evidence M).
std::vector<std::string> unverified_rules(const clinic::Pack& pack);

}  // namespace afterglow::policy
