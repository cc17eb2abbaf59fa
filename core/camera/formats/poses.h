// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <array>
#include <optional>

namespace bozzetto {

/// Turns the camera's axes between OpenCV's (x right, y down, z forward) and ours (x right, y up,
/// looking along -z); its own inverse.
Mat4d flipCameraAxes(const Mat4d& world_from_camera);

/// Rotation of a Hamilton quaternion w x y z of any length; nullopt if it is zero or not finite.
std::optional<Mat4d> rotationFromQuaternion(const std::array<double, 4>& wxyz);
/// Unit length, w >= 0.
std::array<double, 4> quaternionFromRotation(const Mat4d& rotation);

/// Whether all twelve numbers are finite and the position is below 1e12.
bool isSensiblePose(const Mat4d& pose);

}  // namespace bozzetto
