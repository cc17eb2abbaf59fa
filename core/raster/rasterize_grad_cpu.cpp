// SPDX-License-Identifier: Apache-2.0
#include "raster/rasterize_kernel.h"
#include "raster/scatter_cpu.h"

namespace bozzetto {
namespace {

template <class Scalar>
BOZZETTO_HD void gradOf(const RasterizeGradParams<Scalar>& params,
                        int64_t image,
                        int64_t begin,
                        int64_t end,
                        Scalar* grad_pos) {
    const PixelGrid<Scalar> grid = pixelGrid<Scalar>(params.height, params.width);
    const Scalar* rast = params.rast + image * params.height * params.width * 4;
    for (int64_t i = begin; i < end; ++i) {
        const int32_t triangle = decodeTriangle(rast[4 * i + 3]);
        if (triangle < 0) {
            continue;
        }
        const CornerGradients<Scalar> corners =
            rasterizePixelGrad(params, grid, image, i / params.width, i % params.width, triangle);
        for (int k = 0; k < 3 && corners.valid; ++k) {
            Scalar* target = grad_pos + int64_t{4} * corners.v[k];
            target[0] += corners.grad[k].x;
            target[1] += corners.grad[k].y;
            target[3] += corners.grad[k].w;
        }
    }
}
BOZZETTO_CPU_CLONES void gradOfPixels(const RasterizeGradParams<float>& params,
                                      int64_t image,
                                      int64_t begin,
                                      int64_t end,
                                      float* grad_pos) {
    gradOf(params, image, begin, end, grad_pos);
}
BOZZETTO_CPU_CLONES void gradOfPixels(const RasterizeGradParams<double>& params,
                                      int64_t image,
                                      int64_t begin,
                                      int64_t end,
                                      double* grad_pos) {
    gradOf(params, image, begin, end, grad_pos);
}

template <class Scalar>
void gradOfImages(const RasterizeGradParams<Scalar>& params) {
    for (int64_t image = 0; image < params.images; ++image) {
        scatterPixels(params.height * params.width,
                      params.grad_pos + verticesOffset(params, image),
                      params.vertices * 4,
                      [&](int64_t begin, int64_t end, Scalar* sums) {
                          gradOfPixels(params, image, begin, end, sums);
                      });
    }
}

}  // namespace

void rasterizeGradCpu(const RasterizeGradParams<float>& params) {
    gradOfImages(params);
}
void rasterizeGradCpu(const RasterizeGradParams<double>& params) {
    gradOfImages(params);
}

}  // namespace bozzetto
