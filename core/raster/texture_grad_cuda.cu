// SPDX-License-Identifier: Apache-2.0
// Gradients of texture. What is hard about them are sums by texel: far away, or where coordinates
// jump from vertex to vertex, nearly all pixels of an image meet in the few texels of the smallest
// levels. So each block adds up those levels in shared memory, the smallest in several copies, a
// thread's copy chosen by its lane, and adds its sums to memory once at the end; blocks are few and
// walk over the pixels. Pixels that show nothing ask for (0, 0) on level 0: they are summed apart.
#include "raster/pixel_sums_cuda.h"
#include "raster/texture_cuda.h"
#include "raster/texture_lookup_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kThreads = 512;
constexpr int kWarps = kThreads / kWarp;

/// Which levels a block sums in shared memory, and where. Level l, texel t, channel c, copy k lies
/// at offset[l] + ((t * channels + c) << copies_log2[l]) + k.
struct SharedLevels {
    int first;  // this level and the smaller ones
    int sums;   // elements in all
    int offset[kMaxMipLevels];
    int copies_log2[kMaxMipLevels];
    bool sums_empty;  // whether lookups of (0, 0) are summed apart: [kWarps, channels] after it
};

/// As many levels, from the smallest on, as fit 46 KB (with what else a block needs every GPU has
/// as much): at 3 channels of floats those from 32 x 32 on.
template <class Scalar, class Sum>
SharedLevels planShared(const TextureParams<Scalar>& p, bool wanted) {
    constexpr int64_t kBytes = 46 << 10, kCopiesBytes = 12 << 10, kEmptyBytes = 8 << 10;
    SharedLevels shared{};
    shared.first = p.levels;
    shared.sums_empty =
        wanted && kWarps * p.channels * static_cast<int64_t>(sizeof(Scalar)) <= kEmptyBytes;
    int64_t left = wanted ? kBytes / static_cast<int64_t>(sizeof(Sum)) : 0;
    for (int l = p.levels - 1; l >= 0; --l) {
        const int64_t sums = p.level[l].texels * p.channels;
        if (sums > left) {
            break;
        }
        int copies_log2 = 0;
        while (copies_log2 < 5 &&
               (sums << (copies_log2 + 1)) <=
                   std::min<int64_t>(left, kCopiesBytes / static_cast<int64_t>(sizeof(Sum)))) {
            ++copies_log2;
        }
        shared.first = l;
        shared.offset[l] = shared.sums;
        shared.copies_log2[l] = copies_log2;
        shared.sums += static_cast<int>(sums << copies_log2);
        left -= sums << copies_log2;
    }
    return shared;
}

/// Where a block's sums are.
template <class Scalar, class Sum>
struct BlockSums {
    Sum* texels;     // of SharedLevels
    Scalar* empty;   // [channels] of this warp
    Sum* in_memory;  // [all levels' texels, channels] of the image, or null
};

/// Adds weight * grad to a texel's gradient.
template <int kChannels, class Scalar, class Sum>
__device__ __forceinline__ void addToTexel(const TextureParams<Scalar>& p,
                                           const SharedLevels& shared,
                                           const BlockSums<Scalar, Sum>& sums,
                                           int level,
                                           int64_t index,
                                           Scalar weight,
                                           const Scalar* grad) {
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    if (level >= shared.first) {
        const int copies_log2 = shared.copies_log2[level];
        const int copy = static_cast<int>(threadIdx.x) & ((1 << copies_log2) - 1);
        Sum* to = sums.texels + shared.offset[level] + copy;
        for (int c = 0; c < channels; ++c) {
            addTo(to + ((static_cast<int>(index) * channels + c) << copies_log2), weight * grad[c]);
        }
        return;
    }
    Sum* to = sums.in_memory + p.level[level].grad_offset + index * channels;
    for (int c = 0; c < channels; ++c) {
        addTo(to + c, weight * grad[c]);
    }
}

