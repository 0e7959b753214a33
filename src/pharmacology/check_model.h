#pragma once
// What a model file must fulfil beyond its shape: names that exist, units that fit, nothing that vanishes on its way.

#include "base/read_tree.h"
#include "pharmacology/model.h"

namespace afterglow::pharmacology {

void check_model(const Model& model, const Places& places, Mistakes& mistakes);

}  // namespace afterglow::pharmacology
