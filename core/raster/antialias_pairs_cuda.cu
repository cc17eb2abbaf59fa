// SPDX-License-Identifier: Apache-2.0
// Which pairs are blended. A pass over all pixels, bound by rast's bytes, does nothing but mark the
// pairs whose nearer triangle has a silhouette edge; the few that are marked are dealt out over all
// threads to be decided.
#include "raster/antialias_mask_cuda.h"

namespace bozzetto {
namespace {

constexpr int kRows = 16;   // that a warp walks down to find pairs: it reads one more
constexpr int kAtOnce = 4;  // of them whose loads are on their way together

template <class Scalar>
__global__ void __launch_bounds__(kPairThreads)
    projectKernel(const Scalar* pos, int64_t count, Vec2d* projected) {
    const int64_t i = int64_t{blockIdx.x} * kPairThreads + threadIdx.x;
    if (i < count) {
        projected[i] = projectVertex(pos + 4 * i);
    }
}

/// Bits of silhouetteEdges for each triangle [N, T] of each image. A thread a triangle, for every
/// gridDim.y-th image: its indices are read once for them.
template <class Scalar>
__global__ void __launch_bounds__(kPairThreads)
    silhouettesKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                      const Vec2d* projected,
                      uint8_t* silhouettes) {
    const int64_t triangle = int64_t{blockIdx.x} * kPairThreads + threadIdx.x;
    if (triangle >= p.triangles) {
        return;
    }
    const TriangleIndices t =
        triangleIndices(p.tri, p.triangles, p.vertices, static_cast<int32_t>(triangle));
    const int32_t* o = p.opposite + 3 * triangle;
    const int32_t opposite[3] = {o[0], o[1], o[2]};
    for (int64_t image = blockIdx.y; image < p.images; image += gridDim.y) {
        silhouettes[image * p.triangles + triangle] =
            t.valid ? silhouetteEdges(t.v, opposite, p.vertices, projected + image * p.vertices)
                    : kSilhouetteKnown;
    }
}

/// Marks the pairs whose nearer triangle has a silhouette edge. A warp a strip of 32 columns and
/// kRows rows; block (strips, image).
template <class Scalar>
__global__ void __launch_bounds__(kPairThreads)
    pairsKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const uint8_t* silhouettes,
                uint32_t* pairs) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const auto across = static_cast<uint32_t>((p.width + kWarp - 1) / kWarp);
    const uint32_t strip = blockIdx.x * kPairWarps + threadIdx.x / kWarp;
    const int64_t image = blockIdx.y, y0 = int64_t{strip / across} * kRows,
                  x = int64_t{strip % across} * kWarp + lane;
    if (y0 >= p.height) {
        return;
    }
    const Scalar* rast = p.rast + 4 * image * p.height * p.width;
    const uint8_t* of_image = silhouettes + image * p.triangles;
    // Outside of the image nothing shows.
    const auto read = [&](int64_t row, int64_t column) {
        return row < p.height && column < p.width ? shownAt(rast, row * p.width + column)
                                                  : ShownTriangle<Scalar>{Scalar(0), Scalar(0)};
    };
    const bool last_lane = lane == kWarp - 1;
    ShownTriangle<Scalar> here[kAtOnce + 1];
    here[kAtOnce] = read(y0, x);
    for (int64_t y = y0; y < min(y0 + kRows, p.height); y += kAtOnce) {
        here[0] = here[kAtOnce];
        ShownTriangle<Scalar> right[kAtOnce];
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            here[r + 1] = read(y + r + 1, x);
            if (last_lane) {
                right[r] = read(y + r, x + 1);
            }
        }
        uint8_t bits[2 * kAtOnce] = {};
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            const Scalar depth = __shfl_down_sync(~0u, here[r].depth, 1),
                         id = __shfl_down_sync(~0u, here[r].id, 1);
            right[r] = last_lane ? right[r] : ShownTriangle<Scalar>{depth, id};
            const bool has_right = x + 1 < p.width && y + r < p.height,
                       has_next = x < p.width && y + r + 1 < p.height;
