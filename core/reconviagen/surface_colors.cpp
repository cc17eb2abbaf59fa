// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/surface_colors.h"

#include "base/parallel_for.h"

#include <algorithm>
#include <cstdint>

namespace bozzetto {
namespace {

constexpr int64_t kBlock = 512;       // points a task
constexpr int64_t kAtOnce = 1 << 16;  // points between reports

}  // namespace

SurfaceColors::SurfaceColors(const TriangleMesh& mesh, const std::vector<Vec3f>& colors)
    : mesh_(mesh), colors_(colors), bvh_(mesh) {}

Vec3f SurfaceColors::at(Vec3f point) const {
    const TriangleBvh::Closest closest = bvh_.closest(point);
    const Vec3i t = mesh_.triangles[closest.triangle];
    const Vec3f a = mesh_.positions[t.x];
    const Vec3f ab = mesh_.positions[t.y] - a, ac = mesh_.positions[t.z] - a;
    const Vec3f ap = closest.point - a;
    // Barycentrics by areas (Ericson 2005, 3.4).
    const float bb = dot(ab, ab), bc = dot(ab, ac), cc = dot(ac, ac);
    const float pb = dot(ap, ab), pc = dot(ap, ac);
    const float area = bb * cc - bc * bc;
    const float v = area > 0 ? (cc * pb - bc * pc) / area : 0;
    const float w = area > 0 ? (bb * pc - bc * pb) / area : 0;
    Vec3f color = colors_[t.x] * (1 - v - w) + colors_[t.y] * v + colors_[t.z] * w;
    for (int k = 0; k < 3; ++k) {
        color[k] = std::clamp(color[k], 0.0f, 1.0f);
    }
    return color;
}

std::vector<Vec3f> SurfaceColors::at(const std::vector<Vec3f>& points,
                                     const std::function<void(double)>& progress) const {
    std::vector<Vec3f> result(points.size());
    const auto count = static_cast<int64_t>(points.size());
    for (int64_t begin = 0; begin < count; begin += kAtOnce) {
        if (progress) {
            progress(static_cast<double>(begin) / static_cast<double>(count));
        }
        const int64_t end = std::min(count, begin + kAtOnce);
        parallelTasks((end - begin + kBlock - 1) / kBlock, [&](int64_t block, int) {
            const int64_t first = begin + block * kBlock;
            for (int64_t i = first; i < std::min(end, first + kBlock); ++i) {
                result[i] = at(points[i]);
            }
        });
    }
    return result;
}

}  // namespace bozzetto
