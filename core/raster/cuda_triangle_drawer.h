// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the coverage of triangles on a GPU, each by one thread or by many. For .cu files only.
#include "device/cuda_launch.h"
#include "raster/cuda_coverage.h"

namespace bozzetto {

constexpr int kAloneSide = 8;     // of the box of a triangle that one thread draws, at most
constexpr int kAlonePixels = 48;  // and its pixels

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

/// Draws the pixels [x_begin, x_end) x [y_begin, y_end) of a triangle's box, `across` x `down` at
/// once, a pixel a lane, by as many lanes of a warp; the other lanes may draw other triangles. They
/// start at even pixels of the viewport, where KeyGrid's 2 x 2 begin. Pixels around the part may be
/// drawn too: the edges leave out what is not the triangle's, the rest would be drawn anyway.
template <int across, int down>
__device__ __forceinline__ void drawTogether(const Target& target,
                                             const PreparedTriangle& t,
                                             int x_begin,
                                             int y_begin,
                                             int x_end,
                                             int y_end) {
    static_assert(across % 4 == 0 && down <= 4 && kMostAcross >= across);
    constexpr int64_t kKeysAcross = across / 4 * 16;
    const int lane = static_cast<int>(threadIdx.x % (across * down));
    const int lane_x = lane % across, lane_y = lane / across;
    x_begin -= (t.x + x_begin) & 1;
    y_begin -= (t.y + y_begin) & 1;
    const int first_x = x_begin + lane_x, first_y = y_begin + lane_y;
    int32_t row[3], step[3];
    for (int k = 0; k < 3; ++k) {
        row[k] = t.origin[k] + t.step_x[k] * first_x + t.step_y[k] * first_y;
        step[k] = t.step_x[k] * across;
    }
    int64_t row_z = t.plane.unclampedAt(first_x, first_y);
    const int64_t step_z = t.plane.step_x * across;
    uint64_t* row_key = target.grid.at(target.image, t.x + first_x, t.y + first_y);
    const uint32_t inverse_id = t.inverse_id;
    for (int y = y_begin; y < y_end; y += down) {
        int32_t e0 = row[0], e1 = row[1], e2 = row[2];
        int64_t z = row_z;
        uint64_t* key = row_key;
        for (int x = x_begin; x < x_end; x += across) {
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
            key += kKeysAcross;
        }
        for (int k = 0; k < 3; ++k) {
            row[k] += t.step_y[k] * down;
        }
        row_z += t.plane.step_y * down;
        if constexpr (down == 4) {
            row_key += target.grid.blocks_x * 16;
        } else {
            row_key = target.grid.at(target.image, t.x + first_x, t.y + y + down + lane_y);
        }
    }
}

}  // namespace bozzetto
