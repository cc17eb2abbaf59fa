// SPDX-License-Identifier: Apache-2.0
// Coverage on a GPU: a thread a triangle. It draws few pixels itself; a group of lanes draws more
// of them together; large ones go to a list, whose tiles all warps share.
#include "device/cuda_sums.h"
#include "raster/cuda_triangle_drawer.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;
constexpr int kGroup = 16;          // lanes that draw a triangle together
constexpr int kLargePixels = 4096;  // in the box of one that goes to the list
constexpr int kTile = 32;           // side of its tiles

__device__ __forceinline__ int tilesOf(int size) {
    return (size + kTile - 1) / kTile;
}

/// Puts a triangle on the list; false if it is full.
__device__ bool append(const LargeTriangles& large, PreparedTriangle t) {
    const uint32_t tiles = static_cast<uint32_t>(tilesOf(t.width) * tilesOf(t.height));
    const unsigned long long ends = atomicAdd(large.ends, 1ull << 32 | tiles);
    const uint32_t place = static_cast<uint32_t>(ends >> 32);
    if (place >= large.capacity) {
        return false;
    }
    t.first_tile = static_cast<uint32_t>(ends);
    large.entries[place] = t;
    return true;
}

struct Corners {
    SnappedVertex v[3];
    uint32_t all_codes, any_code;
};
__device__ __forceinline__ SnappedVertex loadSnapped(const SnappedVertex* v) {
    const uint4 bits = *reinterpret_cast<const uint4*>(v);
    return {static_cast<int32_t>(bits.x), static_cast<int32_t>(bits.y), bits.z, bits.w};
}

/// The vertices of triangle `t`, or false if one of them does not exist.
template <class Scalar>
__device__ __forceinline__ bool verticesOf(const RasterizeParams<Scalar>& params,
                                           int64_t t,
                                           int32_t (&v)[3]) {
    bool exist = true;
    for (int k = 0; k < 3; ++k) {
        v[k] = params.tri[3 * t + k];
        exist = exist && static_cast<uint32_t>(v[k]) < static_cast<uint64_t>(params.vertices);
    }
    return exist;
}

template <class Scalar>
__device__ __forceinline__ bool cornersOf(const ViewportJob<Scalar>& job,
                                          int64_t image,
                                          const int32_t (&v)[3],
                                          Corners& c) {
    const SnappedVertex* snapped = job.snapped + job.vertexImage(image) * job.params.vertices;
    for (int k = 0; k < 3; ++k) {
        c.v[k] = loadSnapped(snapped + v[k]);
    }
    c.all_codes = c.v[0].code & c.v[1].code & c.v[2].code;
    c.any_code = c.v[0].code | c.v[1].code | c.v[2].code;
    return !(c.all_codes & kOutside);
}

/// Triangles that need no clipping, `per_warp` (at most 32) a warp: the fewer, the more warps share
/// the drawing of middling ones.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    drawTriangles(const ViewportJob<Scalar> job, int per_warp) {
    __shared__ PreparedTriangle prepared[kThreads];
    const int64_t image = blockIdx.y;
    const TriangleRange range = trianglesOf(job.params, image);
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const int64_t warp = int64_t{blockIdx.x} * (kThreads / kWarp) + threadIdx.x / kWarp;
    const int64_t t = range.begin + warp * per_warp + lane;
    const Target target = targetOf(job, image);
    const uint32_t inverse_id = ~static_cast<uint32_t>(t);
    int32_t v[3];
    Corners corners;
    TriangleSetup setup;
    bool waits = lane < per_warp && t < range.end && verticesOf(job.params, t, v) &&
                 cornersOf(job, image, v, corners) && !(corners.any_code & kNeedsClipping) &&
                 setUp(job.boxOf(image), corners.v[0], corners.v[1], corners.v[2], setup);
    const int pixels = waits ? (setup.x1 - setup.x0 + 1) * (setup.y1 - setup.y0 + 1) : 0;
    if (waits && drawnAlone(setup)) {
        drawAlone(target, setup, inverse_id);
        waits = false;
    }
    if (!__any_sync(kAllLanes, waits)) {
        return;
    }
    PreparedTriangle mine;
    if (waits) {
        mine = prepare(setup, inverse_id, image);
        waits = pixels < kLargePixels || !append(job.large, mine);
    }
    const unsigned waiting = __ballot_sync(kAllLanes, waits);
    PreparedTriangle* of_warp = prepared + threadIdx.x / kWarp * kWarp;
    if (waits) {
        of_warp[__popc(waiting & ((1u << lane) - 1))] = mine;
    }
    __syncwarp();
    for (int i = lane / kGroup; i < __popc(waiting); i += kWarp / kGroup) {
        const PreparedTriangle& next = of_warp[i];
        drawTogether<kGroup / 4, 4>(target, next, 0, 0, next.width, next.height);
    }
}

/// How many triangles a warp should get: of many all 32, of few or of larger ones less, so that all
/// processors draw. Measured on an H100 with 5 thousand to 10 million triangles in all images.
template <class Scalar>
int trianglesPerWarp(const ViewportJob<Scalar>& job) {
    constexpr int64_t kEnoughWarps = 20000, kManyPixels = 32;
    const int64_t pixels = int64_t{job.viewport.drawn_width} * job.viewport.drawn_height;
    const bool larger = pixels >= kManyPixels * job.most_triangles;
    const int64_t wanted = (larger ? 2 : 1) * kEnoughWarps;
    const int64_t each = job.params.images * job.most_triangles / wanted;
    int per_warp = 2;
    while (per_warp < kWarp && 2 * per_warp <= each) {
        per_warp *= 2;
    }
    return per_warp;
}

constexpr int kClipThreads = 64;

