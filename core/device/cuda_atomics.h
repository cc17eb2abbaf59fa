// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gradients that many threads add to. For .cu files only.
#include "device/cuda_launch.h"

namespace bozzetto {

/// A number as a multiple of 2^-44: integers add up to the same bits in any order. Sums stay right
/// up to 2^19, far beyond a gradient that an optimiser can use.
using FixedPoint = unsigned long long;
constexpr float kFixedPointScale = 17592186044416.0f;

__device__ __forceinline__ void addTo(FixedPoint* sum, float value) {
    atomicAdd(sum, static_cast<FixedPoint>(__float2ll_rn(value * kFixedPointScale)));
}
__device__ __forceinline__ void addTo(float* sum, float value) {
    atomicAdd(sum, value);
}
__device__ __forceinline__ float valueOf(FixedPoint sum) {
    return static_cast<float>(static_cast<double>(static_cast<long long>(sum)) *
                              (1.0 / kFixedPointScale));
}
__device__ __forceinline__ float valueOf(float sum) {
    return sum;
}

/// Adds to two neighbours; `sum` is aligned to both.
__device__ __forceinline__ void addPairTo(float* sum, float2 value) {
#if __CUDA_ARCH__ >= 900
    atomicAdd(reinterpret_cast<float2*>(sum), value);
#else
    atomicAdd(sum, value.x);
    atomicAdd(sum + 1, value.y);
#endif
}
__device__ __forceinline__ void addPairTo(FixedPoint* sum, float2 value) {
    addTo(sum, value.x);
    addTo(sum + 1, value.y);
}

/// Adds to four neighbours; `sum` is aligned to all.
__device__ __forceinline__ void addFourTo(float* sum, float4 value) {
#if __CUDA_ARCH__ >= 900
    atomicAdd(reinterpret_cast<float4*>(sum), value);
#else
    atomicAdd(sum, value.x);
    atomicAdd(sum + 1, value.y);
    atomicAdd(sum + 2, value.z);
    atomicAdd(sum + 3, value.w);
#endif
}
__device__ __forceinline__ void addFourTo(FixedPoint* sum, float4 value) {
    addPairTo(sum, {value.x, value.y});
    addPairTo(sum + 2, {value.z, value.w});
}

/// Sum over a block's threads, in an order that never changes; right in thread 0 only. The block
/// has a multiple of kWarp threads, and all of them call it, once in a kernel.
__device__ __forceinline__ double blockSum(double value) {
    __shared__ double by_warp[kWarp];
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        value += __shfl_down_sync(~0u, value, offset);
    }
    const unsigned warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
    if (lane == 0) {
        by_warp[warp] = value;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        for (unsigned w = 1; w < blockDim.x / kWarp; ++w) {
            value += by_warp[w];
        }
    }
    return value;
}

}  // namespace bozzetto
