// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace bozzetto::testing {

/// A camera that stands `degrees` to some side of where it stood, seen from the world's origin, and
/// `nearer` of the distance nearer or farther, rolled by some of the degrees, with another focal
/// length. Another way for each index.
inline Camera disturbed(
    const Camera& camera, size_t index, double degrees, double nearer, double focal) {
    const double a = 2.399963 * static_cast<double>(index + 1);  // the golden angle
    const double tilt = 0.6 * std::sin(1.7 * static_cast<double>(index));
    const Vec3d axis = normalize(Vec3d{std::cos(a), std::sin(a), tilt});
    const double angle = degrees * std::numbers::pi / 180;
    const double c = std::cos(angle), s = std::sin(angle);
    const double k[3][3] = {{0, -axis.z, axis.y}, {axis.z, 0, -axis.x}, {-axis.y, axis.x, 0}};
    Mat4d turn;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            turn.m[i][j] = (i == j ? c : 0) + s * k[i][j] + (1 - c) * axis[i] * axis[j];
        }
    }
    const double sign = index % 2 == 0 ? 1 : -1;
    Mat4d object_from_world = inverseRigid(camera.world_from_camera);
    const Vec3d middle = transformPoint(object_from_world, Vec3d{});
    for (int i = 0; i < 3; ++i) {
        object_from_world.m[i][3] -= middle[i];
    }
    object_from_world = turn * object_from_world;
    for (int i = 0; i < 3; ++i) {
        object_from_world.m[i][3] += middle[i] * (1 + sign * nearer);
    }
    Camera result = camera;
    result.world_from_camera = inverseRigid(object_from_world);
    result.fx *= 1 + sign * focal;
    result.fy *= 1 + sign * focal;
    return result;
}

/// How far a camera is from the true one: how much it is turned against it; how far apart they
/// stand, as a share of the distance to the world's origin; focal length, as a share.
struct CameraError {
    double degrees = 0, distance = 0, focal = 0;
};
inline CameraError cameraError(const Camera& camera, const Camera& truth) {
    double trace = 0;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            trace += camera.world_from_camera.m[i][j] * truth.world_from_camera.m[i][j];
        }
    }
    return {std::acos(std::clamp((trace - 1) / 2, -1.0, 1.0)) * 180 / std::numbers::pi,
            length(camera.position() - truth.position()) / length(truth.position()),
            std::abs(camera.fx / truth.fx - 1)};
}

}  // namespace bozzetto::testing
