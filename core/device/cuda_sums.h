// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the threads of a warp agree on a maximum or add up before they touch memory. For .cu files
// only; all 32 lanes call together.
#include <cstdint>

namespace bozzetto {

constexpr unsigned kAllLanes = 0xffffffffu;

__device__ __forceinline__ uint32_t warpMax(uint32_t value) {
#if __CUDA_ARCH__ >= 800
    return __reduce_max_sync(kAllLanes, value);
#else
    for (int step = 16; step > 0; step /= 2) {
        value = max(value, __shfl_xor_sync(kAllLanes, value, step));
    }
    return value;
#endif
}
__device__ __forceinline__ uint32_t warpOr(uint32_t value) {
#if __CUDA_ARCH__ >= 800
    return __reduce_or_sync(kAllLanes, value);
#else
    for (int step = 16; step > 0; step /= 2) {
        value |= __shfl_xor_sync(kAllLanes, value, step);
    }
    return value;
#endif
}

/// Combines `values` of the lanes that have the same key, in a fixed order, at the first of them.
/// `peers`: the lanes with this lane's key (__match_any_sync), 0 for a lane that takes no part.
/// Returns whether this lane holds a result. As many rounds as the largest group has bits.
template <int count, class T, class Combine>
__device__ __forceinline__ bool reducePeers(unsigned peers,
                                            T (&values)[count],
                                            const Combine& combine) {
    const int lane = static_cast<int>(threadIdx.x & 31);
    const unsigned before = peers & ((1u << lane) - 1);
    unsigned after = peers & ~((2u << lane) - 1);
    unsigned rank = static_cast<unsigned>(__popc(before));
    while (__any_sync(kAllLanes, after != 0)) {
        const int next = __ffs(static_cast<int>(after)) - 1;  // -1: nobody; any lane will do
#pragma unroll
        for (int i = 0; i < count; ++i) {
            const T other = __shfl_sync(kAllLanes, values[i], next & 31);
            values[i] = next >= 0 ? combine(values[i], other) : values[i];
        }
        // Who stands at an odd place has been taken in by the lane before.
        after &= __ballot_sync(kAllLanes, (rank & 1) == 0);
        rank >>= 1;
    }
    return peers != 0 && before == 0;
}

}  // namespace bozzetto
