// SPDX-License-Identifier: Apache-2.0
// Coverage on a GPU: a thread a triangle. It draws few pixels itself; its warp draws more of them
// together; large ones go to a list, whose tiles all warps share.
#include "device/cuda_launch.h"
#include "device/cuda_sums.h"
#include "raster/cuda_coverage.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;
constexpr int kAloneSide = 8;       // of the box of a triangle that one thread draws, at most
constexpr int kAlonePixels = 48;    // and its pixels
constexpr int kLargePixels = 4096;  // in the box of one that goes to the list
constexpr int kTile = 32;           // side of its tiles

/// The keys of one image.
struct Target {
    const KeyGrid& grid;
    int64_t image;
    const uint32_t* behind;  // at the viewport's corner, or null
    int64_t behind_stride;

    __device__ bool shows(int x, int y, uint32_t depth) const {
        return !behind || depth > behind[y * behind_stride + x];
    }
    __device__ void draw(int x, int y, uint32_t depth, uint32_t inverse_id) const {
        if (shows(x, y, depth)) {
            lower(grid.at(image, x, y), fragmentKey(depth, inverse_id));
        }
    }
    __device__ static void lower(uint64_t* key, uint64_t to) {
        atomicMin(reinterpret_cast<unsigned long long*>(key), static_cast<unsigned long long>(to));
    }
};
template <class Scalar>
__device__ Target targetOf(const ViewportJob<Scalar>& job, int64_t image) {
    const auto& p = job.params;
    const int64_t corner = (image * p.height + job.viewport.y) * p.width + job.viewport.x;
    return {job.grid, image, p.behind ? p.behind + corner : nullptr, p.width};
}

__device__ __forceinline__ bool drawnAlone(const TriangleSetup& t) {
    const int width = t.x1 - t.x0 + 1, height = t.y1 - t.y0 + 1;
    return width <= kAloneSide && height <= kAloneSide && width * height <= kAlonePixels;
}

/// The covered pixels of a box of at most 8 x 8: bit 8 y + (width - 1 - x).
__device__ __forceinline__ uint64_t coverageOf(const TriangleSetup& t) {
    const int width = t.x1 - t.x0 + 1, height = t.y1 - t.y0 + 1;
    int32_t row0 = insideFrom(t.edge[0]), row1 = insideFrom(t.edge[1]),
            row2 = insideFrom(t.edge[2]);
    uint64_t covered = 0;
    for (int y = 0; y < height; ++y) {
        int32_t e0 = row0, e1 = row1, e2 = row2;
        uint32_t outside = 0;
        for (int x = 0; x < width; ++x) {  // shifts in the sign
            outside = __funnelshift_l(static_cast<uint32_t>(e0 | e1 | e2), outside, 1);
            e0 += t.edge[0].step_x;
            e1 += t.edge[1].step_x;
            e2 += t.edge[2].step_x;
        }
        covered |= uint64_t{~outside & ((1u << width) - 1)} << (kAloneSide * y);
        row0 += t.edge[0].step_y;
        row1 += t.edge[1].step_y;
        row2 += t.edge[2].step_y;
    }
    return covered;
}

/// First which pixels, then their depths: lanes of a warp meet again between the two.
__device__ __forceinline__ void drawAlone(const Target& target,
                                          const TriangleSetup& t,
                                          uint32_t inverse_id) {
    uint64_t covered = coverageOf(t);
    if (covered == 0) {
        return;
    }
    const DepthPlane plane = depthPlane(t);
    const int last = t.x1 - t.x0;
    do {
        const int bit = __ffsll(static_cast<long long>(covered)) - 1;
        const int x = last - bit % kAloneSide, y = bit / kAloneSide;
        target.draw(t.x0 + x, t.y0 + y, plane.at(x, y), inverse_id);
        covered &= covered - 1;
    } while (covered);
}

/// Whatever its size.
__device__ void drawSlowly(const Target& target, const TriangleSetup& t, uint32_t inverse_id) {
    const DepthPlane plane = depthPlane(t);
    for (int y = 0; y <= t.y1 - t.y0; ++y) {
        for (int x = 0; x <= t.x1 - t.x0; ++x) {
            int32_t e = 0;
            for (const Edge& edge : t.edge) {
                e |= insideFrom(edge) + edge.step_x * x + edge.step_y * y;
            }
            if (e >= 0) {
                target.draw(t.x0 + x, t.y0 + y, plane.at(x, y), inverse_id);
            }
        }
    }
}

