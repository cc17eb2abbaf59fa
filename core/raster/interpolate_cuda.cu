// SPDX-License-Identifier: Apache-2.0
// A thread a pixel. Bytes bound it: 16 (rast) read, and where something shows 16 more (rast_db),
// the outputs written.
#include "raster/interpolate_cuda.h"
#include "raster/pixel_rows_cuda.h"
#include "raster/pixel_sums_cuda.h"

#include <algorithm>
#include <type_traits>

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// The pixels of one warp: `count` from `first` on, of one image.
struct WarpPixels {
    int64_t image, first;
    int count;
};
__device__ __forceinline__ WarpPixels warpPixels(int64_t pixels) {
    const int64_t in_image =
        (int64_t{blockIdx.x} * kThreads + threadIdx.x) / kWarp * int64_t{kWarp};
    const int64_t left = pixels - in_image;
    return {blockIdx.y,
            int64_t{blockIdx.y} * pixels + in_image,
            left <= 0 ? 0 : (left < kWarp ? static_cast<int>(left) : kWarp)};
}

/// kAttributes: known number of attributes, all of them with derivatives if kDerivatives; or 0.
template <int kAttributes, bool kDerivatives, class Scalar>
__global__ void __launch_bounds__(kThreads)
    interpolateKernel(const __grid_constant__ InterpolateParams<Scalar> p) {
    __shared__ __align__(16) float staging[kThreads / kWarp][3 * kWarp];
    float* const own = staging[threadIdx.x / kWarp];
    const WarpPixels warp = warpPixels(p.pixels);
    if (warp.count == 0) {
        return;
    }
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    Scalar rast[4];
    loadPixels(p.rast + 4 * warp.first, warp.count, own, rast);
    const Corners<Scalar> corners = cornersOf(p, warp.image, rast[3]);
    Scalar db[4] = {};
    if (corners.valid && p.out_da) {
        loadPixel(p.rast_db + 4 * (warp.first + lane), db);
    }
    if constexpr (kAttributes > 0) {
        Scalar out[kAttributes] = {};
        if (corners.valid) {
            blendCorners(corners, rast, kAttributes, out);
        }
        storePixels(p.out + kAttributes * warp.first, warp.count, own, out);
        if constexpr (kDerivatives) {
            Scalar da[2 * kAttributes] = {};
            if (corners.valid) {
                blendDerivatives(corners, db, nullptr, kAttributes, da);
            }
            storePixels(p.out_da + 2 * kAttributes * warp.first, warp.count, own, da);
        }
    } else if (lane < warp.count) {
        const int64_t pixel = warp.first + lane;
        Scalar* out = p.out + p.attributes * pixel;
        Scalar* da = p.out_da ? p.out_da + 2 * p.derivatives * pixel : nullptr;
        if (corners.valid) {
            blendCorners(corners, rast, p.attributes, out);
            if (da) {
                blendDerivatives(corners, db, p.which, p.derivatives, da);
            }
            return;
        }
        for (int64_t i = 0; i < p.attributes; ++i) {
            out[i] = Scalar(0);
        }
        for (int64_t d = 0; da && d < 2 * p.derivatives; ++d) {
            da[d] = Scalar(0);
        }
    }
}

/// Adds up over runs of neighbouring threads that show the same triangle before it touches memory.
template <class Sum>
struct RunSums {
    Sum* sums;       // or null
    unsigned valid;  // threads that take part
    int last;        // thread of this one's run
    bool first, alone;

    /// All threads of `valid` make one of these together.
    __device__ RunSums(Sum* sums_, unsigned valid_, int32_t triangle) : sums(sums_), valid(valid_) {
        const int lane = static_cast<int>(threadIdx.x % kWarp);
        const int32_t before = __shfl_up_sync(valid, triangle, 1);
        first = lane == 0 || !(valid >> (lane - 1) & 1) || before != triangle;
        const unsigned starts = __ballot_sync(valid, first) | ~valid;  // of runs and of gaps
        const unsigned after = lane == kWarp - 1 ? 0u : starts >> (lane + 1);
        last = after ? lane + __ffs(static_cast<int>(after)) - 1 : kWarp - 1;
        alone = (starts & valid) == valid;
    }