/// Taps that meet in one texel become one: on a level of one texel all four.
template <class Scalar>
__device__ __forceinline__ void mergeTaps(Taps<Scalar>& taps) {
#pragma unroll
    for (int pair = 0; pair < 3; ++pair) {  // 0 and 1, 2 and 3, then 0 and 2
        const int a = pair == 1 ? 2 : 0, b = pair == 0 ? 1 : (pair == 1 ? 3 : 2);
        if (taps.index[a] == taps.index[b]) {
            taps.weight[a] += taps.weight[b];
            taps.index[b] = -1;
        }
    }
}

struct NoTexelSums {
    template <class Scalar>
    __device__ void operator()(int64_t, Scalar, const Scalar*) const {}
};

template <int kChannels, class Scalar, class Sum>
__device__ __forceinline__ void addTaps(const TextureParams<Scalar>& p,
                                        const SharedLevels& shared,
                                        const BlockSums<Scalar, Sum>& sums,
                                        int level,
                                        Taps<Scalar> taps,
                                        Scalar share,
                                        const Scalar* grad) {
    mergeTaps(taps);
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        if (taps.index[k] >= 0) {
            addToTexel<kChannels>(
                p, shared, sums, level, taps.index[k], share * taps.weight[k], grad);
        }
    }
}

/// The gradient of one pixel, whose texels get theirs through `sums`; what it leaves to do.
enum class Rest {
    Nothing,
    SumEmpty,  // it asked for (0, 0) on level 0, and its texels have got nothing
};
template <int kChannels, bool kCube, class Scalar, class Sum>
__device__ __forceinline__ Rest pixelGrad(const TextureParams<Scalar>& p,
                                          const SharedLevels& shared,
                                          const BlockSums<Scalar, Sum>& sums,
                                          const Lookup<Scalar>& lookup,
                                          int64_t image,
                                          const Scalar* grad,
                                          const LookupGrad<Scalar>& out) {
    const TextureBoundary boundary = boundaryOf<kCube>(p.boundary);
    const int64_t channels = kChannels > 0 ? kChannels : p.channels;
    bool any = false;
    for (int64_t c = 0; c < channels; ++c) {
        any = any || grad[c] != Scalar(0);
    }
    const FacePoint<Scalar> at = pointOf(boundary, lookup);
    if (!any || !at.valid) {
        return Rest::Nothing;
    }
    const bool origin = !kCube && shared.sums_empty && at.s == Scalar(0) && at.t == Scalar(0);
    if (p.filter == TextureFilter::Nearest) {
        const int64_t index = nearestTexel(boundary, p.level[0].height, p.level[0].width, at);
        if (!origin && index >= 0 && sums.in_memory) {
            addToTexel<kChannels>(p, shared, sums, 0, index, Scalar(1), grad);
        }
        return origin ? Rest::SumEmpty : Rest::Nothing;
    }
    const LevelChoice<Scalar> choice = chooseLevel(p, boundary, lookup, at);
    const bool empty = origin && choice.second == 0;
    LevelGrad<Scalar> of[2] = {};
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (i == 0 || choice.second > choice.first) {
            const int l = i == 0 ? choice.first : choice.second;
            const TextureLevel<Scalar>& level = p.level[l];
            const Taps<Scalar> taps = linearTaps(boundary, level.height, level.width, at);
            const Scalar share = i == 0 ? Scalar(1) - choice.fraction : choice.fraction;
            of[i] = levelGrad(level.data + image * level.texels * channels,
                              channels,
                              taps,
                              share,
                              grad,
                              NoTexelSums());
            if (sums.in_memory && !empty) {
                addTaps<kChannels>(p, shared, sums, l, taps, share, grad);
            }
        }
    }
    const Scalar w0 = Scalar(1) - choice.fraction, w1 = choice.fraction;
    coordinateGrad(p,
                   boundary,
                   lookup,
                   at,
                   w0 * of[0].s + w1 * of[1].s,
                   w0 * of[0].t + w1 * of[1].t,
                   choice.second > choice.first ? of[1].value - of[0].value : Scalar(0),
                   out);
    return empty ? Rest::SumEmpty : Rest::Nothing;
}

template <class T>
__device__ __forceinline__ T warpSum(T value) {
#pragma unroll
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        value += __shfl_down_sync(~0u, value, offset);
    }
    return value;
}

