// SPDX-License-Identifier: Apache-2.0
// Gradients of texture. What is hard about them are sums by texel: far away, or where coordinates
// jump from vertex to vertex, nearly all pixels of an image meet in the few texels of the smallest
// levels. So each block adds up those levels in shared memory, the smallest in several copies, a
// thread's copy chosen by its lane, and adds its sums to memory now and then; blocks are few and
// walk over the pixels. Shared memory adds whole numbers in one instruction but floats in a loop
// that starts over whenever two threads meet: so these sums are two whole numbers each, in units of
// the largest gradient that arrives, which a first pass finds. Pixels that show nothing ask for
// (0, 0) on level 0: they are summed apart.
#include "raster/pixel_sums_cuda.h"
#include "raster/texture_cuda.h"
#include "raster/texture_lookup_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

#ifndef TUNE_KB
#define TUNE_KB 46
#define TUNE_COPIES 768
#endif

constexpr int kThreads = 512;
constexpr int kWarps = kThreads / kWarp;

/// A block's sum of floats x is (coarse + fine / kFineUnits) / kCoarseUnits times a power of two
/// above the largest |x|. Each lookup adds at most kCoarseUnits to coarse and 2 kFineUnits to fine,
/// so both fit 32 bits for kMostRounds rounds of a block.
constexpr float kCoarseUnits = 1 << 14, kFineUnits = 1 << 14;
constexpr int kMostRounds = (1 << 16) / kThreads - 2;
/// Deterministic sums in memory are in units of the same power of two times 2^-36: room for 2^27
/// lookups of one texel.
constexpr double kMemoryUnits = 0x1p36;

/// Which levels a block sums in shared memory, and where. Of level l, texel t, channel c, copy k,
/// `coarse` lies at offset[l] + ((t * channels + c) << copies_log2[l]) + k, `fine` `sums` further
/// on.
struct SharedLevels {
    int first;  // this level and the smaller ones
    int sums;   // in all
    int offset[kMaxMipLevels];
    int copies_log2[kMaxMipLevels];
    int64_t texels_before[kMaxMipLevels];  // of each level
    bool sums_empty;  // whether lookups of (0, 0) are summed apart: [kWarps, channels] after it
};

/// Texels of an image that are not summed in shared memory.
__host__ __device__ __forceinline__ int64_t paddedTexels(const SharedLevels& shared) {
    return shared.first < kMaxMipLevels ? shared.texels_before[shared.first] : 0;
}

