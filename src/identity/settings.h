#pragma once
// The file that names the clinic's identity provider (`serve --identity-provider`). The client's secret stands in a file of
// its own, so that this one can be shown.

#include <optional>
#include <string>

#include "base/mistakes.h"
#include "identity/provider.h"

namespace afterglow::identity {

struct SettingsReading {
    std::optional<ProviderSettings> settings;  // if there is no mistake
    Mistakes mistakes;
};
SettingsReading read_provider_file(const std::string& path);

}  // namespace afterglow::identity
