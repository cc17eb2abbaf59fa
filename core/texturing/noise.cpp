// SPDX-License-Identifier: Apache-2.0
#include "texturing/noise.h"

#include "base/parallel_for.h"
#include "tensor/cuda.h"
#include "texturing/noise_cuda.h"
#include "texturing/noise_kernel.h"

namespace bozzetto {
namespace {

at::Tensor noiseLike(const at::Tensor& points,
                     NoiseParams::Kind kind,
                     uint64_t seed,
                     uint64_t stream,
                     double scale) {
    at::Tensor noise = at::empty_like(points, at::MemoryFormat::Contiguous);
    const NoiseParams p{kind, noise.data_ptr<float>(), noise.numel(), seed, stream, scale};
    if (noise.is_cuda()) {
        if constexpr (kCudaBuild) {
            noiseCuda(p, queueOf(noise));
        }
        return noise;
    }
    parallelFor(p.count, 16384, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            p.out[i] = noiseAt(p, i);
        }
    });
    return noise;
}

}  // namespace

at::Tensor gaussianLike(const at::Tensor& points, uint64_t seed, uint64_t stream, double sigma) {
    return noiseLike(points, NoiseParams::Kind::Gaussian, seed, stream, sigma);
}

at::Tensor uniformLike(const at::Tensor& points, uint64_t seed, uint64_t stream, double range) {
    return noiseLike(points, NoiseParams::Kind::Uniform, seed, stream, range);
}

at::Tensor randomColor(uint64_t seed, uint64_t stream, const at::Device& device) {
    at::Tensor color = at::empty({3}, at::TensorOptions(at::kFloat).device(device));
    if (device.is_cuda()) {
        // Drawn there: to copy three numbers would wait for all queued work. Both sums are exact.
        return uniformLike(color, seed, stream, 0.5) + 0.5;
    }
    for (int c = 0; c < 3; ++c) {
        color.data_ptr<float>()[c] = randomUniform(seed, stream, static_cast<uint64_t>(c));
    }
    return color;
}

}  // namespace bozzetto
