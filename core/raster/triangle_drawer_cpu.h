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
inline void lowerKey(uint64_t* slot, uint64_t key) {
    if constexpr (sharing == Sharing::OneThread) {
        *slot = std::min(*slot, key);
    } else {
        const std::atomic_ref<uint64_t> shared(*slot);
        uint64_t seen = shared.load(std::memory_order_relaxed);
        while (key < seen && !shared.compare_exchange_weak(seen, key, std::memory_order_relaxed)) {
        }
    }
}

/// Depth over a triangle: whole-number steps a pixel from the middle of its box, so that faces
/// which meet at a snapped edge mostly tie there, as they should, and the rounding of the steps
/// stays within the guard band of kNearDepth.
struct DepthPlane {
    int64_t origin, step_x, step_y;
    uint32_t at(int x, int y) const {
        return static_cast<uint32_t>(
            std::clamp<int64_t>(origin + step_x * x + step_y * y, 0, kEmptyDepth - 1));
    }
};

template <Sharing sharing>
class TriangleDrawer {
public:
    TriangleDrawer(const KeyBuffer& target,
                   SnappedVertex a,
                   SnappedVertex b,
                   SnappedVertex c,
                   uint32_t triangle)
        : target_(target), inverse_id_(~triangle) {
        x0_ = std::max(target.left, firstPixel(std::min({a.x, b.x, c.x})));
        x1_ = std::min(target.right, lastPixel(std::max({a.x, b.x, c.x})));
        y0_ = std::max(target.top, firstPixel(std::min({a.y, b.y, c.y})));
        y1_ = std::min(target.bottom, lastPixel(std::max({a.y, b.y, c.y})));
        if (x0_ > x1_ || y0_ > y1_) {
            return;  // no pixel centre in the box
        }
        area_ = int64_t{b.x - a.x} * (c.y - a.y) - int64_t{c.x - a.x} * (b.y - a.y);
        if (area_ == 0) {
            return;
        }
        if (area_ < 0) {
            std::swap(b, c);
            area_ = -area_;
        }
        constexpr int kHalf = 1 << (kSubpixelBits - 1);
        const int32_t sample_x = (x0_ << kSubpixelBits) + kHalf,
                      sample_y = (y0_ << kSubpixelBits) + kHalf;
        edges_[0] = edgeAt(b, c, sample_x, sample_y);
        edges_[1] = edgeAt(c, a, sample_x, sample_y);
        edges_[2] = edgeAt(a, b, sample_x, sample_y);
        draw(a, b, c);
    }

private:
    void draw(const SnappedVertex& a, const SnappedVertex& b, const SnappedVertex& c) {
        setDepth(a, b, c);  // from the exact edges, before they are biased
        edges_[0].origin -= excludesItsPoints(c.x - b.x, c.y - b.y);
        edges_[1].origin -= excludesItsPoints(a.x - c.x, a.y - c.y);
        edges_[2].origin -= excludesItsPoints(b.x - a.x, b.y - a.y);
        if (x1_ - x0_ < kSpanWidth) {
            drawNarrow();
        } else {
            drawWide();
        }
    }

    void setDepth(const SnappedVertex& a, const SnappedVertex& b, const SnappedVertex& c) {
        const double scale = 1.0 / static_cast<double>(area_);
        const auto a_z = static_cast<double>(a.z);
        const double to_b = (static_cast<double>(b.z) - a_z) * scale;
        const double to_c = (static_cast<double>(c.z) - a_z) * scale;
        const double step_x = edges_[1].step_x * to_b + edges_[2].step_x * to_c;
        const double step_y = edges_[1].step_y * to_b + edges_[2].step_y * to_c;
        const int middle_x = middlePixel(a.x, b.x, c.x) - x0_,
                  middle_y = middlePixel(a.y, b.y, c.y) - y0_;
        const double middle = a_z + edges_[1].origin * to_b + edges_[2].origin * to_c +
                              step_x * middle_x + step_y * middle_y;
        plane_.step_x = floorOf(step_x);
        plane_.step_y = floorOf(step_y);
        plane_.origin = floorOf(middle) - plane_.step_x * middle_x - plane_.step_y * middle_y;
    }

    /// Pixel whose centre is the last one before the middle of the range.
    static int middlePixel(int32_t a, int32_t b, int32_t c) {
        const int32_t middle = (std::min({a, b, c}) + std::max({a, b, c})) / 2;
        return lastPixel(middle);
    }

    /// std::floor would be a call: this file is compiled for the baseline, which has no instruction
    /// for it.
    static int64_t floorOf(double x) {
        const auto whole = static_cast<int64_t>(x);
        return whole - (x < static_cast<double>(whole));
    }

    void drawNarrow() const {
        int32_t row[3] = {edges_[0].origin, edges_[1].origin, edges_[2].origin};
        for (int y = y0_; y <= y1_; ++y) {
            int32_t e0 = row[0], e1 = row[1], e2 = row[2];
            for (int x = x0_; x <= x1_; ++x) {
                if ((e0 | e1 | e2) >= 0) {
                    fragment(x, y);
                }
                e0 += edges_[0].step_x;
                e1 += edges_[1].step_x;
                e2 += edges_[2].step_x;
            }
            for (int k = 0; k < 3; ++k) {
                row[k] += edges_[k].step_y;
            }
        }
    }

    void drawWide() const {
        int64_t row[3] = {edges_[0].origin, edges_[1].origin, edges_[2].origin};
        for (int y = y0_; y <= y1_; ++y) {
            int64_t begin = 0, end = x1_ - x0_;
            for (int k = 0; k < 3; ++k) {
                const int64_t step = edges_[k].step_x;
                if (step > 0) {  // e + step i >= 0 from the first i on
                    begin = std::max(begin, row[k] >= 0 ? 0 : (-row[k] + step - 1) / step);
                } else if (row[k] < 0) {
                    end = -1;
                } else if (step < 0) {
                    end = std::min(end, row[k] / -step);
                }
                row[k] += edges_[k].step_y;
            }
            for (int64_t i = begin; i <= end; ++i) {
                fragment(x0_ + static_cast<int>(i), y);
            }
        }
    }

    inline void fragment(int x, int y) const {
        const uint32_t depth = plane_.at(x - x0_, y - y0_);
        if (target_.behind && depth <= target_.behind[y * target_.behind_stride + x]) {
            return;
        }
        lowerKey<sharing>(target_.at(x, y), uint64_t{depth} << 32 | inverse_id_);
    }

    const KeyBuffer& target_;
    uint32_t inverse_id_;
    int x0_, x1_, y0_, y1_;
    int64_t area_ = 0;
    Edge edges_[3];
    DepthPlane plane_;
};

}  // namespace bozzetto
