// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sums by texel of texture's gradient, in shared memory and in global memory. For .cu files only.
//
// Far away, or where coordinates jump from vertex to vertex, nearly all pixels of an image meet in
// the few texels of the smallest levels. So each block adds up those levels in shared memory, the
// smallest in several copies, a thread's copy chosen by its lane, and adds its sums to memory now
// and then. Shared memory adds whole numbers in one instruction but floats in a loop that starts
// over whenever two threads meet: so these sums are two whole numbers each, in units of the largest
// gradient that arrives. Pixels that show nothing ask for (0, 0) on level 0: they are summed apart.
#include "raster/pixel_sums_cuda.h"
#include "raster/texture_lookup_cuda.h"

#include <algorithm>

namespace bozzetto {

constexpr int kMostGradThreads = 1024;  // of a block of texture's gradient

/// A block's sum of floats x is (coarse + fine / kFineUnits) / kCoarseUnits times a power of two
/// above the largest |x|. Each lookup adds at most kCoarseUnits to coarse and 2 kFineUnits to fine,
/// so both fit 32 bits for kMostRounds rounds of a block.
constexpr float kCoarseUnits = 1 << 14, kFineUnits = 1 << 14;
constexpr int kMostRounds = (1 << 16) / kMostGradThreads - 2;
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
    bool sums_empty;  // whether lookups of (0, 0) are summed apart: [warps, channels] after it
};

/// Texels of an image that are not summed in shared memory.
__host__ __device__ __forceinline__ int64_t paddedTexels(const SharedLevels& shared) {
    return shared.first < kMaxMipLevels ? shared.texels_before[shared.first] : 0;
}

/// As many levels, from the smallest on, as fit `bytes`: at 3 channels and 46 KB those from 32 x 32
/// on. None for doubles, which are there for tests and keep their precision.
template <class Scalar>
SharedLevels planShared(const TextureParams<Scalar>& p, int threads, int64_t bytes, bool wanted) {
    constexpr int64_t kSumsInCopies = 768, kEmptyBytes = 8 << 10;
    SharedLevels shared{};
    shared.first = p.levels;
    shared.sums_empty =
        wanted &&
        threads / kWarp * p.channels * static_cast<int64_t>(sizeof(Scalar)) <= kEmptyBytes;
    for (int l = 1; l <= p.levels && l < kMaxMipLevels; ++l) {
        shared.texels_before[l] = shared.texels_before[l - 1] + p.level[l - 1].texels;
    }
    int64_t left = wanted && std::is_same_v<Scalar, float> ? bytes / 8 : 0;
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
            addFourTo(&sums.padded[shared.texels_before[level] + static_cast<uint32_t>(index)].x,
                      make_float4(weight * grad[0], weight * grad[1], weight * grad[2], 0.0f));
            return;
        }
    }
    Sum* to = sums.in_memory + p.level[level].grad_offset + texelOffset(index, channels);
    if constexpr (std::is_same_v<Sum, float> && kChannels == 4) {
        addFourTo(
            to,
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
        for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x)) {
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
    for (int c = static_cast<int>(threadIdx.x); c < channels; c += static_cast<int>(blockDim.x)) {
        Scalar grad = 0;
        for (int w = 0; w < static_cast<int>(blockDim.x) / kWarp; ++w) {
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

}  // namespace bozzetto
