// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_atomics.h"
#include "texturing/appearance_cuda.h"
#include "texturing/appearance_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

__global__ void __launch_bounds__(kThreads) decodeKernel(const __grid_constant__ MaterialParams p) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        decodeMaterialAt(p, i);
    }
}

__global__ void __launch_bounds__(kThreads)
    decodeGradKernel(const __grid_constant__ MaterialGradParams p) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        decodeMaterialGradAt(p, i);
    }
}

__global__ void __launch_bounds__(kThreads)
    regulariserKernel(const __grid_constant__ RegulariserParams p, double* sums) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    const double sum = blockSum(i < p.count ? regulariserAt(p, i) : 0.0);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

__global__ void __launch_bounds__(kThreads) sumKernel(const double* sums, int count, float* total) {
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += kThreads) {
        sum += sums[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        *total = static_cast<float>(sum);
    }
}

}  // namespace

void decodeMaterialCuda(const MaterialParams& p, const CudaQueue& queue) {
    if (p.count > 0) {
        decodeKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        checkLaunch("the material's decoding");
    }
}

void decodeMaterialGradCuda(const MaterialGradParams& p, const CudaQueue& queue) {
    if (p.count > 0) {
        decodeGradKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        checkLaunch("the material's decoding");
    }
}

void regulariserCuda(const RegulariserParams& p, float* loss, const CudaQueue& queue) {
    const unsigned blocks = blocksFor(p.count, kThreads);
    double* sums = queue.scratch<double>(blocks + 1);
    if (blocks > 0) {
        regulariserKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(p, sums);
        checkLaunch("the materials' regulariser");
    }
    sumKernel<<<1, kThreads, 0, streamOf(queue)>>>(sums, static_cast<int>(blocks), loss);
    checkLaunch("the materials' regulariser");
}

}  // namespace bozzetto
