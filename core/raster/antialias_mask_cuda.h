// SPDX-License-Identifier: Apache-2.0
#pragma once
// What finding blended pairs and blending them share: the mask that marks them and how it is dealt
// out, and what a pair is. For .cu files only.
#include "device/cuda_launch.h"
#include "raster/antialias_cuda.h"

#include <algorithm>

namespace bozzetto {

constexpr int kPairThreads = 256;
constexpr int kPairWarps = kPairThreads / kWarp;
constexpr uint8_t kAnySilhouette = 7;

/// What a pixel's rast says about pairs.
template <class Scalar>
struct ShownTriangle {
    Scalar depth, id;
};
template <class Scalar>
__device__ __forceinline__ ShownTriangle<Scalar> shownAt(const Scalar* rast, int64_t pixel) {
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        const float4 v = __ldg(reinterpret_cast<const float4*>(rast) + pixel);
        return {v.z, v.w};
    } else {
        return {__ldg(rast + 4 * pixel + 2), __ldg(rast + 4 * pixel + 3)};
    }
}

/// The pairs that a pixel takes part in, a bit each in the order of their first pixels: with the
/// pixel above, to the left, to the right, below.
enum OwnPair : unsigned { kPairUp = 1, kPairLeft = 2, kPairRight = 4, kPairDown = 8 };

/// The same for the 32 pixels of a word of the mask.
struct WordPairs {
    unsigned up = 0, left = 0, right = 0, down = 0;

    __device__ unsigned any() const { return up | left | right | down; }
    /// OwnPair's bits of one pixel.
    __device__ unsigned of(int bit) const {
        return (up >> bit & 1u) * kPairUp | (left >> bit & 1u) * kPairLeft |
               (right >> bit & 1u) * kPairRight | (down >> bit & 1u) * kPairDown;
    }
};

/// A pixel of the image.
struct PixelPlace {
    int64_t image, y, x, pixel;
};

/// The images' mask, its words counted through: 2^32 of them would be of more pixels than memory
/// holds.
struct PairMask {
    uint32_t images, height, width, across;

    __device__ __forceinline__ uint32_t words() const { return images * height * across; }
    /// Of the pairs of words that word's pixels take part in.
    __device__ __forceinline__ WordPairs pairsAt(const uint32_t* pairs, uint32_t word) const {
        const auto* words = reinterpret_cast<const uint2*>(pairs) + word;
        const uint32_t column = word % across, row = word / across % height;
        const uint2 own = words[0];
        const unsigned above = row > 0 ? words[-static_cast<int64_t>(across)].y : 0u;
        const unsigned before = column > 0 ? words[-1].x >> 31 : 0u;
        return {above, own.x << 1 | before, own.x, own.y};
    }
    /// A pixel of a word.
    __device__ __forceinline__ PixelPlace placeAt(uint32_t word, int bit) const {
        const uint32_t row = word / across, x = word % across * kWarp + static_cast<uint32_t>(bit);
        return {row / height, row % height, x, int64_t{row} * width + x};
    }
};
template <class Scalar>
PairMask maskOf(const AntialiasParams<Scalar>& p) {
    return {static_cast<uint32_t>(p.images),
            static_cast<uint32_t>(p.height),
            static_cast<uint32_t>(p.width),
            static_cast<uint32_t>((p.width + kWarp - 1) / kWarp)};
}

/// How the mask is dealt out: `each` (1 to kWarp) neighbouring words a warp, so that small images
/// too keep all of the GPU busy.
struct PairDeal {
    uint32_t each;

    /// The word of one of the warp's lanes; none for some of them.
    __device__ __forceinline__ uint32_t wordOf(int lane) const {
        return (blockIdx.x * kPairWarps + threadIdx.x / kWarp) * each + static_cast<uint32_t>(lane);
    }
    __device__ __forceinline__ uint32_t ownWord() const {
        return wordOf(static_cast<int>(threadIdx.x % kWarp));
    }
    __device__ __forceinline__ bool has(const PairMask& mask, uint32_t word) const {
        return threadIdx.x % kWarp < each && word < mask.words();
    }
};

