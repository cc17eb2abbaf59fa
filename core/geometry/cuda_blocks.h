// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the threads of a CUDA block do together: counts, ranks, sums. For .cu files only. All of
// them wait for the whole block: every thread must come.
#include "device/cuda_launch.h"

#include <cstdint>
#include <cuda_runtime.h>

namespace bozzetto {

/// The element of a thread in a grid of one element a thread.
__device__ __forceinline__ int64_t elementOfThread() {
    return blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
}

template <class T>
__device__ __forceinline__ T warpSum(T value) {
    for (int step = 16; step > 0; step /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, step);
    }
    return value;
}

/// Sum over the block in a fixed order, in every thread. kThreads: a multiple of 32.
template <int kThreads, class T>
__device__ T blockSum(T value) {
    __shared__ T sums[kThreads / 32];
    value = warpSum(value);
    __syncthreads();  // the sums of an earlier call have been read
    if (threadIdx.x % 32 == 0) {
        sums[threadIdx.x / 32] = value;
    }
    __syncthreads();
    T total = T(0);
    for (int warp = 0; warp < kThreads / 32; ++warp) {
        total += sums[warp];
    }
    return total;
}

/// Sum of `value` over the threads before this one; `total`: over the block.
template <int kThreads>
__device__ int32_t blockScan(int32_t value, int32_t& total) {
    __shared__ int32_t sums[kThreads / 32];
    const int lane = threadIdx.x % 32;
    int32_t inclusive = value;
    for (int step = 1; step < 32; step *= 2) {
        const int32_t before = __shfl_up_sync(0xffffffffu, inclusive, step);
        inclusive += lane >= step ? before : 0;
    }
    __syncthreads();
    if (lane == 31) {
        sums[threadIdx.x / 32] = inclusive;
    }
    __syncthreads();
    int32_t offset = 0;
    total = 0;
    for (int warp = 0; warp < kThreads / 32; ++warp) {
        offset += warp < static_cast<int>(threadIdx.x) / 32 ? sums[warp] : 0;
        total += sums[warp];
    }
    return offset + inclusive - value;
}

/// What each block of an earlier kernel counted: [rows, count].
struct BlockCounts {
    int32_t* counts = nullptr;
    int64_t rows = 0, count = 0;
};
/// The exclusive sums of every row of both, in place, and the totals [first.rows + second.rows].
void scanCountsCuda(const BlockCounts& first,
                    const BlockCounts& second,
                    int32_t* totals,
                    const CudaQueue& queue);

/// Sums over a whole grid whose order, and so every bit, does not depend on how blocks are
/// scheduled: each block leaves its own sum, the block that ends last adds them up.
struct GridSum {
    double* partial = nullptr;  // [blocks, kValues]
    uint32_t* done = nullptr;   // 0 before the launch
    int values = 1;

    /// Scratch memory for a launch of `blocks`.
    GridSum(unsigned int blocks, int values_a_block, const CudaQueue& queue)
        : partial(queue.scratch<double>(static_cast<int64_t>(blocks) * values_a_block)),
          done(queue.scratch<uint32_t>(1)),
          values(values_a_block) {
        checkCuda(cudaMemsetAsync(done, 0, sizeof(uint32_t), streamOf(queue)), "sum");
    }

    /// Takes the block's kValues sums (the same in all its threads); true in all threads of the
    /// last block, with the totals of the grid in `sums`.
    template <int kValues, int kThreads>
    __device__ bool add(double (&sums)[kValues]) const {
        __shared__ bool last;
        if (threadIdx.x == 0) {
            for (int i = 0; i < kValues; ++i) {
                partial[blockIdx.x * kValues + i] = sums[i];
            }
            __threadfence();
            last = atomicAdd(done, 1u) == gridDim.x - 1;
        }
        __syncthreads();
        if (!last) {
            return false;
        }
        __threadfence();
        for (int i = 0; i < kValues; ++i) {
            double sum = 0;
            for (unsigned int block = threadIdx.x; block < gridDim.x; block += kThreads) {
                sum += partial[block * kValues + i];
            }
            sums[i] = blockSum<kThreads>(sum);
        }
        return true;
    }
};

}  // namespace bozzetto
