// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a warp reads and writes 32 neighbouring pixels of a picture with few channels: 16 bytes a
// thread wherever that is possible. Arrays start at multiples of 16 bytes. For .cu files only.
#include "device/cuda_launch.h"

namespace bozzetto {

/// Loads and stores that pass by the L1 cache's contents: pixels are touched once, unlike vertices
/// and texels.
template <class Scalar, int kCount>
__device__ __forceinline__ void loadPixel(const Scalar* from, Scalar (&to)[kCount]) {
    constexpr bool kFloat = sizeof(Scalar) == sizeof(float);
    if constexpr (kFloat && kCount % 4 == 0) {
#pragma unroll
        for (int i = 0; i < kCount; i += 4) {
            const float4 v = __ldcs(reinterpret_cast<const float4*>(from + i));
            to[i] = v.x, to[i + 1] = v.y, to[i + 2] = v.z, to[i + 3] = v.w;
        }
    } else if constexpr (kFloat && kCount % 2 == 0) {
#pragma unroll
        for (int i = 0; i < kCount; i += 2) {
            const float2 v = __ldcs(reinterpret_cast<const float2*>(from + i));
            to[i] = v.x, to[i + 1] = v.y;
        }
    } else {
#pragma unroll
        for (int i = 0; i < kCount; ++i) {
            to[i] = __ldcs(from + i);
        }
    }
}

template <class Scalar, int kCount>
__device__ __forceinline__ void storePixel(Scalar* to, const Scalar (&from)[kCount]) {
    constexpr bool kFloat = sizeof(Scalar) == sizeof(float);
    if constexpr (kFloat && kCount % 4 == 0) {
#pragma unroll
        for (int i = 0; i < kCount; i += 4) {
            __stcs(reinterpret_cast<float4*>(to + i),
                   make_float4(from[i], from[i + 1], from[i + 2], from[i + 3]));
        }
    } else if constexpr (kFloat && kCount % 2 == 0) {
#pragma unroll
        for (int i = 0; i < kCount; i += 2) {
            __stcs(reinterpret_cast<float2*>(to + i), make_float2(from[i], from[i + 1]));
        }
    } else {
#pragma unroll
        for (int i = 0; i < kCount; ++i) {
            __stcs(to + i, from[i]);
        }
    }
}

/// Three channels do not make a word: a warp's 32 pixels pass through `staging` of 96 floats in
/// shared memory. All 32 threads call it.
__device__ __forceinline__ void loadTriples(const float* first, float* staging, float (&to)[3]) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    if (lane < 24) {
        reinterpret_cast<float4*>(staging)[lane] =
            __ldcs(reinterpret_cast<const float4*>(first) + lane);
    }
    __syncwarp();
#pragma unroll
    for (int c = 0; c < 3; ++c) {
        to[c] = staging[3 * lane + c];
    }
    __syncwarp();
}
__device__ __forceinline__ void storeTriples(float* first, float* staging, const float (&from)[3]) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
#pragma unroll
    for (int c = 0; c < 3; ++c) {
        staging[3 * lane + c] = from[c];
    }
    __syncwarp();
    if (lane < 24) {
        __stcs(reinterpret_cast<float4*>(first) + lane,
               reinterpret_cast<const float4*>(staging)[lane]);
    }
    __syncwarp();
}

__device__ __forceinline__ bool isAligned(const void* address) {
    return reinterpret_cast<uintptr_t>(address) % 16 == 0;
}

/// Reads or writes the pixel `lane` of the `count` (<= 32) that start at `first`. All 32 threads
/// call it.
template <class Scalar, int kCount>
__device__ __forceinline__ void loadPixels(const Scalar* first,
                                           int count,
                                           float* staging,
                                           Scalar (&to)[kCount]) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    if constexpr (sizeof(Scalar) == sizeof(float) && kCount == 3) {
        if (count == kWarp && isAligned(first)) {  // not where an odd image ends
            loadTriples(first, staging, to);
            return;
        }
    }
    if (lane < count) {
        loadPixel(first + kCount * lane, to);
    } else {
#pragma unroll
        for (int i = 0; i < kCount; ++i) {
            to[i] = Scalar(0);
        }
    }
}
template <class Scalar, int kCount>
__device__ __forceinline__ void storePixels(Scalar* first,
                                            int count,
                                            float* staging,
                                            const Scalar (&from)[kCount]) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    if constexpr (sizeof(Scalar) == sizeof(float) && kCount == 3) {
        if (count == kWarp && isAligned(first)) {  // not where an odd image ends
            storeTriples(first, staging, from);
            return;
        }
    }
    if (lane < count) {
        storePixel(first + kCount * lane, from);
    }
}

}  // namespace bozzetto
