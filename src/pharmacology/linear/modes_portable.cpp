#include "pharmacology/linear/modes_kernel.h"

namespace afterglow::pharmacology {

constinit const Modes kModesPortable = modes_of<xsimd::default_arch>("portable");

}  // namespace afterglow::pharmacology
