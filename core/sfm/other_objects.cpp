// SPDX-License-Identifier: Apache-2.0
#include "sfm/other_objects.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace bozzetto {
namespace {

constexpr double kSameSide = 0.82;    // cosine of 35 degrees between two views of a point
constexpr int kLeastExpected = 60;    // points; fewer say nothing
constexpr double kHardlyAny = 0.15;   // of the share that pictures see in the middle
constexpr int kMostSeen = 6;          // points that agree by chance
constexpr double kAboveTable = 0.04;  // of the region's height

bool isInFrame(const Camera& camera, Vec3d p) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), p);
    if (!(q.z < 0)) {
        return false;
    }
    const double x = camera.cx - camera.fx * q.x / q.z, y = camera.cy + camera.fy * q.y / q.z;
    return x >= 0 && y >= 0 && x < camera.width && y < camera.height;
}

std::vector<const SparsePoint*> objectPoints(const SparseCloud& cloud, const SceneGuess& scene) {
    std::vector<const SparsePoint*> points;
    const double above = kAboveTable * 2 * scene.region.half_size.z;
    for (const SparsePoint& point : cloud.points) {
        const bool on_table =
            scene.table && dot(scene.table->normal, point.position) < scene.table->offset + above;
        if (!on_table && distanceTo(scene.region, point.position) <= 0) {
            points.push_back(&point);
        }
    }
    return points;
}

struct Seen {
    double share = 0;  // of the points that a picture should see
    int points = 0;
    size_t picture = 0;
};

/// nullopt if there are too few that it should see.
std::optional<Seen> pointsSeen(size_t picture,
                               std::span<const Camera> cameras,
                               const std::vector<const SparsePoint*>& points,
                               const std::vector<bool>& left_out) {
    int expected = 0, seen = 0;
    for (const SparsePoint* point : points) {
        const Vec3d direction = normalize(cameras[picture].position() - point->position);
        int others = 0;
        bool same_side = false, sees = false;
        for (const uint32_t other : point->seen_by) {
            if (other == picture) {
                sees = true;
            } else if (!left_out[other]) {
                ++others;
                const Vec3d view = normalize(cameras[other].position() - point->position);
                same_side = same_side || dot(view, direction) > kSameSide;
            }
        }
        if (others >= 2 && same_side && isInFrame(cameras[picture], point->position)) {
            ++expected;
            seen += sees ? 1 : 0;
        }
    }
    return expected >= kLeastExpected
               ? std::optional(Seen{static_cast<double>(seen) / expected, seen, picture})
               : std::nullopt;
}

}  // namespace

std::vector<size_t> findOtherObjects(std::span<const Camera> cameras,
                                     const SparseCloud& cloud,
                                     const SceneGuess& scene) {
    const std::vector<const SparsePoint*> points = objectPoints(cloud, scene);
    std::vector<bool> left_out(cameras.size(), false);
    std::vector<size_t> found;
    // One at a time: each that goes makes the shares of the others clearer.
    while (2 * (found.size() + 1) <= cameras.size()) {
        std::vector<Seen> shares;
        for (size_t i = 0; i < cameras.size(); ++i) {
            if (left_out[i]) {
                continue;
            }
            if (const std::optional<Seen> seen = pointsSeen(i, cameras, points, left_out)) {
                shares.push_back(*seen);
            }
        }
        std::sort(shares.begin(), shares.end(), [](const Seen& a, const Seen& b) {
            return a.share < b.share;
        });
        if (shares.size() < 3 || shares.front().points > kMostSeen ||
            shares.front().share >= kHardlyAny * shares[shares.size() / 2].share) {
            break;
        }
        found.push_back(shares.front().picture);
        left_out[found.back()] = true;
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace bozzetto
