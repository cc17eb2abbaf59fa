// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sums that many pixels add to: in any order, or as whole numbers, whose sum has the same bits in
// every order. For .cu files only.
#include "device/cuda_atomics.h"
#include "device/cuda_whole_sums.h"

#include <type_traits>

namespace bozzetto {

__device__ __forceinline__ void addTo(double* sum, double value) {
    atomicAdd(sum, value);
}
/// In units of 2^-44: sums stay right up to 2^19.
template <class Scalar>
__device__ __forceinline__ void addTo(WholeSum* sum, Scalar value) {
    addWhole(sum, __double2ll_rn(static_cast<double>(value) * 0x1p44));
}

template <class Scalar>
__global__ void addWholeSums(const WholeSum* sums, int64_t count, Scalar* to) {
    const int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) {
        to[i] += static_cast<Scalar>(wholeValue(sums[i]) * 0x1p-44);
    }
}

/// Runs scatter(sums), which adds to `count` sums of Scalar or, with queue.deterministic, of
/// WholeSum, and adds the result to `total` (null: runs it with null).
template <class Scalar, class Scatter>
void sumOverPixels(Scalar* total, int64_t count, const CudaQueue& queue, const Scatter& scatter) {
    if (!total || !queue.deterministic || count == 0) {
        scatter(total);
        return;
    }
    constexpr int kThreads = 256;
    WholeSum* sums = queue.scratch<WholeSum>(count);
    const auto bytes = static_cast<size_t>(count) * sizeof(WholeSum);
    checkCuda(cudaMemsetAsync(sums, 0, bytes, streamOf(queue)), "cudaMemset");
    scatter(sums);
    addWholeSums<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(sums, count, total);
    checkLaunch("sums over pixels");
}

}  // namespace bozzetto