/// Adds the block's sums to those in memory.
template <int kChannels, class Scalar, class Sum>
__device__ __forceinline__ void flush(const TextureParams<Scalar>& p,
                                      const SharedLevels& shared,
                                      const BlockSums<Scalar, Sum>& sums,
                                      const Scalar* all_empty) {
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    for (int l = shared.first; l < p.levels; ++l) {
        const int count = static_cast<int>(p.level[l].texels) * channels;
        const int log2 = shared.copies_log2[l], copies = 1 << log2;
        Sum* to = sums.in_memory + p.level[l].grad_offset;
        for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
            const Sum* from = sums.texels + shared.offset[l] + (i << log2);
            Sum sum{};
            for (int k = 0; k < copies; ++k) {  // each lane begins elsewhere: another bank
                sum = plus(sum, from[(k + static_cast<int>(threadIdx.x)) & (copies - 1)]);
            }
            if (sum != Sum{}) {
                addSumTo(to + i, sum);
            }
        }
    }
    if (!shared.sums_empty || static_cast<int>(threadIdx.x) >= channels) {
        return;
    }
    const int c = static_cast<int>(threadIdx.x);
    Scalar grad = 0;
    for (int w = 0; w < kWarps; ++w) {
        grad += all_empty[w * channels + c];
    }
    const FacePoint<Scalar> origin{Scalar(0), Scalar(0), 0, true};
    const TextureBoundary boundary = boundaryOf<false>(p.boundary);
    Sum* to = sums.in_memory + p.level[0].grad_offset + c;
    if (grad == Scalar(0)) {
        return;
    }
    if (p.filter == TextureFilter::Nearest) {
        const int64_t index = nearestTexel(boundary, p.level[0].height, p.level[0].width, origin);
        if (index >= 0) {
            addTo(to + index * channels, grad);
        }
        return;
    }
    const Taps<Scalar> taps = linearTaps(boundary, p.level[0].height, p.level[0].width, origin);
    for (int k = 0; k < 4; ++k) {
        if (taps.index[k] >= 0) {
            addTo(to + taps.index[k] * channels, taps.weight[k] * grad);
        }
    }
}

/// Blocks (some, image).
template <int kChannels, bool kCube, class Scalar, class Sum>
__global__ void __launch_bounds__(kThreads)
    textureGradKernel(const __grid_constant__ TextureGradParams<Scalar> g,
                      const __grid_constant__ SharedLevels shared,
                      Sum* all_sums) {
    extern __shared__ __align__(16) unsigned char shared_memory[];
    __shared__ __align__(16) float staging[kWarps][3 * kWarp];
    const TextureParams<Scalar>& p = g.forward;
    constexpr int kAxes = OwnLookup<kCube, Scalar>::kAxes;
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    const int warp = static_cast<int>(threadIdx.x) / kWarp,
              lane = static_cast<int>(threadIdx.x) % kWarp;
    float* const own_staging = staging[warp];

    BlockSums<Scalar, Sum> sums;
    sums.texels = reinterpret_cast<Sum*>(shared_memory);
    Scalar* const all_empty = reinterpret_cast<Scalar*>(sums.texels + shared.sums);
    sums.empty = all_empty + warp * channels;
    sums.in_memory = all_sums ? all_sums + int64_t{blockIdx.y} * g.grad_size : nullptr;
    for (int i = static_cast<int>(threadIdx.x); i < shared.sums; i += kThreads) {
        sums.texels[i] = Sum{};
    }
    for (int i = lane; shared.sums_empty && i < channels; i += kWarp) {
        sums.empty[i] = Scalar(0);
    }
    __syncthreads();

    const int64_t step = int64_t{gridDim.x} * kThreads;
    for (int64_t in_image = (int64_t{blockIdx.x} * kWarps + warp) * kWarp; in_image < p.pixels;
         in_image += step) {
        const int64_t first = int64_t{blockIdx.y} * p.pixels + in_image;
        const int count = static_cast<int>(min(int64_t{kWarp}, p.pixels - in_image));
        const OwnLookup<kCube, Scalar> own = loadLookup<kCube>(p, first, count, own_staging);
        Scalar grad[kChannels > 0 ? kChannels : 1];
        const Scalar* grad_out = grad;
        if constexpr (kChannels > 0) {
            loadPixels(g.grad_out + kChannels * first, count, own_staging, grad);
        } else {
            grad_out = g.grad_out + p.channels * (first + lane);
        }
        Scalar grad_uv[kAxes] = {}, grad_da[2 * kAxes] = {}, grad_bias[1] = {};
        Rest rest = Rest::Nothing;
        if (lane < count) {
            rest = pixelGrad<kChannels, kCube>(
                p, shared, sums, own.lookup(), blockIdx.y, grad_out, {grad_uv, grad_da, grad_bias});
        }
        if (sums.in_memory && __any_sync(~0u, rest == Rest::SumEmpty)) {
            for (int c = 0; c < channels; ++c) {
                const Scalar sum = warpSum(rest == Rest::SumEmpty ? grad_out[c] : Scalar(0));
                if (lane == 0) {
                    sums.empty[c] += sum;
                }
            }
        }
        if (g.grad_uv) {
            storePixels(g.grad_uv + kAxes * first, count, own_staging, grad_uv);
        }
        if (g.grad_uv_da) {
            storePixels(g.grad_uv_da + 2 * kAxes * first, count, own_staging, grad_da);
        }
        if (g.grad_bias) {
            storePixels(g.grad_bias + first, count, own_staging, grad_bias);
        }
    }
    if (sums.in_memory) {
        __syncthreads();
        flush<kChannels>(p, shared, sums, all_empty);
    }
}

