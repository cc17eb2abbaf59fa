// SPDX-License-Identifier: Apache-2.0
#include "raster/scatter_cpu.h"
#include "raster/texture_kernel.h"

namespace bozzetto {
namespace {

template <class Scalar>
BOZZETTO_HD void rangeOf(const TextureParams<Scalar>& params, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
        texturePixel(params, i);
    }
}
BOZZETTO_CPU_CLONES void range(const TextureParams<float>& params, int64_t begin, int64_t end) {
    rangeOf(params, begin, end);
}
BOZZETTO_CPU_CLONES void range(const TextureParams<double>& params, int64_t begin, int64_t end) {
    rangeOf(params, begin, end);
}

template <class Scalar>
BOZZETTO_HD void gradRangeOf(const TextureGradParams<Scalar>& params,
                             int64_t begin,
                             int64_t end,
                             Scalar* grad_texture) {
    for (int64_t i = begin; i < end; ++i) {
        texturePixelGrad(params, i, grad_texture);
    }
}
BOZZETTO_CPU_CLONES void gradRange(const TextureGradParams<float>& params,
                                   int64_t begin,
                                   int64_t end,
                                   float* grad_texture) {
    gradRangeOf(params, begin, end, grad_texture);
}
BOZZETTO_CPU_CLONES void gradRange(const TextureGradParams<double>& params,
                                   int64_t begin,
                                   int64_t end,
                                   double* grad_texture) {
    gradRangeOf(params, begin, end, grad_texture);
}

template <class Scalar>
void lookUp(const TextureParams<Scalar>& params) {
    forPixels(params.images * params.pixels,
              [&](int64_t begin, int64_t end) { range(params, begin, end); });
}

template <class Scalar>
void gradOfImages(const TextureGradParams<Scalar>& params) {
    const TextureParams<Scalar>& forward = params.forward;
    if (!params.grad_texture) {
        forPixels(forward.images * forward.pixels, [&](int64_t begin, int64_t end) {
            gradRange(params, begin, end, static_cast<Scalar*>(nullptr));
        });
        return;
    }
    if (!forward.texture_per_image) {
        scatterPixels(
            forward.images * forward.pixels,
            params.grad_texture,
            params.grad_size,
            [&](int64_t begin, int64_t end, Scalar* sums) { gradRange(params, begin, end, sums); });
        return;
    }
    for (int64_t image = 0; image < forward.images; ++image) {
        const int64_t first = image * forward.pixels;
        scatterPixels(forward.pixels,
                      params.grad_texture + image * params.grad_size,
                      params.grad_size,
                      [&](int64_t begin, int64_t end, Scalar* sums) {
                          gradRange(params, first + begin, first + end, sums);
                      });
    }
}

template <class Scalar>
void downsample(const DownsampleShape& shape, const Scalar* from, Scalar* to) {
    const int height = std::max(1, shape.from_height / 2),
              width = std::max(1, shape.from_width / 2);
    parallelFor(shape.planes * height, 8, [&](int64_t begin, int64_t end, int) {
        for (int64_t row = begin; row < end; ++row) {
            const Scalar* plane =
                from + row / height * shape.from_height * shape.from_width * shape.channels;
            for (int x = 0; x < width; ++x) {
                downsampleTexel(plane,
                                shape.from_height,
                                shape.from_width,
                                static_cast<int>(row % height),
                                x,
                                shape.channels,
                                to + (row * width + x) * shape.channels);
            }
        }
    });
}

template <class Scalar>
void downsampleGrad(const DownsampleShape& shape, const Scalar* grad_small, Scalar* grad_large) {
    const int rows = shape.from_height > 1 ? 2 : 1, columns = shape.from_width > 1 ? 2 : 1;
    const int width = shape.from_width / columns;
    const Scalar share = Scalar(1) / static_cast<Scalar>(rows * columns);
    parallelFor(shape.planes * shape.from_height, 8, [&](int64_t begin, int64_t end, int) {
        for (int64_t row = begin; row < end;
             ++row) {  // sides are even or 1, so rows pair up across planes too
            for (int x = 0; x < shape.from_width; ++x) {
                const Scalar* small =
                    grad_small + (row / rows * width + x / columns) * shape.channels;
                Scalar* large = grad_large + (row * shape.from_width + x) * shape.channels;
                for (int64_t c = 0; c < shape.channels; ++c) {
                    large[c] += share * small[c];
                }
            }
        }
    });
}

}  // namespace

void textureCpu(const TextureParams<float>& params) {
    lookUp(params);
}
void textureCpu(const TextureParams<double>& params) {
    lookUp(params);
}
void textureGradCpu(const TextureGradParams<float>& params) {
    gradOfImages(params);
}
void textureGradCpu(const TextureGradParams<double>& params) {
    gradOfImages(params);
}
void downsampleCpu(const DownsampleShape& shape, const float* from, float* to) {
    downsample(shape, from, to);
}
void downsampleCpu(const DownsampleShape& shape, const double* from, double* to) {
    downsample(shape, from, to);
}
void downsampleGradCpu(const DownsampleShape& shape, const float* grad_small, float* grad_large) {
    downsampleGrad(shape, grad_small, grad_large);
}
void downsampleGradCpu(const DownsampleShape& shape, const double* grad_small, double* grad_large) {
    downsampleGrad(shape, grad_small, grad_large);
}

}  // namespace bozzetto