/// Draws what clipping leaves of one triangle, from the list if it is large.
template <class Scalar>
__device__ void drawClipped(const ViewportJob<Scalar>& job,
                            int64_t image,
                            int64_t t,
                            const int32_t (&v)[3],
                            ClipRoom& room) {
    const Viewport& viewport = job.viewport;
    const Scalar* pos = positionsOf(job.params, image);
    const Vec4<Scalar> p[3] = {toViewport(viewport, loadVec4(pos + int64_t{4} * v[0])),
                               toViewport(viewport, loadVec4(pos + int64_t{4} * v[1])),
                               toViewport(viewport, loadVec4(pos + int64_t{4} * v[2]))};
    const int count = clipTriangle(p, room);
    const auto corner = [&](int i) {
        return snapVertex(room.vertex<Scalar>(i), viewport.width, viewport.height);
    };
    const uint32_t inverse_id = ~static_cast<uint32_t>(t);
    for (int i = 2; i < count; ++i) {
        TriangleSetup setup;
        if (!setUp(job.boxOf(image), corner(0), corner(i - 1), corner(i), setup)) {
            continue;
        }
        if (drawnAlone(setup)) {
            drawAlone(targetOf(job, image), setup, inverse_id);
        } else if (!append(job.large, prepare(setup, inverse_id, image))) {
            drawSlowly(targetOf(job, image), setup, inverse_id);
        }
    }
}

template <class Scalar>
__global__ void __launch_bounds__(kClipThreads)
    drawClippedTriangles(const ViewportJob<Scalar> job) {
    __shared__ ClipRoom rooms[kClipThreads];
    const int64_t image = blockIdx.y;
    if (!(job.bounds[job.vertexImage(image)].codes & kNeedsClipping)) {
        return;
    }
    const TriangleRange range = trianglesOf(job.params, image);
    const int64_t threads = int64_t{gridDim.x} * kClipThreads;
    for (int64_t t = range.begin + int64_t{blockIdx.x} * kClipThreads + threadIdx.x; t < range.end;
         t += threads) {
        int32_t v[3];
        Corners corners;
        if (verticesOf(job.params, t, v) && cornersOf(job, image, v, corners) &&
            (corners.any_code & kNeedsClipping)) {
            drawClipped(job, image, t, v, rooms[threadIdx.x]);
        }
    }
}

/// The entry that holds a tile: the last one that begins at or before it.
__device__ uint32_t entryOf(const LargeTriangles& large, uint32_t entries, uint32_t tile) {
    uint32_t low = 0, high = entries;
    while (high - low > 1) {
        const uint32_t middle = (low + high) / 2;
        (large.entries[middle].first_tile <= tile ? low : high) = middle;
    }
    return low;
}

/// Whether an edge has all of a tile on its outer side.
__device__ bool misses(const PreparedTriangle& t, int x0, int y0, int x1, int y1) {
    for (int k = 0; k < 3; ++k) {
        const int x = t.step_x[k] > 0 ? x1 - 1 : x0, y = t.step_y[k] > 0 ? y1 - 1 : y0;
        if (t.origin[k] + t.step_x[k] * x + t.step_y[k] * y < 0) {
            return true;
        }
    }
    return false;
}

/// The list's tiles, dealt out to warps.
template <class Scalar>
__global__ void __launch_bounds__(kThreads) drawLargeTriangles(const ViewportJob<Scalar> job) {
    const uint32_t appended = static_cast<uint32_t>(*job.large.ends >> 32);
    const uint32_t entries = min(appended, job.large.capacity);
    if (entries == 0) {
        return;
    }
    const PreparedTriangle& last = job.large.entries[entries - 1];
    const uint32_t tiles =
        last.first_tile + static_cast<uint32_t>(tilesOf(last.width) * tilesOf(last.height));
    const uint32_t warps = gridDim.x * (kThreads / 32);
    for (uint32_t tile = blockIdx.x * (kThreads / 32) + threadIdx.x / 32; tile < tiles;
         tile += warps) {
        const PreparedTriangle& t = job.large.entries[entryOf(job.large, entries, tile)];
        const int place = static_cast<int>(tile - t.first_tile), across = tilesOf(t.width);
        const int x0 = place % across * kTile, y0 = place / across * kTile;
        const int x1 = min(x0 + kTile, t.width), y1 = min(y0 + kTile, t.height);
        if (!misses(t, x0, y0, x1, y1)) {
            drawTogether<8, 4>(targetOf(job, t.image), t, x0, y0, x1, y1);
        }
    }
}

/// Blocks for a kernel that shares its work out among those that there are.
constexpr int kSharedOutBlocks = 1024;

}  // namespace

template <class Scalar>
void drawViewportCuda(const ViewportJob<Scalar>& job, const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    const unsigned images = static_cast<unsigned>(job.params.images);
    const int per_warp = trianglesPerWarp(job);
    const unsigned blocks = blocksFor(job.most_triangles, per_warp * (kThreads / kWarp));
    drawTriangles<<<dim3(blocks, images), kThreads, 0, stream>>>(job, per_warp);
    checkLaunch("rasterize");
    const int64_t clip_blocks =
        std::min<int64_t>((job.most_triangles + kClipThreads - 1) / kClipThreads,
                          (kSharedOutBlocks + images - 1) / images);
    drawClippedTriangles<<<dim3(static_cast<unsigned>(clip_blocks), images),
                           kClipThreads,
                           0,
                           stream>>>(job);
    checkLaunch("rasterize");
    drawLargeTriangles<<<kSharedOutBlocks, kThreads, 0, stream>>>(job);
    checkLaunch("rasterize");
}
template void drawViewportCuda(const ViewportJob<float>& job, const CudaQueue& queue);
template void drawViewportCuda(const ViewportJob<double>& job, const CudaQueue& queue);

}  // namespace bozzetto