__device__ __forceinline__ int bitsIn(uint32_t bits) {
    return __popc(bits);
}
__device__ __forceinline__ int bitsIn(uint64_t bits) {
    return __popcll(bits);
}

/// Which bit is the rank-th one that is set, from 0.
template <class Bits>
__device__ __forceinline__ int setBitAt(Bits bits, int rank) {
    int at = 0;
#pragma unroll
    for (int step = static_cast<int>(sizeof(Bits)) * 4; step > 0; step /= 2) {
        const int below = bitsIn(static_cast<Bits>(bits >> at & ((Bits{1} << step) - 1)));
        if (rank >= below) {
            rank -= below;
            at += step;
        }
    }
    return at;
}

/// Deals the bits that are set in all lanes' `bits` out over the warp, so that what takes long is
/// done for as many of them at once as there are threads: calls fn(lane that holds it, bit) for
/// each, by one thread. To be called by all threads of a warp; fn by some.
template <class Bits, class Function>
__device__ __forceinline__ void forSetBits(Bits bits, const Function& fn) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    int before = bitsIn(bits);
#pragma unroll
    for (int step = 1; step < kWarp; step *= 2) {
        const int other = __shfl_up_sync(~0u, before, step);
        before += lane >= step ? other : 0;
    }
    const int total = __shfl_sync(~0u, before, kWarp - 1);
    before -= bitsIn(bits);
    for (int first = 0; first < total; first += kWarp) {
        const int wanted = first + lane;
        int holder = 0;  // the last lane whose bits begin at or before the wanted one
#pragma unroll
        for (int step = kWarp / 2; step > 0; step /= 2) {
            const int begin = __shfl_sync(~0u, before, holder + step);
            holder += begin <= wanted ? step : 0;
        }
        const Bits held = __shfl_sync(~0u, bits, holder);
        const int rank = wanted - __shfl_sync(~0u, before, holder);
        if (wanted < total) {
            fn(holder, setBitAt(held, rank));
        }
        __syncwarp();
    }
}

/// The item of a pair that the mask has marked; false if it is not blended. bits: silhouettes of
/// its owner, or null where it is known to be blended.
template <class Scalar>
__device__ __forceinline__ bool itemOf(const AntialiasParams<Scalar>& p,
                                       const uint8_t* silhouettes,
                                       int64_t image,
                                       int64_t y,
                                       int64_t x,
                                       bool vertical,
                                       AntialiasItem<Scalar>* item) {
    const int64_t pixel = (image * p.height + y) * p.width + x;
    const ShownTriangle<Scalar> a = shownAt(p.rast, pixel),
                                b = shownAt(p.rast, pixel + (vertical ? p.width : 1));
    const PairOwner owner = ownerOfPair(p.triangles, a.id, a.depth, b.id, b.depth);
    const TriangleIndices t = triangleIndices(p.tri, p.triangles, p.vertices, owner.triangle);
    if (!t.valid) {
        return false;
    }
    Vec2d corners[3];
    for (int k = 0; k < 3; ++k) {
        corners[k] = projectVertex(p.pos + (image * p.vertices + t.v[k]) * 4);
    }
    const uint8_t bits =
        silhouettes ? silhouettes[image * p.triangles + owner.triangle] : kAnySilhouette;
    return blendedPair(p, image, y, x, vertical, owner, bits, corners, item);
}

inline int64_t wordsOf(const PairMask& mask) {
    return int64_t{mask.images} * mask.height * mask.across;
}
/// So that there are several times as many warps as run at once.
inline PairDeal dealOf(const PairMask& mask, const CudaQueue& queue) {
    int multiprocessors = 0;
    checkCuda(
        cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, queue.device),
        "antialias");
    constexpr int64_t kWarpsEach = 128;
    return {static_cast<uint32_t>(
        std::clamp<int64_t>(wordsOf(mask) / (multiprocessors * kWarpsEach), 1, kWarp))};
}
inline unsigned blocksOf(const PairMask& mask, const PairDeal& deal) {
    return blocksFor(wordsOf(mask), int64_t{deal.each} * kPairWarps);
}

}  // namespace bozzetto
