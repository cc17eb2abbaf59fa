// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "texturing/noise_cuda.h"
#include "texturing/noise_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

__global__ void noiseKernel(const __grid_constant__ NoiseParams p) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < p.count) {
        p.out[i] = noiseAt(p, i);
    }
}

}  // namespace

void noiseCuda(const NoiseParams& p, const CudaQueue& queue) {
    if (p.count > 0) {
        noiseKernel<<<blocksFor(p.count, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        checkLaunch("noise");
    }
}

}  // namespace bozzetto
