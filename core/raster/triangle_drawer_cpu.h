// SPDX-License-Identifier: Apache-2.0
#pragma once
// Draws the coverage of triangles on the CPU: at each pixel the minimum of (depth, ~id), in any
// order, on any thread.
#include "raster/triangle_setup.h"

#include <atomic>
#include <cmath>
#include <utility>

namespace bozzetto {

constexpr int kSpanWidth =
    8;  // wider rows find their span by division instead of testing each pixel

enum class Sharing { OneThread, Threads };

/// A rectangle of a viewport that holds all that is drawn.
struct KeyBuffer : PixelBox {
    uint64_t* keys;          // of pixel (left, top)
    const uint32_t* behind;  // quantised depth of the last layer at the viewport's corner, or null
    int64_t behind_stride;

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
    lowerKey<sharing>(target.at(t.x0 + x, t.y0 + y), fragmentKey(depth, inverse_id));
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