/// As many levels, from the smallest on, as fit 46 KB (with what else a block needs every GPU has
/// as much): at 3 channels those from 32 x 32 on. None for doubles, which are there for tests and
/// keep their precision.
template <class Scalar>
SharedLevels planShared(const TextureParams<Scalar>& p, bool wanted) {
    constexpr int64_t kSums = (TUNE_KB << 10) / 8, kSumsInCopies = TUNE_COPIES,
                      kEmptyBytes = 8 << 10;
    SharedLevels shared{};
    shared.first = p.levels;
    shared.sums_empty =
        wanted && kWarps * p.channels * static_cast<int64_t>(sizeof(Scalar)) <= kEmptyBytes;
    for (int l = 1; l <= p.levels && l < kMaxMipLevels; ++l) {
        shared.texels_before[l] = shared.texels_before[l - 1] + p.level[l - 1].texels;
    }
    int64_t left = wanted && std::is_same_v<Scalar, float> ? kSums : 0;
    for (int l = p.levels - 1; l >= 0; --l) {
        const int64_t sums = p.level[l].texels * p.channels;
        if (sums > left) {
            break;
        }
        int copies_log2 = 0;
        while (copies_log2 < 5 && (sums << (copies_log2 + 1)) <= std::min(left, kSumsInCopies)) {
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

/// 2^k > the largest |gradient|, of which `largest` has the bits; 1 if that is 0, NaN if it is not
/// finite: then so are all sums.
__device__ __forceinline__ float unitOf(uint32_t largest) {
    if (largest >= 0x7f800000u) {
        return __uint_as_float(0x7fc00000u);
    }
    const uint32_t exponent = (largest >> 23) + 1;
    return largest == 0 ? 1.0f : __uint_as_float(min(max(exponent, 24u), 230u) << 23);
}

/// Where a block's sums are.
template <class Scalar, class Sum>
struct BlockSums {
    int *coarse, *fine;  // of SharedLevels
    float to_coarse;     // units of `coarse` in 1
    double to_memory;    // units of whole sums in memory in 1
    Scalar* empty;       // [channels] of this warp
    Sum* in_memory;      // [all levels' texels, channels] of the image, or null
    float4* padded;      // [texels of the levels before SharedLevels::first] of the image, or null

    __device__ __forceinline__ void addInMemory(Sum* to, Scalar value) const {
        if constexpr (std::is_same_v<Sum, WholeSum>) {
            addWhole(to, __double2ll_rn(static_cast<double>(value) * to_memory));
        } else {
            atomicAdd(to, value);
        }
    }
    /// sum: of coarse and fine, in units of fine.
    __device__ __forceinline__ void addShared(Sum* to, long long sum) const {
        if constexpr (std::is_same_v<Sum, WholeSum>) {
            addWhole(to,
                     sum * static_cast<long long>(kMemoryUnits /
                                                  (double{kCoarseUnits} * double{kFineUnits})));
        } else {
            atomicAdd(to, static_cast<Sum>(static_cast<float>(sum) / (to_coarse * kFineUnits)));
        }
    }
};

__device__ __forceinline__ void addFour(float4* to, float4 value) {
#if __CUDA_ARCH__ >= 900
    atomicAdd(to, value);
#else
    atomicAdd(&to->x, value.x);
    atomicAdd(&to->y, value.y);
    atomicAdd(&to->z, value.z);
    atomicAdd(&to->w, value.w);
#endif
}

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
    if constexpr (std::is_same_v<Scalar, float>) {
        if (level >= shared.first) {
            const int copies_log2 = shared.copies_log2[level];
            const int copy = static_cast<int>(threadIdx.x) & ((1 << copies_log2) - 1);
            const int first =
                shared.offset[level] + copy + ((static_cast<int>(index) * channels) << copies_log2);
            const float scaled_weight = weight * sums.to_coarse;
            for (int c = 0; c < channels; ++c) {
                const float value = scaled_weight * grad[c], coarse = rintf(value);
                const int at = first + (c << copies_log2);
                atomicAdd(sums.coarse + at, static_cast<int>(coarse));
                atomicAdd(sums.fine + at, __float2int_rn((value - coarse) * kFineUnits));
            }
            return;
        }
    }
    if constexpr (std::is_same_v<Sum, float> && kChannels == 3) {
        if (sums.padded) {
            addFour(sums.padded + shared.texels_before[level] + static_cast<uint32_t>(index),
                    make_float4(weight * grad[0], weight * grad[1], weight * grad[2], 0.0f));
            return;
        }
    }
    Sum* to = sums.in_memory + p.level[level].grad_offset + texelOffset(index, channels);
    if constexpr (std::is_same_v<Sum, float> && kChannels == 4) {
        addFour(
            reinterpret_cast<float4*>(to),
            make_float4(weight * grad[0], weight * grad[1], weight * grad[2], weight * grad[3]));
    } else {
        for (int c = 0; c < channels; ++c) {
            sums.addInMemory(to + c, weight * grad[c]);
        }
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

/// Adds the block's sums of levels to those in memory and clears them. All threads call it.
template <int kChannels, class Scalar, class Sum>
__device__ __forceinline__ void flushLevels(const TextureParams<Scalar>& p,
                                            const SharedLevels& shared,
                                            const BlockSums<Scalar, Sum>& sums) {
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    __syncthreads();
    for (int l = shared.first; l < p.levels; ++l) {
        const int count = static_cast<int>(p.level[l].texels) * channels;
        const int log2 = shared.copies_log2[l], copies = 1 << log2;
        Sum* to = sums.in_memory + p.level[l].grad_offset;
        for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
            const int first = shared.offset[l] + (i << log2);
            long long coarse = 0, fine = 0;
            for (int k = 0; k < copies; ++k) {  // each lane begins elsewhere: another bank
                const int at = first + ((k + static_cast<int>(threadIdx.x)) & (copies - 1));
                coarse += sums.coarse[at];
                fine += sums.fine[at];
                sums.coarse[at] = sums.fine[at] = 0;
            }
            const long long sum = coarse * static_cast<int>(kFineUnits) + fine;
            if (sum != 0) {
                sums.addShared(to + i, sum);
            }
        }
    }
    __syncthreads();
}

/// Adds the block's sums of lookups of (0, 0) to memory. all_empty: those of all its warps.
template <int kChannels, class Scalar, class Sum>
__device__ __forceinline__ void flushEmpty(const TextureParams<Scalar>& p,
                                           const BlockSums<Scalar, Sum>& sums,
                                           const Scalar* all_empty) {
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    const FacePoint<Scalar> origin{Scalar(0), Scalar(0), 0, true};
    const TextureBoundary boundary = boundaryOf<false>(p.boundary);
    const int height = p.level[0].height, width = p.level[0].width;
    for (int c = static_cast<int>(threadIdx.x); c < channels; c += kThreads) {
        Scalar grad = 0;
        for (int w = 0; w < kWarps; ++w) {
            grad += all_empty[w * channels + c];
        }
        Sum* to = sums.in_memory + p.level[0].grad_offset + c;
        if (p.filter == TextureFilter::Nearest) {
            const int64_t index = nearestTexel(boundary, height, width, origin);
            if (index >= 0 && grad != Scalar(0)) {
                sums.addInMemory(to + index * channels, grad);
            }
            continue;
        }
        const Taps<Scalar> taps = linearTaps(boundary, height, width, origin);
        for (int k = 0; k < 4; ++k) {
            if (taps.index[k] >= 0 && grad != Scalar(0)) {
                sums.addInMemory(to + taps.index[k] * channels, taps.weight[k] * grad);
            }
        }
    }
}

/// Blocks (some, image). largest: bits of the largest |grad_out|. padded: of all images, or null.
template <int kChannels, bool kCube, class Scalar, class Sum>
__global__ void __launch_bounds__(kThreads)
    textureGradKernel(const __grid_constant__ TextureGradParams<Scalar> g,
                      const __grid_constant__ SharedLevels shared,
                      const uint32_t* largest,
                      Sum* all_sums,
                      float4* padded) {
    extern __shared__ __align__(16) unsigned char shared_memory[];
    __shared__ __align__(16) float staging[kWarps][3 * kWarp];
    const TextureParams<Scalar>& p = g.forward;
    constexpr int kAxes = OwnLookup<kCube, Scalar>::kAxes;
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    const int warp = static_cast<int>(threadIdx.x) / kWarp,
              lane = static_cast<int>(threadIdx.x) % kWarp;
    float* const own_staging = staging[warp];

    const float unit = all_sums ? unitOf(*largest) : 1.0f;
    BlockSums<Scalar, Sum> sums;
    sums.coarse = reinterpret_cast<int*>(shared_memory);
    sums.fine = sums.coarse + shared.sums;
    sums.to_coarse = kCoarseUnits / unit;
    sums.to_memory = kMemoryUnits / static_cast<double>(unit);
    Scalar* const all_empty = reinterpret_cast<Scalar*>(sums.fine + shared.sums);
    sums.empty = all_empty + warp * channels;
    sums.in_memory = all_sums ? all_sums + int64_t{blockIdx.y} * g.grad_size : nullptr;
    sums.padded = padded ? padded + blockIdx.y * paddedTexels(shared) : nullptr;
    for (int i = static_cast<int>(threadIdx.x); i < 2 * shared.sums; i += kThreads) {
        sums.coarse[i] = 0;
    }
    for (int i = lane; shared.sums_empty && i < channels; i += kWarp) {
        sums.empty[i] = Scalar(0);
    }
    __syncthreads();

    const int64_t step = int64_t{gridDim.x} * kThreads;
    int rounds = 0;
    for (int64_t begin = int64_t{blockIdx.x} * kThreads; begin < p.pixels; begin += step) {
        if (++rounds == kMostRounds && sums.in_memory) {
            flushLevels<kChannels>(p, shared, sums);
            rounds = 0;
        }
        const int64_t in_image = begin + warp * kWarp;
        if (in_image >= p.pixels) {
            continue;
        }
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
        flushLevels<kChannels>(p, shared, sums);
        if (shared.sums_empty) {
            flushEmpty<kChannels>(p, sums, all_empty);
        }
    }
}

/// The bits of the largest |value|: as numbers they are in the same order, infinities and NaN last.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    largestKernel(const Scalar* values, int64_t count, uint32_t* largest) {
    uint32_t found = 0;
    const int64_t thread = int64_t{blockIdx.x} * kThreads + threadIdx.x,
                  threads = int64_t{gridDim.x} * kThreads;
    const auto look = [&](float value) { found = max(found, __float_as_uint(fabsf(value))); };
    int64_t done = 0;
    if constexpr (std::is_same_v<Scalar, float>) {
        for (int64_t i = thread; i < count / 4; i += threads) {
            const float4 v = reinterpret_cast<const float4*>(values)[i];
            look(v.x), look(v.y), look(v.z), look(v.w);
        }
        done = count / 4 * 4;
    }
    for (int64_t i = done + thread; i < count; i += threads) {
        look(static_cast<float>(values[i]));
    }
#pragma unroll
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        found = max(found, __shfl_xor_sync(~0u, found, offset));
    }
    if (threadIdx.x % kWarp == 0 && found > *largest) {
        atomicMax(largest, found);
    }
}

/// Adds the padded sums to the gradient. Block (texels, image).
__global__ void __launch_bounds__(kThreads)
    addPaddedSums(const float4* padded, int64_t texels, int64_t grad_size, float* grad_texture) {
    const int64_t texel = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (texel < texels) {
        const float4 sum = __ldcs(padded + blockIdx.y * texels + texel);
        if (sum.x != 0.0f || sum.y != 0.0f || sum.z != 0.0f) {
            float* to = grad_texture + blockIdx.y * grad_size + 3 * texel;
            to[0] += sum.x;
            to[1] += sum.y;
            to[2] += sum.z;
        }
    }
}

/// Adds whole sums to `to`.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    addWholeSums(const WholeSum* sums, int64_t count, const uint32_t* largest, Scalar* to) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) {
        to[i] += static_cast<Scalar>(static_cast<double>(static_cast<long long>(sums[i])) *
                                     (static_cast<double>(unitOf(*largest)) / kMemoryUnits));
    }
}

