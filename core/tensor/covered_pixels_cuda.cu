// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "tensor/rows_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / kWarp;
constexpr int kChunk = 16 * kThreads;  // pixels of a block

/// A bit for each of a warp's next 32 pixels.
__device__ __forceinline__ unsigned coveredOf(const float* rast, int64_t pixels, int64_t pixel) {
    return __ballot_sync(~0u, pixel < pixels && rast[4 * pixel + 3] > 0.0f);
}

__global__ void __launch_bounds__(kThreads)
    countKernel(const float* rast, int64_t pixels, int32_t* block_counts) {
    __shared__ int32_t total;
    if (threadIdx.x == 0) {
        total = 0;
    }
    __syncthreads();
    int32_t count = 0;
    const int64_t first = static_cast<int64_t>(blockIdx.x) * kChunk;
    for (int k = 0; k < kChunk; k += kThreads) {
        count += __popc(coveredOf(rast, pixels, first + k + threadIdx.x));
    }
    if (threadIdx.x % kWarp == 0) {
        atomicAdd(&total, count);
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        block_counts[blockIdx.x] = total;
    }
}

/// Sums of the counts before each block's; one warp.
__global__ void __launch_bounds__(kWarp)
    startKernel(const int32_t* block_counts, int blocks, int64_t* starts, int64_t* count) {
    int64_t before = 0;
    for (int first = 0; first < blocks; first += kWarp) {
        const int b = first + static_cast<int>(threadIdx.x);
        int64_t sum = b < blocks ? block_counts[b] : 0;
        const int64_t own = sum;
        for (unsigned offset = 1; offset < kWarp; offset *= 2) {
            const int64_t other = __shfl_up_sync(~0u, sum, offset);
            sum += threadIdx.x >= offset ? other : 0;
        }
        if (b < blocks) {
            starts[b] = before + sum - own;
        }
        before += __shfl_sync(~0u, sum, kWarp - 1);
    }
    if (threadIdx.x == 0) {
        *count = before;
    }
}

__global__ void __launch_bounds__(kThreads)
    writeKernel(const float* rast, int64_t pixels, const int64_t* starts, int64_t* index) {
    __shared__ int32_t warp_counts[kWarps];
    const unsigned warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
    int64_t next = starts[blockIdx.x];
    const int64_t first = static_cast<int64_t>(blockIdx.x) * kChunk;
    for (int k = 0; k < kChunk; k += kThreads) {
        const int64_t pixel = first + k + threadIdx.x;
        const unsigned covered = coveredOf(rast, pixels, pixel);
        if (lane == 0) {
            warp_counts[warp] = __popc(covered);
        }
        __syncthreads();
        int32_t before = 0, all = 0;
        for (unsigned w = 0; w < kWarps; ++w) {
            before += w < warp ? warp_counts[w] : 0;
            all += warp_counts[w];
        }
        if ((covered >> lane & 1) != 0) {
            index[next + before + __popc(covered & ((1u << lane) - 1))] = pixel;
        }
        next += all;
        __syncthreads();
    }
}

}  // namespace

void coveredPixelsCuda(
    const float* rast, int64_t pixels, int64_t* index, int64_t* count, const CudaQueue& queue) {
    const unsigned blocks = blocksFor(pixels, kChunk);
    int32_t* block_counts = queue.scratch<int32_t>(blocks + 1);
    int64_t* starts = queue.scratch<int64_t>(blocks + 1);
    if (blocks > 0) {
        countKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(rast, pixels, block_counts);
        checkLaunch("coveredPixels");
    }
    startKernel<<<1, kWarp, 0, streamOf(queue)>>>(
        block_counts, static_cast<int>(blocks), starts, count);
    checkLaunch("coveredPixels");
    if (blocks > 0) {
        writeKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(rast, pixels, starts, index);
        checkLaunch("coveredPixels");
    }
}

}  // namespace bozzetto
