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

/// The pairs that a pixel takes part in, in the order of their first pixels: with the pixel above,
/// to the left, to the right, below.
struct OwnPairs {
    bool up, left, right, down;
};

/// The same for the 32 pixels of a word of the mask.
struct WordPairs {
    unsigned up, left, right, down;

    __device__ OwnPairs of(int bit) const {
        return {(up >> bit & 1) != 0,
                (left >> bit & 1) != 0,
                (right >> bit & 1) != 0,
                (down >> bit & 1) != 0};
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
    /// The thread's pixel of a word.
    __device__ __forceinline__ PixelPlace placeAt(uint32_t word) const {
        const uint32_t row = word / across, x = word % across * kWarp + threadIdx.x % kWarp;
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

    /// The thread's word; none for some threads.
    __device__ __forceinline__ uint32_t ownWord() const {
        return (blockIdx.x * kPairWarps + threadIdx.x / kWarp) * each + threadIdx.x % kWarp;
    }
    __device__ __forceinline__ bool has(const PairMask& mask, uint32_t word) const {
        return threadIdx.x % kWarp < each && word < mask.words();
    }
};

/// Calls fn(word) by all threads of the warp for each word whose thread says `wanted`, one after
/// the other.
template <class Function>
__device__ __forceinline__ void forWords(bool wanted, uint32_t own_word, const Function& fn) {
    for (unsigned left = __ballot_sync(~0u, wanted); left != 0; left &= left - 1) {
        fn(__shfl_sync(~0u, own_word, __ffs(static_cast<int>(left)) - 1));
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
    constexpr int64_t kWarpsEach = 512;
    return {static_cast<uint32_t>(
        std::clamp<int64_t>(wordsOf(mask) / (multiprocessors * kWarpsEach), 1, kWarp))};
}
inline unsigned blocksOf(const PairMask& mask, const PairDeal& deal) {
    return blocksFor(wordsOf(mask), int64_t{deal.each} * kPairWarps);
}

}  // namespace bozzetto
