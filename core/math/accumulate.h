// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

/// Adds to a sum that a scatter writes: atomic on CUDA. On the CPU a plain addition: there the
/// caller gives every worker a sum of its own and reduces them in worker order, so that results do
/// not depend on timing.
template <class Scalar>
BOZZETTO_HD void accumulate(Scalar* sum, Scalar value) {
#if defined(__CUDA_ARCH__)
    atomicAdd(sum, value);
#else
    *sum += value;
#endif
}

}  // namespace bozzetto