    __device__ bool wanted() const { return sums != nullptr; }
    template <class Scalar>
    __device__ void operator()(int64_t offset, Scalar value) const {
        if (!alone) {
            const int lane = static_cast<int>(threadIdx.x % kWarp);
#pragma unroll
            for (int step = 1; step < kWarp; step *= 2) {
                const Scalar other = __shfl_down_sync(valid, value, step);
                value += lane + step <= last ? other : Scalar(0);
            }
        }
        if (first) {
            addTo(sums + offset, value);
        }
    }
};

template <int kAttributes, bool kDerivatives, class Scalar, class Sum>
__global__ void __launch_bounds__(kThreads)
    interpolateGradKernel(const __grid_constant__ InterpolateGradParams<Scalar> g, Sum* sums) {
    __shared__ __align__(16) float staging[kThreads / kWarp][3 * kWarp];
    float* const own = staging[threadIdx.x / kWarp];
    const InterpolateParams<Scalar>& p = g.forward;
    const WarpPixels warp = warpPixels(p.pixels);
    if (warp.count == 0) {
        return;
    }
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const int64_t pixel = warp.first + lane;
    Scalar rast[4];
    loadPixels(p.rast + 4 * warp.first, warp.count, own, rast);
    const Corners<Scalar> corners = cornersOf(p, warp.image, rast[3]);
    Scalar grad_rast[4] = {}, grad_db[4] = {};
    const unsigned valid = __ballot_sync(~0u, corners.valid);
    Scalar grad_out[kAttributes > 0 ? kAttributes : 1] = {};
    if constexpr (kAttributes > 0) {
        if (g.grad_out && valid) {
            loadPixels(g.grad_out + kAttributes * warp.first, warp.count, own, grad_out);
        }
    }
    if (corners.valid) {
        const RunSums<Sum> add(
            sums ? sums + (p.attr_per_image ? warp.image * p.vertices * p.attributes : 0) : nullptr,
            valid,
            decodeTriangle(rast[3]));
        if (g.grad_out) {
            if constexpr (kAttributes > 0) {
                blendCornersGrad(corners, rast, kAttributes, grad_out, grad_rast, add);
            } else {
                blendCornersGrad(
                    corners, rast, p.attributes, g.grad_out + p.attributes * pixel, grad_rast, add);
            }
        }
        if (g.grad_out_da) {
            Scalar db[4] = {};
            if (sums) {
                loadPixel(p.rast_db + 4 * pixel, db);
            }
            if constexpr (kDerivatives) {
                Scalar grad_da[2 * kAttributes];
                loadPixel(g.grad_out_da + 2 * kAttributes * pixel, grad_da);
                blendDerivativesGrad(corners, db, nullptr, kAttributes, grad_da, grad_db, add);
            } else {
                blendDerivativesGrad(corners,
                                     db,
                                     p.which,
                                     p.derivatives,
                                     g.grad_out_da + 2 * p.derivatives * pixel,
                                     grad_db,
                                     add);
            }
        }
    }
    if (g.grad_rast) {
        storePixels(g.grad_rast + 4 * warp.first, warp.count, own, grad_rast);
    }
    if (g.grad_rast_db) {
        storePixels(g.grad_rast_db + 4 * warp.first, warp.count, own, grad_db);
    }
}

/// Calls fn(number of attributes, whether each has derivatives) with constants for the usual cases
/// if kSpecialised, else (0, false).
template <bool kSpecialised, class Scalar, class Function>
void withAttributes(const InterpolateParams<Scalar>& p, const Function& fn) {
    const auto known = [&](auto attributes) {
        p.derivatives > 0 ? fn(attributes, std::true_type()) : fn(attributes, std::false_type());
    };
    const bool all = p.derivatives == 0 || (p.derivatives == p.attributes && !p.which);
    if constexpr (kSpecialised) {
        switch (all ? p.attributes : 0) {
            case 1:
                return known(std::integral_constant<int, 1>());
            case 2:
                return known(std::integral_constant<int, 2>());
            case 3:
                return known(std::integral_constant<int, 3>());
            case 4:
                return known(std::integral_constant<int, 4>());
            default:
                break;
        }
    }
    fn(std::integral_constant<int, 0>(), std::false_type());
}

