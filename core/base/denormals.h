// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace bozzetto {

/// While it lives, its thread takes floating-point numbers too small for full precision (below
/// 1e-38 as float) for 0, on x86-64. For gradients only: a processor adds two such numbers in 150
/// cycles instead of 4, and where light hardly reaches they are full of them.
class DenormalsAreZero {
public:
    DenormalsAreZero(const DenormalsAreZero&) = delete;
    DenormalsAreZero& operator=(const DenormalsAreZero&) = delete;
#if defined(__SSE2__)
    DenormalsAreZero() : before_(_mm_getcsr()) {
        _mm_setcsr(before_ | _MM_FLUSH_ZERO_ON | kOperands);
    }
    ~DenormalsAreZero() {
        _mm_setcsr(before_);
    }

private:
    static constexpr unsigned int kOperands = 0x0040;
    unsigned int before_;
#else
    DenormalsAreZero() {}
#endif
};

}  // namespace bozzetto