int attributeOf(const CudaQueue& queue, cudaDeviceAttr attribute) {
    int value = 0;
    checkCuda(cudaDeviceGetAttribute(&value, attribute, queue.device), "texture's gradient");
    return value;
}
int multiprocessors(const CudaQueue& queue) {
    return attributeOf(queue, cudaDevAttrMultiProcessorCount);
}

/// Where a GPU adds four floats in one operation (from compute capability 9 on), three channels are
/// summed as four if that saves more than the larger array costs. Zero; null if not.
template <class Scalar, class Sum>
float4* paddedSums(const TextureParams<Scalar>& p,
                   const SharedLevels& shared,
                   const Sum* sums,
                   const CudaQueue& queue) {
    const int64_t texels = p.images * paddedTexels(shared);
    if (!std::is_same_v<Sum, float> || !sums || p.channels != 3 || texels == 0 ||
        p.images * p.pixels < texels / 4 ||
        attributeOf(queue, cudaDevAttrComputeCapabilityMajor) < 9) {
        return nullptr;
    }
    float4* padded = queue.scratch<float4>(texels);
    checkCuda(
        cudaMemsetAsync(padded, 0, static_cast<size_t>(texels) * sizeof(*padded), streamOf(queue)),
        "cudaMemset");
    return padded;
}

