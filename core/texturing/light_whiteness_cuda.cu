// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"
#include "math/vec.h"
#include "texturing/light_whiteness_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

/// A texel's channels less their mean.
__device__ Vec3f tintOf(const float* texel) {
    const float mean = (texel[0] + texel[1] + texel[2]) / 3.0f;
    return {texel[0] - mean, texel[1] - mean, texel[2] - mean};
}

__device__ float signOf(float x) {
    return static_cast<float>((x > 0.0f) - (x < 0.0f));
}

__global__ void whitenessKernel(const float* base, int64_t texels, GridSum total, float* loss) {
    const int64_t i = elementOfThread();
    double sum[1] = {0};
    if (i < texels) {
        const Vec3f tint = tintOf(base + i * 3);
        sum[0] = fabsf(tint.x) + fabsf(tint.y) + fabsf(tint.z);
    }
    sum[0] = blockSum<kThreads>(sum[0]);
    if (total.add<1, kThreads>(sum) && threadIdx.x == 0) {
        *loss = static_cast<float>(sum[0] / static_cast<double>(texels * 3));
    }
}

__global__ void whitenessGradient(const float* base,
                                  int64_t texels,
                                  const float* grad_loss,
                                  float* grad_base) {
    const int64_t i = elementOfThread();
    if (i < texels) {
        const Vec3f tint = tintOf(base + i * 3);
        const Vec3f sign{signOf(tint.x), signOf(tint.y), signOf(tint.z)};
        const float mean = (sign.x + sign.y + sign.z) / 3.0f;
        const float scale = *grad_loss / static_cast<float>(texels * 3);
        for (int c = 0; c < 3; ++c) {
            grad_base[i * 3 + c] = scale * (sign[c] - mean);
        }
    }
}

}  // namespace

void lightWhitenessCuda(const float* base, int64_t texels, float* loss, const CudaQueue& queue) {
    const unsigned blocks = blocksFor(texels, kThreads);
    whitenessKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(
        base, texels, GridSum(blocks, 1, queue), loss);
    checkLaunch("lightWhiteness");
}

void lightWhitenessBackwardCuda(const float* base,
                                int64_t texels,
                                const float* grad_loss,
                                float* grad_base,
                                const CudaQueue& queue) {
    whitenessGradient<<<blocksFor(texels, kThreads), kThreads, 0, streamOf(queue)>>>(
        base, texels, grad_loss, grad_base);
    checkLaunch("lightWhiteness gradient");
}

}  // namespace bozzetto
