// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the coverage of triangles on the CPU: at each pixel the minimum of (depth, ~id), in any
// order, on any thread.
#include "raster/coverage_kernel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

namespace bozzetto {

constexpr uint64_t kEmptyKey = ~uint64_t{0};
constexpr int kSpanWidth =
    8;  // wider rows find their span by division instead of testing each pixel

enum class Sharing { OneThread, Threads };

/// A rectangle of a viewport that holds all that is drawn. A key is (depth, ~id): smaller wins; of
/// equal depths the later triangle.
struct KeyBuffer {
    uint64_t* keys;                // of pixel (left, top)
    int left, top, right, bottom;  // inclusive
    const uint32_t* behind;  // quantised depth of the last layer at the viewport's corner, or null
    int64_t behind_stride;

    int width() const { return right - left + 1; }
    int height() const { return bottom - top + 1; }
    uint64_t* at(int x, int y) const { return keys + (int64_t{y} - top) * width() + (x - left); }
};

template <Sharing sharing>
BOZZETTO_HD void lowerKey(uint64_t* slot, uint64_t key) {
    if constexpr (sharing == Sharing::OneThread) {
        *slot = std::min(*slot, key);
    } else {
        const std::atomic_ref<uint64_t> shared(*slot);
        uint64_t seen = shared.load(std::memory_order_relaxed);
        while (key < seen && !shared.compare_exchange_weak(seen, key, std::memory_order_relaxed)) {
        }
    }
}

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
BOZZETTO_HD bool setUp(const KeyBuffer& target,
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
    BOZZETTO_HD uint32_t at(int x, int y) const {
        const int64_t z = origin + step_x * x + step_y * y;
        return static_cast<uint32_t>(z > 0 ? (z < kEmptyDepth ? z : kEmptyDepth - 1) : 0);
    }
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

/// Lowers the key of pixel (x0 + x, y0 + y).
template <Sharing sharing>
BOZZETTO_HD void drawFragment(const KeyBuffer& target,
                              const TriangleSetup& t,
                              const DepthPlane& plane,
                              int x,
                              int y,
                              uint32_t inverse_id) {
    const uint32_t depth = plane.at(x, y);
    if (target.behind && depth <= target.behind[(t.y0 + y) * target.behind_stride + t.x0 + x]) {
        return;
    }
    lowerKey<sharing>(target.at(t.x0 + x, t.y0 + y), uint64_t{depth} << 32 | inverse_id);
}

/// Few pixels a row: tests each. The depth is worked out once one is covered: of triangles as small
/// as a pixel many are not.
template <Sharing sharing>
BOZZETTO_HD void drawNarrow(const KeyBuffer& target, const TriangleSetup& t, uint32_t inverse_id) {
    int32_t row0 = insideFrom(t.edge[0]), row1 = insideFrom(t.edge[1]),
            row2 = insideFrom(t.edge[2]);
    DepthPlane plane{};
    bool has_plane = false;
    for (int y = 0; y <= t.y1 - t.y0; ++y) {
        int32_t e0 = row0, e1 = row1, e2 = row2;
        for (int x = 0; x <= t.x1 - t.x0; ++x) {
            if ((e0 | e1 | e2) >= 0) {
                if (!has_plane) {
                    plane = depthPlane(t);
                    has_plane = true;
                }
                drawFragment<sharing>(target, t, plane, x, y, inverse_id);
            }
            e0 += t.edge[0].step_x;
            e1 += t.edge[1].step_x;
            e2 += t.edge[2].step_x;
        }
        row0 += t.edge[0].step_y;
        row1 += t.edge[1].step_y;
        row2 += t.edge[2].step_y;
    }
}

/// Many pixels a row: finds the covered run by division.
template <Sharing sharing>
__attribute__((noinline)) void drawWide(const KeyBuffer& target,
                                        const TriangleSetup& t,
                                        uint32_t inverse_id) {
    const DepthPlane plane = depthPlane(t);
    int64_t row[3] = {insideFrom(t.edge[0]), insideFrom(t.edge[1]), insideFrom(t.edge[2])};
    for (int y = 0; y <= t.y1 - t.y0; ++y) {
        int64_t begin = 0, end = t.x1 - t.x0;
        for (int k = 0; k < 3; ++k) {
            const int64_t step = t.edge[k].step_x;
            if (step > 0) {  // e + step i >= 0 from the first i on
                begin = std::max(begin, row[k] >= 0 ? 0 : (-row[k] + step - 1) / step);
            } else if (row[k] < 0) {
                end = -1;
            } else if (step < 0) {
                end = std::min(end, row[k] / -step);
            }
            row[k] += t.edge[k].step_y;
        }
        for (int64_t i = begin; i <= end; ++i) {
            drawFragment<sharing>(target, t, plane, static_cast<int>(i), y, inverse_id);
        }
    }
}

template <Sharing sharing>
BOZZETTO_HD void drawTriangle(const KeyBuffer& target,
                              const SnappedVertex& a,
                              const SnappedVertex& b,
                              const SnappedVertex& c,
                              uint32_t triangle) {
    TriangleSetup t;
    if (!setUp(target, a, b, c, t)) {
        return;
    }
    if (t.x1 - t.x0 < kSpanWidth) {
        drawNarrow<sharing>(target, t, ~triangle);
    } else {
        drawWide<sharing>(target, t, ~triangle);
    }
}

}  // namespace bozzetto