template <class Scalar, class Sum>
void gradOfImages(const TextureGradParams<Scalar>& params,
                  const uint32_t* largest,
                  Sum* sums,
                  const CudaQueue& queue) {
    TextureGradParams<Scalar> g = params;
    g.forward = joinedImages(params.forward);
    const TextureParams<Scalar>& p = g.forward;
    const SharedLevels shared = planShared(p, sums != nullptr);
    float4* padded = paddedSums(p, shared, sums, queue);
    const size_t bytes =
        static_cast<size_t>(shared.sums) * 2 * sizeof(int) +
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
        checkCuda(cudaFuncSetAttribute(
                      kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes)),
                  "texture's gradient");
        kernel<<<grid, kThreads, bytes, streamOf(queue)>>>(g, shared, largest, sums, padded);
    };
    if constexpr (std::is_same_v<Sum, float>) {
        withChannels<float>(p.channels, launch);
    } else {
        launch(std::integral_constant<int, 0>());
    }
    if constexpr (std::is_same_v<Sum, float>) {
        if (padded) {
            const int64_t texels = paddedTexels(shared);
            const dim3 texel_grid(blocksFor(texels, kThreads), static_cast<unsigned>(p.images));
            addPaddedSums<<<texel_grid, kThreads, 0, streamOf(queue)>>>(
                padded, texels, g.grad_size, sums);
        }
    }
    checkLaunch("texture's gradient");
}