#pragma unroll
            for (int vertical = 0; vertical < 2; ++vertical) {
                const ShownTriangle<Scalar>& other = vertical ? here[r + 1] : right[r];
                if ((vertical ? has_next : has_right) && here[r].id != other.id) {
                    const int32_t owner =
                        ownerOfPair(p.triangles, here[r].id, here[r].depth, other.id, other.depth)
                            .triangle;
                    bits[2 * r + vertical] = owner >= 0 ? of_image[owner] : uint8_t{0};
                }
            }
        }
        uint2 words = make_uint2(0, 0);  // of row y + lane
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            const unsigned h = __ballot_sync(~0u, bits[2 * r] & kAnySilhouette),
                           v = __ballot_sync(~0u, bits[2 * r + 1] & kAnySilhouette);
            words = lane == r ? make_uint2(h, v) : words;
        }
        if (lane < kAtOnce && y + lane < p.height) {
            reinterpret_cast<uint2*>(
                pairs)[(image * p.height + y + lane) * across + strip % across] = words;
        }
    }
}

/// Leaves those of the marked pairs that are blended.
template <class Scalar>
__global__ void __launch_bounds__(kPairThreads)
    decideKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                 PairMask mask,
                 PairDeal deal,
                 const uint8_t* silhouettes,
                 uint32_t* pairs) {
    __shared__ unsigned blended[kPairWarps][kWarp][2];  // of each warp's words: across, down
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    auto* of_warp = blended[threadIdx.x / kWarp];
    of_warp[lane][0] = of_warp[lane][1] = 0;
    __syncwarp();
    const uint32_t own = deal.ownWord();
    auto* words = reinterpret_cast<uint2*>(pairs);
    const uint2 marked = deal.has(mask, own) ? words[own] : make_uint2(0, 0);
    forSetBits(uint64_t{marked.y} << kWarp | marked.x, [&](int holder, int bit) {
        const int vertical = bit / kWarp;
        const PixelPlace at = mask.placeAt(deal.wordOf(holder), bit % kWarp);
        AntialiasItem<Scalar> item;
        if (itemOf(p, silhouettes, at.image, at.y, at.x, vertical == 1, &item)) {
            atomicOr(&of_warp[holder][vertical], 1u << bit % kWarp);
        }
    });
    __syncwarp();
    if ((marked.x | marked.y) != 0) {
        words[own] = make_uint2(of_warp[lane][0], of_warp[lane][1]);
    }
}

/// Enough threads to keep a GPU busy also where the triangles are few; the images of a mesh of many
/// share the reading of its indices.
template <class Scalar>
dim3 silhouettesGrid(const AntialiasParams<Scalar>& p) {
    constexpr int64_t kThreadsWanted = 1 << 17;
    const int64_t shares = std::clamp<int64_t>(kThreadsWanted / p.triangles, 1, p.images);
    return dim3(blocksFor(p.triangles, kPairThreads),
                static_cast<unsigned>(std::min<int64_t>(shares, 65535)));
}

template <class Scalar>
dim3 gridOf(const AntialiasParams<Scalar>& p) {
    if (p.images > 65535) {
        throw Error(Error::Kind::BadInput,
                    "antialias: " + std::to_string(p.images) + " images",
                    "Give at most 65535 at once.");
    }
    const int64_t across = (p.width + kWarp - 1) / kWarp, down = (p.height + kRows - 1) / kRows;
    return dim3(blocksFor(across * down, kPairWarps), static_cast<unsigned>(p.images));
}

template <class Scalar>
void findPairs(const AntialiasParams<Scalar>& p, uint32_t* pairs, const CudaQueue& queue) {
    if (p.images * p.height * p.width == 0) {
        return;
    }
    const int64_t vertices = p.images * p.vertices;
    Vec2d* projected = queue.scratch<Vec2d>(std::max<int64_t>(vertices, 1));
    uint8_t* silhouettes = queue.scratch<uint8_t>(std::max<int64_t>(p.images * p.triangles, 1));
    if (vertices > 0 && p.triangles > 0) {
        projectKernel<<<blocksFor(vertices, kPairThreads), kPairThreads, 0, streamOf(queue)>>>(
            p.pos, vertices, projected);
        silhouettesKernel<<<silhouettesGrid(p), kPairThreads, 0, streamOf(queue)>>>(
            p, projected, silhouettes);
    }
    pairsKernel<<<gridOf(p), kPairThreads, 0, streamOf(queue)>>>(p, silhouettes, pairs);
    const PairMask mask = maskOf(p);
    const PairDeal deal = dealOf(mask, queue);
    decideKernel<<<blocksOf(mask, deal), kPairThreads, 0, streamOf(queue)>>>(
        p, mask, deal, silhouettes, pairs);
    checkLaunch("antialias");
}

}  // namespace

void antialiasPairsCuda(const AntialiasParams<float>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue) {
    findPairs(params, pairs, queue);
}
void antialiasPairsCuda(const AntialiasParams<double>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue) {
    findPairs(params, pairs, queue);
}

}  // namespace bozzetto
