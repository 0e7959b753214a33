#include "pharmacology/linear/modes.h"

#ifdef __x86_64__
#include "pharmacology/linear/modes_kernel.h"

namespace afterglow::pharmacology {

constinit const Modes kModesAvx2 = modes_of<xsimd::fma3<xsimd::avx2>>("AVX2");

}  // namespace afterglow::pharmacology
#endif
