// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/poses.h"

#include <Eigen/Geometry>

#include <cmath>

namespace bozzetto {

Mat4d flipCameraAxes(const Mat4d& world_from_camera) {
    Mat4d flipped = world_from_camera;
    for (int i = 0; i < 3; ++i) {
        flipped.m[i][1] = -flipped.m[i][1];
        flipped.m[i][2] = -flipped.m[i][2];
    }
    return flipped;
}

std::optional<Mat4d> rotationFromQuaternion(const std::array<double, 4>& wxyz) {
    const Eigen::Quaterniond given(wxyz[0], wxyz[1], wxyz[2], wxyz[3]);
    const double length = given.norm();
    if (!std::isfinite(length) || length < 1e-9) {
        return std::nullopt;
    }
    const Eigen::Matrix3d matrix = given.normalized().toRotationMatrix();
    Mat4d rotation;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            rotation.m[i][j] = matrix(i, j);
        }
    }
    return rotation;
}

std::array<double, 4> quaternionFromRotation(const Mat4d& rotation) {
    Eigen::Matrix3d matrix;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            matrix(i, j) = rotation.m[i][j];
        }
    }
    Eigen::Quaterniond q(matrix);
    q.normalize();
    const double sign = q.w() < 0 ? -1 : 1;
    return {sign * q.w(), sign * q.x(), sign * q.y(), sign * q.z()};
}

bool isSensiblePose(const Mat4d& pose) {
    constexpr double kHuge = 1e12;
    for (int i = 0; i < 3; ++i) {
        for (const double value : pose.m[i]) {
            if (!std::isfinite(value) || std::abs(value) > kHuge) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace bozzetto
