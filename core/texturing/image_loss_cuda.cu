// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_atomics.h"
#include "texturing/image_loss_cuda.h"
#include "texturing/image_loss_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kPerThread = 4;  // pixels: fewer partial sums for the one block that adds them up

__global__ void __launch_bounds__(kThreads) lossKernel(const __grid_constant__ ImageLossParams p,
                                                       int64_t pixels,
                                                       float scale,
                                                       double* sums) {
    const int64_t first = static_cast<int64_t>(blockIdx.x) * kThreads * kPerThread + threadIdx.x;
    double sum = 0;
    for (int k = 0; k < kPerThread; ++k) {
        const int64_t i = first + k * kThreads;
        if (i < pixels) {
            sum += imageLossPixel(p, i);
            float4& g = reinterpret_cast<float4*>(p.grad)[i];
            g = {g.x * scale, g.y * scale, g.z * scale, g.w * scale};
        }
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = sum;
    }
}

__global__ void __launch_bounds__(kThreads)
    meanKernel(const double* sums, int count, double scale, float* mean) {
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += kThreads) {
        sum += sums[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        *mean = static_cast<float>(sum * scale);
    }
}

}  // namespace

void imageLossCuda(const ImageLossParams& p, int64_t pixels, float* loss, const CudaQueue& queue) {
    const unsigned blocks = blocksFor(pixels, kThreads * kPerThread);
    double* sums = queue.scratch<double>(blocks + 1);
    const double scale = 1.0 / static_cast<double>(pixels);
    if (blocks > 0) {
        lossKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(
            p, pixels, static_cast<float>(scale), sums);
        checkLaunch("imageLoss");
    }
    meanKernel<<<1, kThreads, 0, streamOf(queue)>>>(sums, static_cast<int>(blocks), scale, loss);
    checkLaunch("imageLoss");
}

}  // namespace bozzetto
