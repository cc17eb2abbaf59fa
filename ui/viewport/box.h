// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <algorithm>

namespace bozzetto::ui {

inline Vec3d toDouble(Vec3f v) {
    return {v.x, v.y, v.z};
}
inline Vec3f toFloat(Vec3d v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

/// An axis-aligned box in world units; empty until a point is added.
struct Box {
    Vec3d low{1, 1, 1}, high{-1, -1, -1};

    bool empty() const { return low.x > high.x; }
    void add(Vec3d p) {
        if (empty()) {
            low = high = p;
        }
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min(low[k], p[k]);
            high[k] = std::max(high[k], p[k]);
        }
    }
    void add(const Box& box) {
        if (!box.empty()) {
            add(box.low);
            add(box.high);
        }
    }
    Vec3d center() const { return (low + high) * 0.5; }
    Vec3d size() const { return empty() ? Vec3d{} : high - low; }
    double diagonal() const { return length(size()); }
    Vec3d corner(int i) const {
        return {i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z};
    }
};

}  // namespace bozzetto::ui
