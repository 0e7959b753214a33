#pragma once
// Who is in the demo clinic: the thirty people on the path, and those who only asked something.

#include "main/demo/world.h"

namespace afterglow::demo {

inline constexpr std::int64_t kPeople = 30;

// Writes everybody into the world's script. Beyond the first thirty all have come to the end of their path long ago.
void write_everybody(World& world, std::int64_t people);

}  // namespace afterglow::demo
