// SPDX-License-Identifier: Apache-2.0
#include "raster/interpolate_kernel.h"
#include "raster/scatter_cpu.h"

namespace bozzetto {
namespace {

/// Zeros of a range of pixels: here, where it is about to be written, and not by one thread
/// beforehand.
template <class Scalar>
void clearPixels(Scalar* data, int64_t channels, int64_t begin, int64_t end) {
    if (data) {
        std::fill(data + channels * begin, data + channels * end, Scalar(0));
    }
}

template <class Scalar>
BOZZETTO_HD Corners<Scalar> cornersAt(const InterpolateParams<Scalar>& params, int64_t pixel) {
    const int64_t image = params.attr_per_image ? pixel / params.pixels : 0;
    return cornersOf(params, image, params.rast[4 * pixel + 3]);
}

template <class Scalar>
BOZZETTO_HD void interpolatePixel(const InterpolateParams<Scalar>& params, int64_t pixel) {
    const Corners<Scalar> corners = cornersAt(params, pixel);
    if (!corners.valid) {
        return;
    }
    blendCorners(corners,
                 params.rast + 4 * pixel,
                 params.attributes,
                 params.out + params.attributes * pixel);
    if (params.out_da) {
        blendDerivatives(corners,
                         params.rast_db + 4 * pixel,
                         params.which,
                         params.derivatives,
                         params.out_da + 2 * params.derivatives * pixel);
    }
}

/// The gradient of the attributes of this pixel's image (or of all images), or null.
template <class Scalar>
struct AttributeSums {
    Scalar* sums;

    BOZZETTO_HD bool wanted() const { return sums != nullptr; }
    BOZZETTO_HD void operator()(int64_t offset, Scalar value) const {
        accumulate(sums + offset, value);
    }
};

template <class Scalar>
BOZZETTO_HD void interpolatePixelGrad(const InterpolateGradParams<Scalar>& params,
                                      int64_t pixel,
                                      Scalar* grad_attr) {
    const InterpolateParams<Scalar>& forward = params.forward;
    const Corners<Scalar> corners = cornersAt(forward, pixel);
    if (!corners.valid) {
        return;
    }
    const AttributeSums<Scalar> add{grad_attr};
    Scalar unwanted[4];
    if (params.grad_out) {
        blendCornersGrad(corners,
                         forward.rast + 4 * pixel,
                         forward.attributes,
                         params.grad_out + forward.attributes * pixel,
                         params.grad_rast ? params.grad_rast + 4 * pixel : unwanted,
                         add);
    }
    if (params.grad_out_da) {
        blendDerivativesGrad(corners,
                             forward.rast_db + 4 * pixel,
                             forward.which,
                             forward.derivatives,
                             params.grad_out_da + 2 * forward.derivatives * pixel,
                             params.grad_rast_db ? params.grad_rast_db + 4 * pixel : unwanted,
                             add);
    }
}

template <class Scalar>
BOZZETTO_HD void rangeOf(const InterpolateParams<Scalar>& params, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
        if (params.rast[4 * i + 3] > Scalar(0)) {
            interpolatePixel(params, i);
        }
    }
}
BOZZETTO_CPU_CLONES void range(const InterpolateParams<float>& params, int64_t begin, int64_t end) {
    rangeOf(params, begin, end);
}
BOZZETTO_CPU_CLONES void range(const InterpolateParams<double>& params,
                               int64_t begin,
                               int64_t end) {
    rangeOf(params, begin, end);
}

template <class Scalar>
BOZZETTO_HD void gradRangeOf(const InterpolateGradParams<Scalar>& params,
                             int64_t begin,
                             int64_t end,
                             Scalar* grad_attr) {
    for (int64_t i = begin; i < end; ++i) {
        if (params.forward.rast[4 * i + 3] > Scalar(0)) {
            interpolatePixelGrad(params, i, grad_attr);
        }
    }
}
BOZZETTO_CPU_CLONES void gradRange(const InterpolateGradParams<float>& params,
                                   int64_t begin,
                                   int64_t end,
                                   float* grad_attr) {
    gradRangeOf(params, begin, end, grad_attr);
}
BOZZETTO_CPU_CLONES void gradRange(const InterpolateGradParams<double>& params,
                                   int64_t begin,
                                   int64_t end,
                                   double* grad_attr) {
    gradRangeOf(params, begin, end, grad_attr);
}

template <class Scalar>
void interpolateImages(const InterpolateParams<Scalar>& params) {
    forPixels(params.images * params.pixels, [&](int64_t begin, int64_t end) {
        clearPixels(params.out, params.attributes, begin, end);
        clearPixels(params.out_da, 2 * params.derivatives, begin, end);
        range(params, begin, end);
    });
}

template <class Scalar>
void gradOfImages(const InterpolateGradParams<Scalar>& params) {
    const InterpolateParams<Scalar>& forward = params.forward;
    const auto gradOfPixels = [&](int64_t begin, int64_t end, Scalar* sums) {
        clearPixels(params.grad_rast, 4, begin, end);
        clearPixels(params.grad_rast_db, 4, begin, end);
        gradRange(params, begin, end, sums);
    };
    if (!params.grad_attr) {
        forPixels(forward.images * forward.pixels,
                  [&](int64_t begin, int64_t end) { gradOfPixels(begin, end, nullptr); });
        return;
    }
    const int64_t size = forward.vertices * forward.attributes;
    if (!forward.attr_per_image) {
        scatterPixels(forward.images * forward.pixels, params.grad_attr, size, gradOfPixels);
        return;
    }
    for (int64_t image = 0; image < forward.images; ++image) {
        const int64_t first = image * forward.pixels;
        scatterPixels(forward.pixels,
                      params.grad_attr + image * size,
                      size,
                      [&](int64_t begin, int64_t end, Scalar* sums) {
                          gradOfPixels(first + begin, first + end, sums);
                      });
    }
}

}  // namespace

void interpolateCpu(const InterpolateParams<float>& params) {
    interpolateImages(params);
}
void interpolateCpu(const InterpolateParams<double>& params) {
    interpolateImages(params);
}
void interpolateGradCpu(const InterpolateGradParams<float>& params) {
    gradOfImages(params);
}
void interpolateGradCpu(const InterpolateGradParams<double>& params) {
    gradOfImages(params);
}

}  // namespace bozzetto
