// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rays against triangles and boxes, on both processors. Source: Moeller and Trumbore 1997, "Fast,
// Minimum Storage Ray/Triangle Intersection".
#include "math/vec.h"

#include <algorithm>
#include <limits>

namespace bozzetto {

/// A triangle as rays meet it: a corner and the edges from it.
struct RayTriangle {
    Vec3f a, ab, ac;
};

/// Distance along p + t d, in lengths of d, or infinity. Seen from either side.
BOZZETTO_HD float meetTriangle(const RayTriangle& t, Vec3f p, Vec3f d) {
    const Vec3f q = cross(d, t.ac);
    const float det = dot(t.ab, q);
    if (det == 0) {
        return std::numeric_limits<float>::infinity();
    }
    const Vec3f s = p - t.a;
    const float inverse = 1 / det, u = dot(s, q) * inverse;
    const Vec3f r = cross(s, t.ab);
    const float v = dot(d, r) * inverse;
    if (u < 0 || v < 0 || u + v > 1) {
        return std::numeric_limits<float>::infinity();
    }
    return dot(t.ac, r) * inverse;
}

/// Where a ray enters a box, 0 <= t <= t_max, or infinity. inverse: 1 / d.
BOZZETTO_HD float enterBox(Vec3f low, Vec3f high, Vec3f p, Vec3f inverse, float t_max) {
    float t0 = 0, t1 = t_max;
    for (int k = 0; k < 3; ++k) {
        const float a = (low[k] - p[k]) * inverse[k], b = (high[k] - p[k]) * inverse[k];
        // std::min and std::max keep the other argument when this one is not a number (0 times
        // infinity).
        t0 = std::max(t0, std::min(a, b));
        t1 = std::min(t1, std::max(a, b));
    }
    return t0 <= t1 ? t0 : std::numeric_limits<float>::infinity();
}

}  // namespace bozzetto
