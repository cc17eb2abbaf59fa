// SPDX-License-Identifier: Apache-2.0
#include "camera/carry_scene.h"

#include "base/error.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr double kLargestOffset = 0.03;  // of the cameras' mean distance from their middle
constexpr double kLargestTurn = 3;       // degrees

/// Mean distance of the cameras from their middle.
double radiusOf(std::span<const CameraByName> cameras) {
    Vec3d middle{0, 0, 0};
    const double share = 1.0 / static_cast<double>(cameras.size());
    for (const auto& [name, camera] : cameras) {
        middle = middle + camera.position() * share;
    }
    double radius = 0;
    for (const auto& [name, camera] : cameras) {
        radius += length(camera.position() - middle) * share;
    }
    return radius;
}

}  // namespace

RegionBox carriedOver(const RegionBox& region, const Similarity& target_from_source) {
    RegionBox carried;
    carried.world_from_box = target_from_source.rotation * region.world_from_box;
    const auto& m = region.world_from_box.m;
    const Vec3d centre = target_from_source(Vec3d{m[0][3], m[1][3], m[2][3]});
    for (int i = 0; i < 3; ++i) {
        carried.world_from_box.m[i][3] = centre[i];
    }
    carried.half_size = region.half_size * target_from_source.scale;
    return carried;
}

SceneFrame carriedOver(const SceneFrame& frame, const Similarity& target_from_source) {
    SceneFrame carried;
    carried.up = normalize(transformPoint(target_from_source.rotation, frame.up));
    carried.floor =
        target_from_source.scale * frame.floor + dot(carried.up, target_from_source.translation);
    carried.scale = frame.scale / target_from_source.scale;
    return carried;
}

bool carryScene(SceneEdits& scene,
                std::span<const CameraByName> before,
                std::span<const CameraByName> after) {
    try {
        const CameraComparison both = compareCameras(before, after);
        const bool alike = both.position_mean <= kLargestOffset * radiusOf(after) &&
                           both.rotation_mean <= kLargestTurn;
        if (alike) {
            if (scene.region) {
                scene.region = carriedOver(*scene.region, both.truth_from_cameras);
            }
            if (scene.frame) {
                scene.frame = carriedOver(*scene.frame, both.truth_from_cameras);
            }
            return true;
        }
    } catch (const Error&) {  // too few in both, or all at one place
    }
    scene.region.reset();
    scene.frame.reset();
    return false;
}

}  // namespace bozzetto
