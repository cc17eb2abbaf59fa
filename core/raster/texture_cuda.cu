// SPDX-License-Identifier: Apache-2.0
// A thread a pixel. Bytes bound it: uv, uv_da and the output pass once; texels come from the
// caches.
#include "raster/texture_cuda.h"
#include "raster/texture_lookup_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// The sum of what a pixel reads of one level: added to `out` [C], in registers if kChannels is
/// known, else in memory, where the first level overwrites.
template <int kChannels, class Scalar>
__device__ __forceinline__ void addLevel(const TextureLevel<Scalar>& level,
                                         int64_t image,
                                         int64_t all_channels,
                                         const Taps<Scalar>& taps,
                                         Scalar share,
                                         bool overwrite,
                                         Scalar* out) {
    const Scalar* texels = level.data + image * level.texels * all_channels;
    if constexpr (kChannels > 0) {
#pragma unroll
        for (int k = 0; k < 4; ++k) {
            if (taps.index[k] >= 0) {
                Scalar texel[kChannels];
                loadTexel(texels + texelOffset(taps.index[k], kChannels), texel);
                const Scalar weight = share * taps.weight[k];
#pragma unroll
                for (int c = 0; c < kChannels; ++c) {
                    out[c] += weight * texel[c];
                }
            }
        }
    } else {
        for (int64_t c = 0; c < all_channels; ++c) {
            Scalar sum = overwrite ? Scalar(0) : out[c];
#pragma unroll
            for (int k = 0; k < 4; ++k) {
                if (taps.index[k] >= 0) {
                    sum += share * taps.weight[k] *
                           __ldg(texels + texelOffset(taps.index[k], all_channels) + c);
                }
            }
            out[c] = sum;
        }
    }
}

/// Taps of the nearest texel: one, with weight 1.
template <class Scalar>
__device__ __forceinline__ Taps<Scalar> nearestTap(TextureBoundary boundary,
                                                   const TextureLevel<Scalar>& level,
                                                   const FacePoint<Scalar>& at) {
    Taps<Scalar> taps;
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        taps.index[k] = -1;
        taps.weight[k] = taps.slope_s[k] = taps.slope_t[k] = Scalar(0);
    }
    taps.index[0] = nearestTexel(boundary, level.height, level.width, at);
    taps.weight[0] = Scalar(1);
    return taps;
}

/// Adds what the pixel reads to `out`; false if it reads nothing.
template <int kChannels, bool kCube, class Scalar>
__device__ __forceinline__ bool lookUpPixel(const TextureParams<Scalar>& p,
                                            const Lookup<Scalar>& lookup,
                                            int64_t image,
                                            Scalar* out) {
    const TextureBoundary boundary = boundaryOf<kCube>(p.boundary);
    const FacePoint<Scalar> at = pointOf(boundary, lookup);
    if (!at.valid) {
        return false;
    }
    if (p.filter == TextureFilter::Nearest) {
        const Taps<Scalar> taps = nearestTap(boundary, p.level[0], at);
        addLevel<kChannels>(p.level[0], image, p.channels, taps, Scalar(1), true, out);
        return true;
    }
    const LevelChoice<Scalar> choice = chooseLevel(p, boundary, lookup, at);
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (i == 0 || choice.second > choice.first) {
            const TextureLevel<Scalar>& level = p.level[i == 0 ? choice.first : choice.second];
            addLevel<kChannels>(level,
                                image,
                                p.channels,
                                linearTaps(boundary, level.height, level.width, at),
                                i == 0 ? Scalar(1) - choice.fraction : choice.fraction,
                                i == 0,
                                out);
        }
    }
    return true;
}

/// Whether nothing shows at a whole warp's pixels: then there is little to work out.
template <bool kCube, class Scalar>
__device__ __forceinline__ bool allAskForOrigin(const TextureParams<Scalar>& p,
                                                const OwnLookup<kCube, Scalar>& own) {
    if constexpr (kCube) {
        return false;
    } else {
        return __all_sync(~0u, asksForOrigin(p, own)) != 0;
    }
}
template <class Scalar>
__device__ __forceinline__ Taps<Scalar> originTaps(const TextureParams<Scalar>& p) {
    const FacePoint<Scalar> origin{Scalar(0), Scalar(0), 0, true};
    const TextureBoundary boundary = boundaryOf<false>(p.boundary);
    return p.filter == TextureFilter::Nearest
               ? nearestTap(boundary, p.level[0], origin)
               : linearTaps(boundary, p.level[0].height, p.level[0].width, origin);
}

template <int kChannels, bool kCube, class Scalar>
__global__ void __launch_bounds__(kThreads)
    textureKernel(const __grid_constant__ TextureParams<Scalar> p) {
    __shared__ __align__(16) float staging[kThreads / kWarp][3 * kWarp];
    float* const own_staging = staging[threadIdx.x / kWarp];
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const int64_t in_image =
        (int64_t{blockIdx.x} * kThreads + threadIdx.x) / kWarp * int64_t{kWarp};
    if (in_image >= p.pixels) {
        return;
    }
    const int64_t first = int64_t{blockIdx.y} * p.pixels + in_image;
    const int count = static_cast<int>(min(int64_t{kWarp}, p.pixels - in_image));
    const OwnLookup<kCube, Scalar> own = loadLookup<kCube>(p, first, count, own_staging);
    if constexpr (kChannels > 0) {
        Scalar out[kChannels] = {};
        if (!kCube && allAskForOrigin(p, own)) {
            const TextureLevel<Scalar>& base = p.level[0];
            const Taps<Scalar> taps = originTaps(p);
            addLevel<kChannels>(base, blockIdx.y, p.channels, taps, Scalar(1), true, out);
        } else {
            lookUpPixel<kChannels, kCube>(p, own.lookup(), blockIdx.y, out);
        }
        storePixels(p.out + kChannels * first, count, own_staging, out);
    } else if (lane < count) {
        Scalar* out = p.out + p.channels * (first + lane);
        if (!lookUpPixel<0, kCube>(p, own.lookup(), blockIdx.y, out)) {
            for (int64_t c = 0; c < p.channels; ++c) {
                out[c] = Scalar(0);
            }
        }
    }
}

template <class Scalar>
void lookUp(const TextureParams<Scalar>& params, const CudaQueue& queue) {
    const TextureParams<Scalar> p = joinedImages(params);
    if (p.images * p.pixels == 0) {
        return;
    }
    const dim3 grid(blocksFor(p.pixels, kThreads), static_cast<unsigned>(p.images));
    withChannels<Scalar>(p.channels, [&](auto channels) {
        if (p.boundary == TextureBoundary::Cube) {
            textureKernel<channels(), true, Scalar><<<grid, kThreads, 0, streamOf(queue)>>>(p);
        } else {
            textureKernel<channels(), false, Scalar><<<grid, kThreads, 0, streamOf(queue)>>>(p);
        }
    });
    checkLaunch("texture");
}

}  // namespace

void textureCuda(const TextureParams<float>& params, const CudaQueue& queue) {
    lookUp(params, queue);
}
void textureCuda(const TextureParams<double>& params, const CudaQueue& queue) {
    lookUp(params, queue);
}

}  // namespace bozzetto
