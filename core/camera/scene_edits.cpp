// SPDX-License-Identifier: Apache-2.0
#include "camera/scene_edits.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace bozzetto {

double distanceTo(const RegionBox& box, Vec3d point) {
    const auto& m = box.world_from_box.m;
    double outside = 0, inside = -1e300;
    for (int axis = 0; axis < 3; ++axis) {
        double along = 0;
        for (int k = 0; k < 3; ++k) {
            along += (point[k] - m[k][3]) * m[k][axis];
        }
        const double beyond = std::abs(along) - box.half_size[axis];
        outside += std::max(beyond, 0.0) * std::max(beyond, 0.0);
        inside = std::max(inside, beyond);
    }
    return outside > 0 ? std::sqrt(outside) : inside;
}

Mat4d sceneFromInput(const SceneFrame& frame) {
    const Eigen::Matrix3d turn =
        Eigen::Quaterniond::FromTwoVectors(Eigen::Vector3d(frame.up.x, frame.up.y, frame.up.z),
                                           Eigen::Vector3d::UnitZ())
            .toRotationMatrix();
    Mat4d result;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            result.m[i][j] = frame.scale * turn(i, j);
        }
    }
    result.m[2][3] = -frame.scale * frame.floor;
    return result;
}

}  // namespace bozzetto
