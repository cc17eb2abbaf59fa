// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sums that many threads add to and that have the same bits whatever their order: whole multiples
// of a unit. Who adds chooses the unit: one for each sum (cuda_fixed_sums.h), one for all from the
// largest addend, or a fixed one where the addends' range is known. For .cu files only.
#include "device/cuda_atomics.h"

namespace bozzetto {

/// Two's complement. Zeroed memory is zero.
enum class WholeSum : unsigned long long {};

__device__ __forceinline__ void addWhole(WholeSum* sum, long long units) {
    atomicAdd(reinterpret_cast<unsigned long long*>(sum), static_cast<unsigned long long>(units));
}
/// In units.
__device__ __forceinline__ double wholeValue(WholeSum sum) {
    return static_cast<double>(static_cast<long long>(static_cast<unsigned long long>(sum)));
}

}  // namespace bozzetto