int multiprocessors(const CudaQueue& queue) {
    int count = 0;
    checkCuda(cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, queue.device),
              "texture's gradient");
    return count;
}

template <class Scalar, class Sum>
void gradOfImages(const TextureGradParams<Scalar>& params, Sum* sums, const CudaQueue& queue) {
    TextureGradParams<Scalar> g = params;
    g.forward = joinedImages(params.forward);
    const TextureParams<Scalar>& p = g.forward;
    const SharedLevels shared = planShared<Scalar, Sum>(p, sums != nullptr);
    const size_t bytes =
        static_cast<size_t>(shared.sums) * sizeof(Sum) +
        (shared.sums_empty ? static_cast<size_t>(kWarps * p.channels) * sizeof(Scalar) : 0);
    // Enough blocks to fill the GPU twice, each with pixels enough to be worth its sums.
    const int64_t most = std::max<int64_t>(1, 2 * multiprocessors(queue) / p.images);
    const auto blocks =
        static_cast<unsigned>(std::clamp<int64_t>(p.pixels / (2 * kThreads), 1, most));
    const dim3 grid(blocks, static_cast<unsigned>(p.images));
    const auto launch = [&](auto channels) {
        const auto kernel = p.boundary == TextureBoundary::Cube
                                ? textureGradKernel<channels(), true, Scalar, Sum>
                                : textureGradKernel<channels(), false, Scalar, Sum>;
        checkCuda(cudaFuncSetAttribute(kernel,
                                       cudaFuncAttributeMaxDynamicSharedMemorySize,
                                       static_cast<int>(bytes)),
                  "texture's gradient");
        kernel<<<grid, kThreads, bytes, streamOf(queue)>>>(g, shared, sums);
    };
    if constexpr (std::is_same_v<Sum, float>) {
        withChannels<float>(p.channels, launch);
    } else {
        launch(std::integral_constant<int, 0>());
    }
    checkLaunch("texture's gradient");
}

template <class Scalar>
void textureGrad(const TextureGradParams<Scalar>& params, const CudaQueue& queue) {
    const TextureParams<Scalar>& p = params.forward;
    if (p.images * p.pixels == 0) {
        return;
    }
    const int64_t size = (p.texture_per_image ? p.images : 1) * params.grad_size;
    sumOverPixels(
        params.grad_texture, size, queue, [&](auto* sums) { gradOfImages(params, sums, queue); });
}

}  // namespace

void textureGradCuda(const TextureGradParams<float>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}
void textureGradCuda(const TextureGradParams<double>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}

}  // namespace bozzetto
