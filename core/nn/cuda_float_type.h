// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers of a run-time type in kernels. For .cu files only.
#include "nn/float_type.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>

namespace bozzetto {

__device__ __forceinline__ float widened(float x) {
    return x;
}
__device__ __forceinline__ float widened(__half x) {
    return __half2float(x);
}
__device__ __forceinline__ float widened(__nv_bfloat16 x) {
    return __bfloat162float(x);
}

template <class T>
__device__ __forceinline__ T narrowed(float x);
template <>
__device__ __forceinline__ float narrowed<float>(float x) {
    return x;
}
template <>
__device__ __forceinline__ __half narrowed<__half>(float x) {
    return __float2half_rn(x);
}
template <>
__device__ __forceinline__ __nv_bfloat16 narrowed<__nv_bfloat16>(float x) {
    return __float2bfloat16_rn(x);
}

/// Four numbers that are read or written at once.
template <class T>
struct alignas(4 * sizeof(T)) Four {
    T v[4];
};

/// Calls fn with a value of the type.
template <class Fn>
void withFloatType(FloatType type, const Fn& fn) {
    switch (type) {
        case FloatType::F32:
            return fn(float{});
        case FloatType::F16:
            return fn(__half{});
        case FloatType::BF16:
            return fn(__nv_bfloat16{});
    }
}

}  // namespace bozzetto