template <class Scalar>
uint32_t* largestOf(const Scalar* values, int64_t count, const CudaQueue& queue) {
    uint32_t* largest = queue.scratch<uint32_t>(1);
    checkCuda(cudaMemsetAsync(largest, 0, sizeof(*largest), streamOf(queue)), "cudaMemset");
    const auto blocks = static_cast<unsigned>(
        std::clamp<int64_t>(count / (4 * kThreads), 1, 4 * multiprocessors(queue)));
    largestKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(values, count, largest);
    checkLaunch("texture's gradient");
    return largest;
}

template <class Scalar>
void textureGrad(const TextureGradParams<Scalar>& params, const CudaQueue& queue) {
    const TextureParams<Scalar>& p = params.forward;
    if (p.images * p.pixels == 0) {
        return;
    }
    if (!params.grad_texture) {
        gradOfImages<Scalar, Scalar>(params, nullptr, nullptr, queue);
        return;
    }
    const uint32_t* largest = largestOf(params.grad_out, p.images * p.pixels * p.channels, queue);
    if (!queue.deterministic) {
        gradOfImages(params, largest, params.grad_texture, queue);
        return;
    }
    const int64_t size = (p.texture_per_image ? p.images : 1) * params.grad_size;
    WholeSum* sums = queue.scratch<WholeSum>(size);
    checkCuda(cudaMemsetAsync(sums, 0, static_cast<size_t>(size) * sizeof(*sums), streamOf(queue)),
              "cudaMemset");
    gradOfImages(params, largest, sums, queue);
    addWholeSums<<<blocksFor(size, kThreads), kThreads, 0, streamOf(queue)>>>(
        sums, size, largest, params.grad_texture);
    checkLaunch("texture's gradient");
}

}  // namespace

void textureGradCuda(const TextureGradParams<float>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}
void textureGradCuda(const TextureGradParams<double>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}

}  // namespace bozzetto