/// The same parameters with `which` on the device, or null if it names all attributes in order.
template <class Scalar>
InterpolateParams<Scalar> onDevice(const InterpolateParams<Scalar>& params,
                                   const CudaQueue& queue) {
    InterpolateParams<Scalar> p = params;
    bool in_order = true;
    for (int64_t d = 0; p.which && d < p.derivatives; ++d) {
        in_order = in_order && p.which[d] == d;
    }
    if (in_order || p.derivatives == 0) {
        p.which = nullptr;
        return p;
    }
    int64_t* which = queue.scratch<int64_t>(p.derivatives);
    checkCuda(cudaMemcpyAsync(which,
                              params.which,
                              static_cast<size_t>(p.derivatives) * sizeof(int64_t),
                              cudaMemcpyHostToDevice,
                              streamOf(queue)),
              "interpolate");
    p.which = which;
    return p;
}

/// Images, by blocks that cover the pixels of one.
template <class Scalar>
dim3 gridOf(const InterpolateParams<Scalar>& p) {
    if (p.images > 65535) {
        throw Error(Error::Kind::BadInput,
                    "interpolate: " + std::to_string(p.images) + " images",
                    "Give at most 65535 at once.");
    }
    return dim3(blocksFor(p.pixels, kThreads), static_cast<unsigned>(p.images));
}

template <class Scalar>
void interpolateImages(const InterpolateParams<Scalar>& params, const CudaQueue& queue) {
    if (params.images * params.pixels == 0) {
        return;
    }
    const InterpolateParams<Scalar> p = onDevice(params, queue);
    withAttributes<sizeof(Scalar) == sizeof(float)>(p, [&](auto attributes, auto derivatives) {
        interpolateKernel<attributes(), derivatives(), Scalar>
            <<<gridOf(p), kThreads, 0, streamOf(queue)>>>(p);
    });
    checkLaunch("interpolate");
}

template <class Scalar, class Sum>
void gradOfImages(const InterpolateGradParams<Scalar>& params, Sum* sums, const CudaQueue& queue) {
    InterpolateGradParams<Scalar> g = params;
    g.forward = onDevice(params.forward, queue);
    withAttributes<std::is_same_v<Sum, float>>(g.forward, [&](auto attributes, auto derivatives) {
        interpolateGradKernel<attributes(), derivatives(), Scalar, Sum>
            <<<gridOf(g.forward), kThreads, 0, streamOf(queue)>>>(g, sums);
    });
    checkLaunch("interpolate's gradient");
}

template <class Scalar>
void interpolateGrad(const InterpolateGradParams<Scalar>& params, const CudaQueue& queue) {
    const InterpolateParams<Scalar>& p = params.forward;
    if (p.images * p.pixels == 0) {
        return;
    }
    const int64_t size = (p.attr_per_image ? p.images : 1) * p.vertices * p.attributes;
    sumOverPixels(
        params.grad_attr, size, queue, [&](auto* sums) { gradOfImages(params, sums, queue); });
}

}  // namespace

void interpolateCuda(const InterpolateParams<float>& params, const CudaQueue& queue) {
    interpolateImages(params, queue);
}
void interpolateCuda(const InterpolateParams<double>& params, const CudaQueue& queue) {
    interpolateImages(params, queue);
}
void interpolateGradCuda(const InterpolateGradParams<float>& params, const CudaQueue& queue) {
    interpolateGrad(params, queue);
}
void interpolateGradCuda(const InterpolateGradParams<double>& params, const CudaQueue& queue) {
    interpolateGrad(params, queue);
}

}  // namespace bozzetto
