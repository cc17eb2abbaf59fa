// SPDX-License-Identifier: Apache-2.0
#pragma once
// From three snapped corners to edge functions and a plane of depths, in whole numbers. Shared by
// CPU and CUDA.
#include "raster/coverage_kernel.h"

#include <algorithm>

namespace bozzetto {

/// What a pixel shows, as a number of which the least wins: (depth, ~id), so that of equal depths
/// the later triangle does.
constexpr uint64_t kEmptyKey = ~uint64_t{0};
BOZZETTO_HD uint64_t fragmentKey(uint32_t depth, uint32_t inverse_id) {
    return uint64_t{depth} << 32 | inverse_id;
}

/// Pixels of a viewport, both ends inclusive.
struct PixelBox {
    int left, top, right, bottom;

    BOZZETTO_HD int width() const { return right - left + 1; }
    BOZZETTO_HD int height() const { return bottom - top + 1; }
};

BOZZETTO_HD int32_t least(int32_t a, int32_t b, int32_t c) {
    return std::min(a, std::min(b, c));
}
BOZZETTO_HD int32_t greatest(int32_t a, int32_t b, int32_t c) {
    return std::max(a, std::max(b, c));
}

/// A triangle of positive area over the pixels [x0, x1] x [y0, y1] that it may cover; edge k is
/// opposite corner k.
struct TriangleSetup {
    SnappedVertex corner[3];
    int x0, x1, y0, y1;
    int64_t area;
    Edge edge[3];  // at pixel (x0, y0)
};

/// Returns false if it covers no pixel's centre for sure.
BOZZETTO_HD bool setUp(const PixelBox& target,
                       const SnappedVertex& a,
                       const SnappedVertex& b,
                       const SnappedVertex& c,
                       TriangleSetup& t) {
    t.x0 = std::max(target.left, firstPixel(least(a.x, b.x, c.x)));
    t.x1 = std::min(target.right, lastPixel(greatest(a.x, b.x, c.x)));
    t.y0 = std::max(target.top, firstPixel(least(a.y, b.y, c.y)));
    t.y1 = std::min(target.bottom, lastPixel(greatest(a.y, b.y, c.y)));
    if (t.x0 > t.x1 || t.y0 > t.y1) {
        return false;
    }
    t.area = int64_t{b.x - a.x} * (c.y - a.y) - int64_t{c.x - a.x} * (b.y - a.y);
    const bool flip = t.area < 0;
    t.area = flip ? -t.area : t.area;
    t.corner[0] = a;
    t.corner[1] = flip ? c : b;
    t.corner[2] = flip ? b : c;
    constexpr int kHalf = 1 << (kSubpixelBits - 1);
    const int32_t sample_x = (t.x0 << kSubpixelBits) + kHalf,
                  sample_y = (t.y0 << kSubpixelBits) + kHalf;
    t.edge[0] = edgeAt(t.corner[1], t.corner[2], sample_x, sample_y);
    t.edge[1] = edgeAt(t.corner[2], t.corner[0], sample_x, sample_y);
    t.edge[2] = edgeAt(t.corner[0], t.corner[1], sample_x, sample_y);
    return t.area > 0;
}

/// Edge function at pixel (x0, y0), less one if the edge excludes its own points: >= 0 inside.
BOZZETTO_HD int32_t insideFrom(const Edge& edge) {
    return edge.origin - excludesItsPoints(edge.step_y, -edge.step_x);
}

/// Depth over a triangle from pixel (x0, y0) on: whole-number steps a pixel from the middle of its
/// box, so that faces which meet at a snapped edge mostly tie there, as they should, and the
/// rounding of the steps stays within the guard band of kNearDepth.
struct DepthPlane {
    int64_t origin, step_x, step_y;
    BOZZETTO_HD int64_t unclampedAt(int x, int y) const { return origin + step_x * x + step_y * y; }
    BOZZETTO_HD static uint32_t clamped(int64_t z) {
        return static_cast<uint32_t>(z > 0 ? (z < kEmptyDepth ? z : kEmptyDepth - 1) : 0);
    }
    BOZZETTO_HD uint32_t at(int x, int y) const { return clamped(unclampedAt(x, y)); }
};
BOZZETTO_HD int64_t
floorOf(double x) {  // std::floor is a call where the machine has no instruction for it
    const auto whole = static_cast<int64_t>(x);
    return whole - (x < static_cast<double>(whole));
}
BOZZETTO_HD DepthPlane depthPlane(const TriangleSetup& t) {
    const SnappedVertex &a = t.corner[0], &b = t.corner[1], &c = t.corner[2];
    const double scale = 1.0 / static_cast<double>(t.area);
    const double to_b = static_cast<double>(int64_t{b.z} - int64_t{a.z}) * scale;
    const double to_c = static_cast<double>(int64_t{c.z} - int64_t{a.z}) * scale;
    const double step_x = t.edge[1].step_x * to_b + t.edge[2].step_x * to_c;
    const double step_y = t.edge[1].step_y * to_b + t.edge[2].step_y * to_c;
    // The pixel whose centre is the last one before the middle of the box.
    const int x = lastPixel((least(a.x, b.x, c.x) + greatest(a.x, b.x, c.x)) / 2) - t.x0;
    const int y = lastPixel((least(a.y, b.y, c.y) + greatest(a.y, b.y, c.y)) / 2) - t.y0;
    const double middle = static_cast<double>(int64_t{a.z}) + t.edge[1].origin * to_b +
                          t.edge[2].origin * to_c + step_x * x + step_y * y;
    DepthPlane plane;
    plane.step_x = floorOf(step_x);
    plane.step_y = floorOf(step_y);
    plane.origin = floorOf(middle) - plane.step_x * x - plane.step_y * y;
    return plane;
}

}  // namespace bozzetto
