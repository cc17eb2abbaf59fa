// SPDX-License-Identifier: Apache-2.0
#include "raster/scatter_cpu.h"
#include "raster/texture_kernel.h"

#include <type_traits>

namespace bozzetto {
namespace {

/// Calls fn with the number of channels as a constant for the usual ones, else 0: inner loops of
/// known length unroll.
template <class Function>
BOZZETTO_HD void withChannels(int64_t channels, const Function& fn) {
    switch (channels) {
        case 1:
            return fn(std::integral_constant<int, 1>{});
        case 3:
            return fn(std::integral_constant<int, 3>{});
        case 4:
            return fn(std::integral_constant<int, 4>{});
        default:
            return fn(std::integral_constant<int, 0>{});
    }
}

template <class Scalar>
BOZZETTO_HD void rangeOf(const TextureParams<Scalar>& params, int64_t begin, int64_t end) {
    withChannels(
        params.channels, [&](auto channels) __attribute__((always_inline)) {
            for (int64_t i = begin; i < end; ++i) {
                texturePixel<channels>(params, i);
            }
        });
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
    withChannels(
        params.forward.channels, [&](auto channels) __attribute__((always_inline)) {
            for (int64_t i = begin; i < end; ++i) {
                texturePixelGrad<channels>(params, i, grad_texture);
            }
        });
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

/// A row of the smaller level.
template <class Scalar>
BOZZETTO_HD void downsampleRowOf(const DownsampleShape& shape, const Scalar* from, Scalar* to) {
    const int rows = shape.from_height > 1 ? 2 : 1, columns = shape.from_width > 1 ? 2 : 1;
    const int64_t row_stride = shape.from_width * shape.channels;
    withChannels(
        shape.channels, [&](auto known) __attribute__((always_inline)) {
            const int64_t channels = known > 0 ? known : shape.channels;
            for (int x = 0; x < shape.from_width / columns; ++x) {
                if (rows == 2 && columns == 2) {
                    downsampleTexel(
                        from + 2 * channels * x, row_stride, 2, 2, channels, to + channels * x);
                } else {
                    downsampleTexel(from + columns * channels * x,
                                    row_stride,
                                    rows,
                                    columns,
                                    channels,
                                    to + channels * x);
                }
            }
        });
}
BOZZETTO_CPU_CLONES void downsampleRow(const DownsampleShape& shape, const float* from, float* to) {
    downsampleRowOf(shape, from, to);
}
BOZZETTO_CPU_CLONES void downsampleRow(const DownsampleShape& shape,
                                       const double* from,
                                       double* to) {
    downsampleRowOf(shape, from, to);
}

template <class Scalar>
void downsample(const DownsampleShape& shape, const Scalar* from, Scalar* to) {
    const int rows = shape.from_height > 1 ? 2 : 1, columns = shape.from_width > 1 ? 2 : 1;
    const int64_t large = shape.from_width * shape.channels, small = large / columns;
    // Sides are even or 1, so rows pair up across planes too.
    parallelFor(shape.planes * shape.from_height / rows, 16, [&](int64_t begin, int64_t end, int) {
        for (int64_t row = begin; row < end; ++row) {
            downsampleRow(shape, from + row * rows * large, to + row * small);
        }
    });
}

/// Adds a row of the smaller level's gradient to a row of the larger one.
template <class Scalar>
BOZZETTO_HD void spreadRowOf(const DownsampleShape& shape, const Scalar* small, Scalar* large) {
    const int rows = shape.from_height > 1 ? 2 : 1, columns = shape.from_width > 1 ? 2 : 1;
    const Scalar share = Scalar(1) / static_cast<Scalar>(rows * columns);
    withChannels(
        shape.channels, [&](auto known) __attribute__((always_inline)) {
            const int64_t channels = known > 0 ? known : shape.channels;
            for (int x = 0; x < shape.from_width / columns; ++x) {
                for (int j = 0; j < columns; ++j) {
                    for (int64_t c = 0; c < channels; ++c) {
                        large[(columns * x + j) * channels + c] += share * small[x * channels + c];
                    }
                }
            }
        });
}
BOZZETTO_CPU_CLONES void spreadRow(const DownsampleShape& shape, const float* small, float* large) {
    spreadRowOf(shape, small, large);
}
BOZZETTO_CPU_CLONES void spreadRow(const DownsampleShape& shape,
                                   const double* small,
                                   double* large) {
    spreadRowOf(shape, small, large);
}

template <class Scalar>
void downsampleGrad(const DownsampleShape& shape, const Scalar* grad_small, Scalar* grad_large) {
    const int rows = shape.from_height > 1 ? 2 : 1, columns = shape.from_width > 1 ? 2 : 1;
    const int64_t large = shape.from_width * shape.channels, small = large / columns;
    parallelFor(shape.planes * shape.from_height, 16, [&](int64_t begin, int64_t end, int) {
        for (int64_t row = begin; row < end; ++row) {
            spreadRow(shape, grad_small + row / rows * small, grad_large + row * large);
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
