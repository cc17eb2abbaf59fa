// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <algorithm>
#include <cstdint>

namespace bozzetto {

inline constexpr float kSureMask = 0.5f;       // confidence from which a view carves alone
inline constexpr double kHullNothing = -1e30;  // "distance" where nothing was said
inline constexpr float kHullUnseen = 1e30f;    // distance of points that too few cameras see

/// One channel of numbers over a view's frame, or none.
struct HullMap {
    const float* values = nullptr;  // [height, width]
    int width = 0, height = 0;

    BOZZETTO_HD float at(int x, int y) const { return values[static_cast<int64_t>(y) * width + x]; }
    /// The value of the pixel at (x, y) in a frame of frame_width x frame_height pixels.
    BOZZETTO_HD float nearest(double x, double y, int frame_width, int frame_height) const {
        const int column = static_cast<int>(x * width / frame_width);
        const int row = static_cast<int>(y * height / frame_height);
        return at(std::clamp(column, 0, width - 1), std::clamp(row, 0, height - 1));
    }
};

/// A Silhouette as the carving reads it, on either processor.
struct HullView {
    Mat4d camera_from_world;
    double fx = 0, fy = 0, cx = 0, cy = 0;
    int width = 0, height = 0;
    HullMap distance, depth, confidence;
};

struct Projected {
    double x, y, z;  // pixels from the top left, depth along the optical axis
};
BOZZETTO_HD Projected project(const HullView& view, Vec3d p) {
    const Vec3d q = transformPoint(view.camera_from_world, p);
    const double z = -q.z;
    return {view.cx + view.fx * q.x / z, view.cy - view.fy * q.y / z, z};
}

BOZZETTO_HD bool insideFrame(const HullView& view, const Projected& q) {
    return q.z > 1e-9 && q.x >= 0 && q.y >= 0 && q.x < view.width && q.y < view.height;
}

BOZZETTO_HD float bilinear(const HullMap& map, double x, double y) {
    const double u = std::clamp(x - 0.5, 0.0, map.width - 1.0);
    const double v = std::clamp(y - 0.5, 0.0, map.height - 1.0);
    const int x0 = std::min(static_cast<int>(u), std::max(0, map.width - 2));
    const int y0 = std::min(static_cast<int>(v), std::max(0, map.height - 2));
    const int x1 = std::min(x0 + 1, map.width - 1), y1 = std::min(y0 + 1, map.height - 1);
    const auto fx = static_cast<float>(u - x0), fy = static_cast<float>(v - y0);
    const float top = map.at(x0, y0) * (1 - fx) + map.at(x1, y0) * fx;
    const float bottom = map.at(x0, y1) * (1 - fx) + map.at(x1, y1) * fx;
    return top * (1 - fy) + bottom * fy;
}

/// How far the mask can be trusted at a projected point in the frame.
BOZZETTO_HD float confidenceAt(const HullView& view, const Projected& q) {
    return view.confidence.values ? view.confidence.nearest(q.x, q.y, view.width, view.height)
                                  : 1.0f;
}

/// What one view says of a point.
struct HullSight {
    bool seen = false;
    double outline = 0;              // signed distance to the outline, carried to the point's depth
    float confidence = 1;            // in that
    double in_front = kHullNothing;  // how far the point lies in front of the seen surface
};
BOZZETTO_HD HullSight lookAt(const HullView& view, Vec3d p) {
    HullSight sight;
    const Projected q = project(view, p);
    if (!insideFrame(view, q)) {
        return sight;
    }
    sight.seen = true;
    sight.outline = bilinear(view.distance, q.x, q.y) * q.z / view.fx;
    sight.confidence = confidenceAt(view, q);
    if (view.depth.values) {
        const float surface = view.depth.nearest(q.x, q.y, view.width, view.height);
        if (surface > 0) {
            sight.in_front = surface - q.z;
        }
    }
    return sight;
}

}  // namespace bozzetto