__device__ __forceinline__ PreparedTriangle prepare(const TriangleSetup& t,
                                                    uint32_t inverse_id,
                                                    int64_t image) {
    PreparedTriangle p;
    p.x = t.x0;
    p.y = t.y0;
    p.width = t.x1 - t.x0 + 1;
    p.height = t.y1 - t.y0 + 1;
    for (int k = 0; k < 3; ++k) {
        p.origin[k] = insideFrom(t.edge[k]);
        p.step_x[k] = t.edge[k].step_x;
        p.step_y[k] = t.edge[k].step_y;
    }
    p.plane = depthPlane(t);
    p.inverse_id = inverse_id;
    p.image = static_cast<int32_t>(image);
    p.first_tile = 0;
    return p;
}

/// Draws the pixels [x_begin, x_end) x [y_begin, y_end) of a triangle's box, 8 x 4 at once, a pixel
/// a lane. They start at even pixels of the viewport, where KeyGrid's 2 x 2 begin. Pixels around
/// the part may be drawn too: the edges leave out what is not the triangle's, the rest would be
/// drawn anyway.
__device__ __forceinline__ void drawTogether(const Target& target,
                                             const PreparedTriangle& t,
                                             int x_begin,
                                             int y_begin,
                                             int x_end,
                                             int y_end) {
    const int lane_x = static_cast<int>(threadIdx.x & 7), lane_y = threadIdx.x % kWarp / 8;
    x_begin -= (t.x + x_begin) & 1;
    y_begin -= (t.y + y_begin) & 1;
    const int first_x = x_begin + lane_x, first_y = y_begin + lane_y;
    int32_t row[3], step[3];
    for (int k = 0; k < 3; ++k) {
        row[k] = t.origin[k] + t.step_x[k] * first_x + t.step_y[k] * first_y;
        step[k] = t.step_x[k] * 8;
    }
    int64_t row_z = t.plane.unclampedAt(first_x, first_y);
    const int64_t step_z = t.plane.step_x * 8, step_row_z = t.plane.step_y * 4;
    uint64_t* row_key = target.grid.at(target.image, t.x + first_x, t.y + first_y);
    const uint32_t inverse_id = t.inverse_id;
    for (int y = y_begin; y < y_end; y += 4) {
        int32_t e0 = row[0], e1 = row[1], e2 = row[2];
        int64_t z = row_z;
        uint64_t* key = row_key;
        for (int x = x_begin; x < x_end; x += 8) {
            if ((e0 | e1 | e2) >= 0) {
                const uint32_t depth = DepthPlane::clamped(z);
                // The keys have room beyond the end, the layer behind has not.
                if (!target.behind || (x + lane_x < x_end && y + lane_y < y_end &&
                                       target.shows(t.x + x + lane_x, t.y + y + lane_y, depth))) {
                    Target::lower(key, fragmentKey(depth, inverse_id));
                }
            }
            e0 += step[0];
            e1 += step[1];
            e2 += step[2];
            z += step_z;
            key += 2 * 16;
        }
        for (int k = 0; k < 3; ++k) {
            row[k] += t.step_y[k] * 4;
        }
        row_z += step_row_z;
        row_key += target.grid.blocks_x * 16;
    }
}

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
/// the drawing of large ones.
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
    if (waits) {
        PreparedTriangle& mine = prepared[threadIdx.x];
        mine = prepare(setup, inverse_id, image);
        waits = pixels < kLargePixels || !append(job.large, mine);
    }
    __syncwarp();
    const PreparedTriangle* of_warp = prepared + (threadIdx.x & ~31u);
    for (unsigned left = __ballot_sync(kAllLanes, waits); left; left &= left - 1) {
        const PreparedTriangle& next = of_warp[__ffs(static_cast<int>(left)) - 1];
        drawTogether(target, next, 0, 0, next.width, next.height);
    }
}

/// How many triangles a warp should get: of many all 32, of few less, so that all processors draw.
template <class Scalar>
int trianglesPerWarp(const ViewportJob<Scalar>& job) {
    constexpr int64_t kEnoughWarps = 20000;
    const int64_t each = job.params.images * job.most_triangles / kEnoughWarps;
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
            drawTogether(targetOf(job, t.image), t, x0, y0, x1, y1);
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
