#include "pharmacology/linear/modes.h"

#ifdef __x86_64__
#include "pharmacology/linear/modes_kernel.h"

namespace afterglow::pharmacology {

constinit const Modes kModesAvx512 = modes_of<xsimd::avx512f>("AVX-512");

}  // namespace afterglow::pharmacology
#endif
